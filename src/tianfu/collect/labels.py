"""The name that a file came with, as a label that can be shown anywhere. It is never used as a path."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
UNNAMED = "未命名"
INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Controls, marks that turn the direction of writing, halves of characters, private and unassigned ones, line and paragraph separators."""


def label(name: str) -> str:
    """The last part of the name, of visible characters, no longer than 120; the suffix stays.

    >>> label("C:\\\\fakepath\\\\..\\\\一月.csv")
    '一月.csv'
    >>> label("../../etc/passwd\\x00")
    'passwd'
    >>> label("invoice\\u202evsc.exe")
    'invoicevsc.exe'
    """
    last = re.split(r"[/\\]", name.strip())[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in INVISIBLE)
    plain = " ".join(visible.split()).strip(". ") or UNNAMED
    return plain if len(plain) <= LONGEST else _shortened(plain)


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix[:12]
    return name[: LONGEST - len(suffix) - 1] + "…" + suffix
