"""Marks of state and work secrets in titles and descriptions: what bears one is not released, whatever its declaration says."""

import re
from collections.abc import Iterable

SECRET = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*＊]|[【\[（(《〔]\s*(?:绝密|机密|秘密|工作秘密|内部|内部资料|内部使用|内部公开)(?:[，,、\s].*?)?[】\])）》〕]"
)
"""秘密★10年 as 保密法 has it written, and the words that offices put in brackets."""
PHRASES = re.compile(r"(?:注意保密|不得外传|请勿外传|严禁外传|内部资料|工作秘密|仅供内部)")


def marked(texts: Iterable[str]) -> list[str]:
    """The marks that stand in the texts.

    >>> marked(["重点项目（机密）", "密级：秘密★10年", "商业秘密保护案件", "内部资料，请勿外传"])
    ['（机密）', '秘密★', '内部资料', '请勿外传']
    """
    return [m[0] for text in texts for pattern in (SECRET, PHRASES) for m in pattern.finditer(text)]
