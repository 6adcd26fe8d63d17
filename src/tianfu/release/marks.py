"""Marks of state and work secrets in titles and descriptions: what bears one is not released, whatever its declaration says."""

import re
from collections.abc import Iterable

from tianfu.collect.marks import DECLARED, NAMED, STARRED

OFFICE = re.compile(
    r"[【\[（(《〔]\s*(?:内部|内部资料|内部使用|内部公开)(?:[，,、\s][^】\])）》〕]*)?[】\])）》〕]|不得外传|请勿外传|严禁外传|仅供内部"
)
"""What offices write on papers that stay among them. Collecting takes such papers; the public does not get them."""


def marked(texts: Iterable[str]) -> list[str]:
    """The marks that stand in the texts.

    >>> marked(["重点项目（机密）", "密级：秘密★10年", "商业秘密保护案件", "内部资料，请勿外传", "名录（内部资料）"])
    ['（机密）', '秘密★', '密级：秘密', '请勿外传', '（内部资料）']
    """
    return [m[0] for text in texts for pattern in (STARRED, DECLARED, NAMED, OFFICE) for m in pattern.finditer(text)]
