"""A page's text, read once: its head, its prose as tokens, its blocks, and everything that is wrong with it. Reading never fails."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from markdown_it.token import Token

from tianfu.model import DeclarationError, Problem, declare
from tianfu.model.page import Block, Measured, PageHead

from .blocks import CODE, KINDS, VALUES, block, unknown_kind, values
from .markdown import is_ours, links, parser

T = TypeVar("T")
LONGEST = 100_000
BLOCKS_MOST = 60
HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"\{([a-z][a-z0-9_]{0,62})\}")
"""A value of the page in its prose or in a title."""
FILLED = ("first", "last", "low", "high", "first_at", "last_at", "low_at", "high_at", "value")
"""Names in titles that the chart or the figure itself fills."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose between two blocks."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, its first line and the one behind it. `block` is None where it cannot be read."""

    line: int
    end: int
    kind: str
    block: Block | None


@dataclass(frozen=True, slots=True)
class Written:
    """The page. `parts` are passages and blocks in order; `problems` have the file and the line of the page.

    `bound` is the line of the block that binds a value, `bindings` are first lines of such blocks and those behind them, `above` is how
    many lines stand above the prose.
    """

    head: PageHead
    parts: tuple[Passage | Placed, ...]
    values: Mapping[str, Measured] = field(default_factory=dict)
    bound: Mapping[str, int] = field(default_factory=dict)
    bindings: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    above: int = 0

    @property
    def blocks(self) -> list[Placed]:
        return [p for p in self.parts if isinstance(p, Placed)]

    @property
    def tokens(self) -> list[Token]:
        return [t for p in self.parts if isinstance(p, Passage) for t in p.tokens]


@lru_cache(maxsize=256)
def written(text: str, file: str) -> Written:
    """Reads the text of a page."""
    if len(text) > LONGEST:
        return _unread(Problem(file, 1, f"the page has {len(text):,} characters; {LONGEST:,} are the most: make several pages of it"))
    problems: list[Problem] = []
    head, body, above = _head(lines_of(text), file, problems)
    tokens = parser().parse(body)
    values_of, bound, bindings = _values(tokens, file, above, problems)
    parts = tuple(_parts(tokens, file, above, problems))
    found = Written(head, parts[: _until(parts)], values_of, bound, bindings, above=above)
    problems += _of_prose(found, file)
    if len(parts) > len(found.parts):
        problems.append(Problem(file, 1, f"the page has too many blocks; {BLOCKS_MOST} are the most"))
    return replace(found, problems=tuple(sorted(set(problems))))


def lines_of(text: str) -> str:
    """The text with one kind of line ends, which is how lines are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unread(problem: Problem) -> Written:
    return Written(PageHead(title="—"), (), problems=(problem,))


def _head(text: str, file: str, problems: list[Problem]) -> tuple[PageHead, str, int]:
    """The head, the text below it, and how many lines stand above that."""
    found = HEAD.match(text)
    if not found:
        problems.append(Problem(file, 1, "begins with a head: a line '---', 'title: ...', a line '---'"))
        return PageHead(title="—"), text, 0
    above = found[0].count("\n")
    try:
        head = declare(PageHead, found[1], file)
    except DeclarationError as error:
        problems += [Problem(p.file, p.line + 1, p.message) for p in error.problems]
        head = PageHead(title="—")
    return head, text[found.end() :], above


def _values(
    tokens: Sequence[Token], file: str, above: int, problems: list[Problem]
) -> tuple[dict[str, Measured], dict[str, int], tuple[tuple[int, int], ...]]:
    """What values blocks bind, on which line each stands, and where the blocks are."""
    found: dict[str, Measured] = {}
    bound: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    for token in tokens:
        if _kind(token) == VALUES and not token.level:
            line = _line(token, above)
            mine = _tried(lambda t=token, n=line: values(t.content, file, n), problems) or {}  # type: ignore[misc]
            problems += [Problem(file, line, f"values: '{n}' is bound twice") for n in mine if n in found]
            found |= mine
            bound |= dict.fromkeys(mine, line)
            spans.append((line, above + _end(token)))
    return found, bound, tuple(spans)


def _parts(tokens: Sequence[Token], file: str, above: int, problems: list[Problem]) -> Iterator[Passage | Placed]:
    """Passages and blocks in turn."""
    passage: list[Token] = []
    for token in tokens:
        kind, line = _kind(token), _line(token, above)
        if kind in KINDS or kind == VALUES:
            if token.level:
                problems.append(Problem(file, line, f"a {kind} block stands by itself, not in a list or a quotation"))
            elif kind != VALUES:
                if passage:
                    yield Passage(tuple(passage))
                    passage = []
                yield Placed(
                    line, above + _end(token), kind, _tried(lambda t=token, n=line, k=kind: block(k, t.content, file, n), problems)
                )  # type: ignore[misc]
            continue
        if kind not in CODE:
            problems.append(Problem(file, line, unknown_kind(kind)))
        passage.append(token)
    if passage:
        yield Passage(tuple(passage))


def _line(token: Token, above: int) -> int:
    return above + (token.map or [0])[0] + 1


def _end(token: Token) -> int:
    return (token.map or [0, 0])[1] + 1


def _kind(token: Token) -> str:
    return token.info.strip().split(maxsplit=1)[0] if token.type == "fence" and token.info.strip() else ""


def _of_prose(page: Written, file: str) -> Iterator[Problem]:
    for line, href in links(page.tokens):
        if not is_ours(href) and not href.startswith("https://"):
            said = f"the link '{href[:80]}' leads to no page of the portal; begin it with /dataset/, /packs/ ..."
            yield Problem(file, page.above + line + 1, said)
    for token in page.tokens:
        line = _line(token, page.above)
        if token.type == "heading_open" and token.tag == "h1":
            yield Problem(file, line, "the title stands in the head; headings in the text begin with ##")
        named = [n for c in token.children or () if c.type == "text" for n in NAMED.findall(c.content)]
        yield from (
            Problem(file, line, f"{{{n}}} is no value of the page: bind it in a values block") for n in named if n not in page.values
        )


def _until(parts: Sequence[Passage | Placed]) -> int:
    """How many parts are shown: up to the last block that may be."""
    places = [n for n, p in enumerate(parts) if isinstance(p, Placed)]
    return places[BLOCKS_MOST] if len(places) > BLOCKS_MOST else len(parts)


def _tried(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except DeclarationError as error:
        problems += error.problems
        return None
