"""A page's text, read once: its head, its prose as tokens, its blocks, and everything that is wrong with it. Reading never fails."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it.token import Token

from tianfu.model import DeclarationError, Problem, declare
from tianfu.model.page import Measured, PageHead

from .blocks import short
from .markdown import is_ours, links, parser
from .parts import Cutting, Passage, Placed, line_of

LONGEST = 50_000
"""Characters of a page: what is longer is several pages, and hostile texts stay cheap to read."""
HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"\{([a-z][a-z0-9_]{0,62})\}")
"""A value of the page in its prose or in a title."""
FILLED = ("first", "last", "low", "high", "first_at", "last_at", "low_at", "high_at")
"""Names in titles that the chart itself fills."""
UNTITLED = "—"


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
        said = f"the page has {len(text):,} characters; {LONGEST:,} are the most: make several pages of it"
        return Written(PageHead(title=UNTITLED), (), problems=(Problem(file, 1, said),))
    problems: list[Problem] = []
    head, body, above = _head(lines_of(text), file, problems)
    cutting = Cutting(parser().parse(body), file, above, problems)
    bound = cutting.bound()
    found = Written(head, tuple(cutting.parts()), bound.values, bound.lines, bound.spans, above=above)
    problems += _of_prose(found, file)
    return replace(found, problems=tuple(sorted(set(problems))))


def lines_of(text: str) -> str:
    """The text with one kind of line ends, which is how lines are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _head(text: str, file: str, problems: list[Problem]) -> tuple[PageHead, str, int]:
    """The head, the text below it, and how many lines stand above that."""
    found = HEAD.match(text)
    if not found:
        problems.append(Problem(file, 1, "begins with a head: a line '---', 'title: ...', a line '---'"))
        return PageHead(title=UNTITLED), text, 0
    try:
        head = declare(PageHead, short(found[1], file), file)
    except DeclarationError as error:
        problems += [Problem(p.file, p.line + 1, p.message) for p in error.problems]
        head = PageHead(title=UNTITLED)
    return head, text[found.end() :], found[0].count("\n")


def _of_prose(page: Written, file: str) -> Iterator[Problem]:
    for line, href in links(page.tokens):
        if not is_ours(href) and not href.startswith("https://"):
            said = f"the link '{href[:80]}' leads to no page of the portal; begin it with /dataset/, /packs/ ..."
            yield Problem(file, page.above + line + 1, said)
    for token in page.tokens:
        line = line_of(token, page.above)
        if token.type == "heading_open" and token.tag == "h1":
            yield Problem(file, line, "the title stands in the head; headings in the text begin with ##")
        named = [n for c in token.children or () if c.type == "text" for n in NAMED.findall(c.content) if n not in page.values]
        yield from (Problem(file, line, f"{{{n}}} is no value of the page: bind it in a values block") for n in named)
