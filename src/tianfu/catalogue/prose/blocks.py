"""Fenced blocks: the word behind the fence says which kind, the lines are YAML."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from tianfu.model import DeclarationError, Problem, declare, declare_each
from tianfu.model.page import Block, ChartBlock, ClosedBlock, FigureBlock, MapBlock, Measured, SearchBlock, TableBlock

T = TypeVar("T")
KINDS: Mapping[str, type[Block]] = {
    "figure": FigureBlock,
    "chart": ChartBlock,
    "map": MapBlock,
    "table": TableBlock,
    "search": SearchBlock,
    "closed": ClosedBlock,
}
VALUES = "values"
CODE = ("", "text", "sql", "python", "sh", "http", "json", "csv", "yaml")
"""Fences that are shown as they stand."""
LONGEST = 4_000


def block(kind: str, text: str, file: str, line: int) -> Block:
    """The block; DeclarationError lists its problems with the lines of the page. `line` is that of the fence."""
    return _placed(lambda: declare(KINDS[kind], short(text, file) or "{}", file), line)


def values(text: str, file: str, line: int) -> dict[str, Measured]:
    """Names and the numbers they stand for."""
    return _placed(lambda: declare_each(Measured, short(text, file), file), line)


def unknown_kind(word: str) -> str:
    """What to say of a fence that is neither a block nor code."""
    known = [*KINDS, VALUES, *CODE[1:]]
    near = get_close_matches(word, known, 1)
    return f"'{word[:40]}' is no block" + (f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(known)}")


def _placed(read: Callable[[], T], line: int) -> T:
    try:
        return read()
    except DeclarationError as error:
        raise DeclarationError([Problem(p.file, p.line + line, p.message) for p in error.problems]) from None


def short(text: str, file: str) -> str:
    """Nesting is bounded by length: what is deeper than Python's stack is no block."""
    if len(text) > LONGEST:
        raise DeclarationError([Problem(file, 0, f"the block has {len(text):,} characters; {LONGEST:,} are the most")])
    if max(text.count("["), text.count("{")) > 200:
        raise DeclarationError([Problem(file, 0, "the block has more brackets than any block needs")])
    return text
