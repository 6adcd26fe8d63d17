"""Which of the declared encodings a file is written in: proven over all of it before a row is delivered, never guessed."""

import codecs
from collections.abc import Iterator, Sequence
from itertools import chain

from .contents import Content
from .failures import UnprovenEncoding, UnusableDialect
from .kinds import UTF_16_MARKS
from .misread import TWICE, is_twice, refuse_misread

PIECE = 2**18
"""Decoding in pieces that stay in the processor's cache takes half the time of large ones."""
BOM = "\ufeff"


def proven(content: Content, candidates: Sequence[str]) -> str:
    """The first of the encodings that all bytes of the file agree with. A mark of UTF-16 at its beginning tells it without declaration."""
    names = [_codec(c) for c in candidates]
    if content.head().startswith(UTF_16_MARKS) and not any(n.startswith(("utf-16", "utf-32")) for n in names):
        names = ["utf-16"]
    failed = []
    for name in dict.fromkeys(names):
        broken = _first_break(content, name)
        if broken is None:
            if name == "utf-8" and TWICE in names and is_twice(content):
                continue
            refuse_misread(content, name)
            return name
        failed.append((name, broken))
    raise _unproven(content, failed)


def as_utf8(content: Content, encoding: str) -> Iterator[bytes]:
    """The text of the file in UTF-8, without a mark at its beginning."""
    blocks = content.blocks() if encoding == "utf-8" else _recoded(content, encoding)
    first = next(blocks, b"")
    return chain([first.removeprefix(BOM.encode())], blocks)


def as_text(content: Content, encoding: str) -> Iterator[str]:
    """The same as text, in pieces of which none is empty."""
    decoder = codecs.getincrementaldecoder(encoding)()
    pieces = chain((decoder.decode(block) for block in content.blocks()), (decoder.decode(b"", final=True) for _ in range(1)))
    first = next(pieces, "")
    return (piece for piece in chain([first.removeprefix(BOM)], pieces) if piece)


def _recoded(content: Content, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in content.blocks():
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _codec(name: str) -> str:
    """Its plain name; UTF-8 is the same with and without a mark."""
    try:
        "".encode(name)
        return codecs.lookup(name).name.removesuffix("-sig")
    except (LookupError, ValueError) as error:
        raise UnusableDialect(
            f"声明的编码“{name}”不认识，常用的有 utf-8、gb18030。", f"no encoding '{name}'; usual ones are utf-8, gb18030."
        ) from error


def _first_break(content: Content, encoding: str) -> int | None:
    """The line with the first byte that does not fit; None where all do."""
    decoder = codecs.getincrementaldecoder(encoding)()
    pieces = 0
    try:
        for piece in content.blocks(PIECE):
            decoder.decode(piece)
            pieces += 1
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return 1 + sum(_line_ends(content, pieces * PIECE + error.start))
    return None


def _line_ends(content: Content, upto: int) -> Iterator[int]:
    """How many lines end in each piece of the beginning of the file."""
    for place, piece in zip(range(0, upto, PIECE), content.blocks(PIECE), strict=False):
        yield piece[: upto - place].count(b"\n")


def _unproven(content: Content, failed: Sequence[tuple[str, int]]) -> UnprovenEncoding:
    where_zh = "；".join(f"按 {name} 读，第 {line:,} 行出错" for name, line in failed)
    where_en = "; ".join(f"{name} fails in line {line:,}" for name, line in failed)
    return UnprovenEncoding(
        f"“{content.name}”不符合声明的任何一种编码（{where_zh}），没有装载任何记录。请用“CSV UTF-8”重新导出，或检查是否混用了两种编码。",
        f"'{content.name}' fits none of its encodings ({where_en}); nothing was loaded. Export it as 'CSV UTF-8', or look for mixed ones.",
    )
