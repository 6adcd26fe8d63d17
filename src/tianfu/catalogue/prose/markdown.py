"""The Markdown that pages are written in: CommonMark and tables. No HTML, no images; links lead to addresses of the portal."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

NESTED_MOST = 12
OURS = ("/dataset/", "/packs/", "/catalogue", "/entries", "/entry/", "/query")
"""Where a link of a page may lead. What only the government network has is not among them: pages cross to the Internet."""
ANCHOR = re.compile(r"^#s-[\w-]+$")
PLAIN = re.compile(r"^/[A-Za-z0-9/_.\-?=&%,+~]*(#[\w-]*)?$")
DATASET = re.compile(r"^/dataset/([a-z0-9_.]+?)(?:\.json|/.*)?(?:[?#].*)?$")
NOT_A_WORD = re.compile(r"[^\w]+")


@cache
def parser() -> MarkdownIt:
    """One reader for checking and showing. It keeps nothing between texts."""
    return MarkdownIt("commonmark", {"html": False, "maxNesting": NESTED_MOST}).enable("table").disable("image")


def is_ours(href: str) -> bool:
    """Whether a link leads to a page of the portal, or to a heading of this one."""
    return bool(ANCHOR.match(href)) or (href.startswith(OURS) and bool(PLAIN.match(href)) and ".." not in href)


def dataset_in(href: str) -> str | None:
    """The dataset that a link leads to."""
    found = DATASET.match(href)
    return found[1] if found else None


def links(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Line and address of every link; lines count from 0."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield (token.map or [0])[0], str(child.attrs.get("href", ""))


def anchors(tokens: Sequence[Token]) -> list[tuple[Token, str, str]]:
    """Headings with their ids and words. Ids are their words, so that an address survives what is written before it.

    >>> [a for _, a, _ in anchors(parser().parse("## PM2.5：哪年最高？" + chr(10) * 2 + "## 限值" + chr(10) * 2 + "## 限值"))]
    ['s-PM2-5-哪年最高', 's-限值', 's-限值-2']
    """
    found: list[tuple[Token, str, str]] = []
    taken: dict[str, int] = {}
    for here, following in pairwise(tokens):
        if here.type == "heading_open":
            words = "".join(c.content for c in following.children or () if c.type in ("text", "code_inline"))
            name = NOT_A_WORD.sub("-", words).strip("-") or "part"
            taken[name] = taken.get(name, 0) + 1
            found.append((here, f"s-{name}" + (f"-{taken[name]}" if taken[name] > 1 else ""), words))
    return found
