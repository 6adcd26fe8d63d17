"""A page's text, read once: its head, its prose as tokens, its blocks, and everything that is wrong with it. Reading never fails."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
HEAD = re.compile(r"\A---\r?\n(.*?)^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
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
    """A block and its line. `block` is None where it cannot be read."""

    line: int
    kind: str
    block: Block | None


@dataclass(frozen=True, slots=True)
class Written:
    """The page. `parts` are passages and blocks in order; `problems` have the file and the line of the page."""

    head: PageHead
    parts: tuple[Passage | Placed, ...]
    values: Mapping[str, Measured] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

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
    head, body, above = _head(text, file, problems)
    values_of: dict[str, Measured] = {}
    parts = tuple(_parts(parser().parse(body), file, above, values_of, problems))
    found = Written(head, parts, values_of, ())
    problems += _of_prose(found, file, above)
    if len(found.blocks) > BLOCKS_MOST:
        problems.append(Problem(file, 1, f"the page has {len(found.blocks)} blocks; {BLOCKS_MOST} are the most"))
    return Written(head, parts[: _until(parts)], values_of, tuple(sorted(set(problems))))


def _unread(problem: Problem) -> Written:
    return Written(PageHead(title="—"), (), {}, (problem,))


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


def _parts(
    tokens: Sequence[Token], file: str, above: int, values_of: dict[str, Measured], problems: list[Problem]
) -> Iterator[Passage | Placed]:
    passage: list[Token] = []
    for token in tokens:
        kind = _kind(token)
        line = above + (token.map or [0])[0] + 1
        if kind not in KINDS and kind != VALUES:
            if token.type == "fence" and kind not in CODE:
                problems.append(Problem(file, line, unknown_kind(kind)))
            passage.append(token)
            continue
        if token.level:
            problems.append(Problem(file, line, f"a {kind} block stands by itself, not in a list or a quotation"))
            continue
        if kind == VALUES:
            values_of.update(_tried(lambda t=token, n=line: values(t.content, file, n), problems) or {})  # type: ignore[misc]
            continue
        if passage:
            yield Passage(tuple(passage))
            passage = []
        yield Placed(line, kind, _tried(lambda t=token, n=line, k=kind: block(k, t.content, file, n), problems))  # type: ignore[misc]
    if passage:
        yield Passage(tuple(passage))


def _kind(token: Token) -> str:
    return token.info.strip().split(maxsplit=1)[0] if token.type == "fence" and token.info.strip() else ""


def _of_prose(page: Written, file: str, above: int) -> Iterator[Problem]:
    for line, href in links(page.tokens):
        if not is_ours(href) and not href.startswith("https://"):
            yield Problem(file, above + line + 1, f"the link '{href[:80]}' leads to no page of the portal; begin it with /dataset/, /packs/ ...")
    for token in page.tokens:
        line = above + (token.map or [0])[0] + 1
        if token.type == "heading_open" and token.tag == "h1":
            yield Problem(file, line, "the title stands in the head; headings in the text begin with ##")
        for child in token.children or ():
            named = NAMED.findall(child.content) if child.type == "text" else ()
            yield from (Problem(file, line, f"{{{n}}} is no value of the page: bind it in a values block") for n in named if n not in page.values)


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
