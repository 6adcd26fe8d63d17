"""A page as it may leave for the public zone: without the blocks and values whose data are not open, down to their words.

What stays is written anew from its value, so that no remark of an author and no key that nobody asked for travels along.
"""

import json
from collections.abc import Callable, Collection

from tianfu.model.page import Block, Measured, SearchBlock

from .asking import asking, columns_in
from .markdown import dataset_in, links
from .numbers import DASH
from .parts import Placed
from .written import LONGEST, Written, lines_of, written

NOWHERE = "#"
"""An address that is shown as the words of its link alone."""
Shown = Callable[[str], Collection[str] | None]
"""The columns of a dataset that the public sees; None where it is not released."""


def public_page(text: str, shown: Shown) -> str | None:
    """The text that may leave. None for a page that stays: because its head says so, because something is wrong with it, or because nothing
    that it draws is open."""
    page = written(text, "page.md")
    opened = [p for p in page.blocks if _is_open(p.block, shown)]
    if page.head.inside or page.problems or not any(asking(p.block) for p in opened):
        return None
    lines = lines_of(text).split("\n")
    closed = [n for n, measured in page.values.items() if not _is_open(measured, shown)]
    for begin, end, said in sorted(_rewritten(page, opened, closed), reverse=True):
        lines[begin - 1 : end - 1] = said
    lines[: page.above] = ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _head(page).items()), "---"]
    left = _without("\n".join(lines), closed, _leading_nowhere(page, shown))
    return left if len(left) <= LONGEST else None


def _rewritten(page: Written, opened: Collection[Placed], closed: Collection[str]) -> list[tuple[int, int, list[str]]]:
    """First line, the line behind the last, and what stands there instead."""
    blocks = [(p.line, p.end, _fenced(p.kind, _said(p.block)) if p in opened else _fenced("closed", "")) for p in page.blocks]
    kept = [f"{name}: {_said(measured)}" for name, measured in page.values.items() if name not in closed]
    values = [(begin, end, _fenced("values", "\n".join(kept)) if not n and kept else []) for n, (begin, end) in enumerate(page.bindings)]
    return blocks + values


def _is_open(block: Block | Measured | None, shown: Shown) -> bool:
    """Whether the public sees every column that the block names. A search asks nothing of a dataset."""
    asked = asking(block)
    if asked is None:
        return isinstance(block, SearchBlock)
    columns = shown(asked.dataset)
    return columns is not None and set(columns_in(asked)) <= set(columns)


def _said(block: Block | Measured | None) -> str:
    """The value in one line; JSON is YAML."""
    return json.dumps(block.model_dump(mode="json", exclude_defaults=True) if block else {}, ensure_ascii=False)


def _fenced(kind: str, said: str) -> list[str]:
    return [f"```{kind}", *([said] if said else []), "```"]


def _head(page: Written) -> dict[str, object]:
    said: dict[str, object] = page.head.model_dump(mode="json", exclude_defaults=True)
    return said


def _leading_nowhere(page: Written, shown: Shown) -> list[str]:
    """Links to datasets that are not open, the longest first."""
    found = {href for _, href in links(page.tokens) if (wanted := dataset_in(href)) and shown(wanted) is None}
    return sorted(found, key=len, reverse=True)


def _without(text: str, closed: Collection[str], nowhere: Collection[str]) -> str:
    """Values that are not open are dashes, as they are for everybody who may not see them; links to what is not open lose their address."""
    for name in closed:
        text = text.replace(f"{{{name}}}", DASH)
    for href in nowhere:
        text = text.replace(f"({href})", f"({NOWHERE})")
    return text
