"""Named values along an axis and in a split: their titles, their order, and which of too many are drawn."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tianfu.catalogue.cells import AREAS, TRUTH, codes_of, shown, title_in
from tianfu.model import Column, Text
from tianfu.model.chart import SPLIT_MOST
from tianfu.standards import element

from .digits import exact
from .periods import ENGLISH

OTHERS = Text(zh="其余", en="Others")
NONE = Text(zh="（空）", en="(empty)")
CALENDAR: Mapping[str, Callable[[int], Text]] = {
    "year": lambda n: Text(zh=f"{n}年", en=str(n)),
    "month": lambda n: Text(zh=f"{n}月", en=ENGLISH[n - 1] if 1 <= n <= 12 else str(n)),
}
NAMES_MOST = 60
"""Characters of a title on a chart."""
REST_MOST = 2.0
"""Others together that are more often as large as the largest would hide all the rest: they are only told."""
LINE_MOST = 2000
"""Points of a line along numbers."""
BAND = re.compile(r"\d+\s*(?:[-—~至到岁年级+]|以|及)")
CODES_MOST = 12
"""More codes of a list are ranked by size."""


@dataclass(frozen=True, slots=True)
class Category:
    """A place along the axis or a series: the values that fall to it. `rest`: all those that have no place of their own."""

    values: tuple[object, ...]
    name: Text
    place: str
    rest: bool = False


def titled(value: object, column: Column) -> Text:
    """A value in words: the title of its code, yes or no, a number with its thousands apart."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return TRUTH[value]
    if isinstance(value, float):
        return Text(zh=exact(value, 0) if value == int(value) else f"{value:g}")
    if isinstance(value, int) and column.element in CALENDAR:
        return CALENDAR[column.element](value)
    title = title_in(codes_of(column), str(value))
    return _cut(title) if title.zh else _cut(Text(zh=machine(value)))


def machine(value: object) -> str:
    """A value as rows and addresses write it."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else shown(value)


def own_order(column: Column, values: Mapping[object, float]) -> bool:
    """Whether values stand in an order of their own: numbers, dates, codes of a list, bands such as 15-64. Areas and names do not."""
    if element(column.element).type not in ("text", "boolean"):
        return True
    codes = codes_of(column)
    if codes is not None:
        return codes.name != AREAS and len(values) <= CODES_MOST
    texts = [v for v in values if isinstance(v, str)]
    return bool(texts) and len(texts) <= LINE_MOST and all(BAND.match(t) for t in texts)


def categories(
    totals: Mapping[object, float], column: Column, *, top: int, sums: bool, line: bool
) -> tuple[list[Category], tuple[Text, ...]]:
    """The places along the axis, in their own order or by size, and what is to be noted."""
    if line or own_order(column, totals):
        most = LINE_MOST if line else max(top, 100)
        known = sorted((v for v in totals if v is not None), key=_natural)
        kept: list[object] = _without_holes(known) if line else [*known[:most], *([None] if None in totals else [])]
        return [_category(v, column) for v in kept], _left_out(len(known) - most, most, by_size=False)
    ranked = sorted(totals, key=lambda v: (-totals[v], _natural(v)))
    found = [_category(v, column) for v in ranked[:top]]
    if len(ranked) <= top:
        return found, ()
    if not sums or sum(totals[v] for v in ranked[top:]) > REST_MOST * max(1.0, totals[ranked[0]]):
        return found, _left_out(len(ranked) - top, top, by_size=True)
    return [*found, _others(ranked[top:])], ()


def _without_holes(values: list[object]) -> list[object]:
    """Whole numbers along a line one by one: one that does not occur is a gap."""
    whole = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    if not whole or len(whole) < len(values) or whole[-1] - whole[0] >= LINE_MOST:
        return values[:LINE_MOST]
    return list(range(whole[0], whole[-1] + 1))


def chosen(weights: Mapping[object, float], column: Column, *, sums: bool) -> tuple[list[Category], tuple[Text, ...]]:
    """The series of a split: those with most rows, in their own order; the rest as others where values may be added up."""
    if len(weights) <= SPLIT_MOST:
        return [_category(v, column) for v in sorted(weights, key=_natural)], ()
    ranked = sorted(weights, key=lambda v: (-weights[v], _natural(v)))
    most = SPLIT_MOST - 1 if sums else SPLIT_MOST
    found = [_category(v, column) for v in sorted(ranked[:most], key=_natural)]
    if sums:
        return [*found, _others(ranked[most:])], ()
    left = len(ranked) - most
    zh, en = f"只画出记录最多的 {most} 组，另有 {left} 组未画出。", f"The {most} groups with most rows are drawn, {left} more are not."
    return found, (Text(zh=zh, en=en),)


def _others(values: list[object]) -> Category:
    name = Text(zh=f"{OTHERS.zh} {len(values)} 项", en=f"{len(values)} {OTHERS.en.lower()}")
    return Category(tuple(values), name, "", rest=True)


def _category(value: object, column: Column) -> Category:
    return Category((value,), titled(value, column), machine(value))


def _left_out(left: int, most: int, *, by_size: bool) -> tuple[Text, ...]:
    if left <= 0:
        return ()
    zh, en = ("最高", "highest") if by_size else ("最前", "first")
    return (Text(zh=f"只画出{zh}的 {most} 项，另有 {left} 项未画出。", en=f"The {en} {most} are drawn, {left} more are not."),)


def _natural(value: object) -> tuple[int, float, str]:
    """Numbers by size, texts that begin with digits by their number, then texts; no value last."""
    if value is None:
        return (3, 0.0, "")
    if isinstance(value, bool | int | float):
        return (0, float(value), "")
    if isinstance(value, date):
        return (0, 0.0, value.isoformat())
    text = str(value)
    number = re.match(r"\d{1,9}", text)
    return (1, float(number[0]), text) if number else (2, 0.0, text)


def _cut(text: Text) -> Text:
    return Text(zh=_short(text.zh), en=_short(text.en))


def _short(text: str) -> str:
    return text if len(text) <= NAMES_MOST else text[: NAMES_MOST - 1] + "…"
