"""Text without its comment lines: the parser knows none."""

from collections.abc import Iterator
from itertools import chain

from .contents import BLOCK
from .grammar import Grammar
from .reading import Cursor


def uncommented(blocks: Iterator[bytes], grammar: Grammar) -> Iterator[bytes]:
    """The same records. From the first quote on record by record: a line inside a quoted cell is no comment."""
    if not grammar.comment:
        yield from blocks
        return
    held = b""
    for block in blocks:
        text = held + block
        end = text.rfind(b"\n") + 1
        if not end or (grammar.quote and grammar.quote in text[:end]):
            yield from _by_record(chain([text], blocks), grammar)
            return
        yield grammar.comments.sub(b"", text[:end])
        held = text[end:]
    yield from _by_record(iter([held]), grammar)


def _by_record(blocks: Iterator[bytes], grammar: Grammar) -> Iterator[bytes]:
    cursor = Cursor(blocks, grammar)
    held: list[bytes] = []
    size = 0
    while (record := cursor.record()) is not None:
        held.append(record)
        size += len(record) + 1
        if size > BLOCK // 4:
            yield b"\n".join(held) + b"\n"
            held, size = [], 0
    yield b"\n".join(held)
