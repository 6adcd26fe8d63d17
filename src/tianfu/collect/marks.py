"""Marks of state secrets as documents bear them: 机密★, 秘密★10年, 绝 密 ★; and the level by itself at the head of a text or in a name.

The star is the mark (GB/T 9704: level, star, term). Words alone in running text are none: laws speak of 国家秘密 and 商业秘密.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEVELS = ("绝密", "机密", "秘密", "絕密", "機密")
STAR = "★"
BLANKS = (" ", "\t", "\u3000", "\xa0")
INNER = r"[ \t\u3000\xa0]{0,4}"
STARRED = re.compile("|".join(INNER.join((*level, STAR)) for level in LEVELS))
_LEVEL = "(?:" + "|".join([INNER.join(level) for level in LEVELS] + ["工作秘密"]) + ")"
_TERM = rf"(?:{INNER}(?:[0-9０-９]{{1,3}}|[一二三五十]{{1,3}}){INNER}年|{INNER}长期)?"
ALONE = re.compile(_LEVEL + _TERM)
DECLARED = re.compile(rf"密{INNER}级{INNER}[：:]{INNER}{_LEVEL}{_TERM}")
NAMED = re.compile(rf"^(?:{_LEVEL})(?=[-_—.·：:\s（(]|$)|[（(【\[《]{_LEVEL}{_TERM}[）)】\]》]")
AROUND = " \t\r\u3000\xa0\ufeff\"',;|，"
HEAD_BYTES = 8192
HEAD_LINES = 3
LONGEST = 128
"""Bytes that a mark may take, across the end of a block."""


@dataclass(frozen=True)
class Written:
    """The starred mark in an encoding. Most blocks are done with one byte that hardly occurs, then with a few that stand in every mark."""

    rare: bytes
    needle: bytes
    pattern: re.Pattern[bytes]

    def is_in(self, block: bytes) -> bool:
        return self.rare in block and self.needle in block and bool(self.pattern.search(block))


def _pattern(encoding: str, levels: tuple[str, ...] = LEVELS) -> re.Pattern[bytes]:
    blanks = rb"(?:" + rb"|".join(_in(encoding, b) for b in BLANKS) + rb"){0,4}"
    return re.compile(rb"|".join(blanks.join(_in(encoding, c) for c in (*level, STAR)) for level in levels))


def _in(encoding: str, text: str) -> bytes:
    return re.escape(text.encode(encoding, "ignore")) or b"(?!)"


def _hexadecimal() -> re.Pattern[bytes]:
    """As PDF writes titles: <FEFF 673A 5BC6 2605>, or in octal escapes that nobody writes."""
    return re.compile("|".join((level + STAR).encode("utf-16-be").hex() for level in LEVELS).encode(), re.IGNORECASE)


UTF_8 = Written(b"\xe2", STAR.encode(), _pattern("utf-8"))
GB18030 = Written(b"\xc3", "密".encode("gb18030"), _pattern("gb18030"))
BIG5 = Written(b"\xb1", "密".encode("big5"), _pattern("big5", ("絕密", "機密", "秘密")))
UTF_16_LE = Written(b"\x05", STAR.encode("utf-16-le"), _pattern("utf-16-le"))
UTF_16_BE = Written(b"\x05", STAR.encode("utf-16-be"), _pattern("utf-16-be"))
IN_HEX = Written(b"2605", b"2605", _hexadecimal())
ALL = (UTF_8, GB18030, BIG5, UTF_16_LE, UTF_16_BE)
OF_UTF_8 = (UTF_8, GB18030, UTF_16_LE, UTF_16_BE)
"""For files that begin as UTF-8: what Big5 writes occurs there by chance, and looking for it takes longer than all else."""


def in_blocks(blocks: Iterator[bytes], ways: tuple[Written, ...] = ()) -> bool:
    """Whether a starred mark is in any of the blocks, or across the end of one."""
    before = b""
    for block in blocks:
        ways = ways or (OF_UTF_8 if _begins_as_utf_8(block) else ALL)
        across = before + block[:LONGEST]
        if any(way.is_in(block) or way.is_in(across) for way in ways):
            return True
        before = (before[-LONGEST:] + block[-LONGEST:])[-LONGEST:]
    return False


def in_text(text: str, lines: int = 0) -> bool:
    """Whether the text bears a starred mark, or its first `lines` lines a level by itself."""
    return bool(STARRED.search(text)) or at_head(text, lines)


def at_head(text: str, lines: int = HEAD_LINES) -> bool:
    """Whether one of the first lines is a level and nothing else, or 密级：机密."""
    first = [line for line in (raw.strip(AROUND) for raw in text.splitlines()) if line][:lines]
    return any(ALONE.fullmatch(line) or DECLARED.match(line) for line in first)


def in_name(name: str) -> bool:
    """Whether a file's name bears a mark: a star, a level in brackets, or a level at its beginning and then a sign.

    >>> [in_name(n) for n in ("机密★10年.csv", "（秘密）名单.xlsx", "机密-名单.csv", "商业秘密保护条例.csv", "秘密花园.csv")]
    [True, True, True, False, False]
    """
    return bool(STARRED.search(name) or NAMED.search(name))


def head_text(head: bytes) -> str:
    """The beginning of a file as text, in the encoding that it most probably has."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    encoding = "utf-8" if _begins_as_utf_8(head) else "gb18030"
    return head.decode(encoding, "ignore")


def _begins_as_utf_8(block: bytes) -> bool:
    """ASCII alone does not tell."""
    head = block[:HEAD_BYTES]
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and not head[: error.start].isascii()
    return not head.isascii()
