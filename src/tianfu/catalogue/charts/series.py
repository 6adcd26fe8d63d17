"""From a summary to series along an axis. Along time every period is there: one without a measurement is a gap and never zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tianfu.catalogue.terms import NUMERIC
from tianfu.catalogue.views import NO_TEXT
from tianfu.model import Chart, Column, Dataset, Every, Text
from tianfu.standards import element
from tianfu.store import Summarised

from .categories import CALENDAR, Category, categories, chosen
from .digits import real
from .periods import CHINA, between, following, label, place
from .views import Series

DAY = timedelta(days=1)
SLACK = 0.05
"""A first or last period of which less is missing counts as whole."""
Cells = Mapping[tuple[object, object], tuple[float | None, int]]
"""(value along the axis, value of the split) -> measure and number of rows."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is drawn. `periods` are the moments of the labels along time; `partial` are places of periods that the data cover in part.

    `single`: no two rows fell together, so that a mean is simply the value. `rest` is the place of the others. `along` is what bare numbers
    along the axis are.
    """

    labels: tuple[Text, ...]
    places: tuple[str, ...]
    series: tuple[Series, ...]
    periods: tuple[date, ...] = ()
    every: Every = ""
    partial: frozenset[int] = frozenset()
    covers: tuple[date, date] | None = None
    single: bool = False
    rest: int | None = None
    notes: tuple[Text, ...] = ()
    along: Text = NO_TEXT


def measured(found: Summarised, chart: Chart, dataset: Dataset, every: Every) -> Measured:
    """The series of a chart."""
    cells = _cells(found, chart)
    splits, split_notes = _splits(cells, chart, dataset)
    if every:
        return _along_time(found, cells, chart, every, splits, split_notes)
    return _along_values(cells, chart, dataset, splits, split_notes)


def _cells(found: Summarised, chart: Chart) -> Cells:
    names = found.rows.column_names
    split = found.rows["g1"].to_pylist() if "g1" in names else [None] * found.rows.num_rows
    values = [real(v) for v in found.rows["m0"].to_pylist()]
    return dict(
        zip(zip(found.rows["g0"].to_pylist(), split, strict=True), zip(values, found.rows["n"].to_pylist(), strict=True), strict=True)
    )


def _splits(cells: Cells, chart: Chart, dataset: Dataset) -> tuple[list[Category], tuple[Text, ...]]:
    """One series for each value of the split; a chart without one has one series, named by its measure."""
    if chart.split is None:
        column = dataset.column(chart.y) if chart.y else None
        name = Text(zh=column.title, en=column.title_en or column.name) if column else Text(zh="记录数", en="Records")
        return [Category((None,), name, "")], ()
    weights: dict[object, float] = {}
    for (_, split), (_, rows) in cells.items():
        weights[split] = weights.get(split, 0) + rows
    return chosen(weights, dataset.column(chart.split), sums=_sums(chart))


def _along_time(
    found: Summarised, cells: Cells, chart: Chart, every: Every, splits: Sequence[Category], notes: tuple[Text, ...]
) -> Measured:
    dated = [x for x, _ in cells if isinstance(x, date)]
    if not dated:
        return Measured((), (), (), every=every)
    valued = [x for (x, _), (value, _) in cells.items() if isinstance(x, date) and value is not None] or dated
    axis = between(min(valued), max(valued), every)
    if min(dated) < axis[0] or max(dated) > axis[-1]:
        notes = (
            *notes,
            Text(zh="首尾没有数值的时段未画出。", en="Periods without values before the first and after the last are not drawn."),
        )
    undated = sum(rows for (x, _), (_, rows) in cells.items() if x is None)
    if undated:
        notes = (*notes, Text(zh=f"另有 {undated:,} 条没有时间，未画出。", en=f"{undated:,} rows without a time are not drawn."))
    empty = 0.0 if chart.counts else None
    covers = _covered(found)
    return Measured(
        labels=tuple(label(p, every) for p in axis),
        places=tuple(place(p, every) for p in axis),
        series=tuple(Series(s.name, tuple(_value(cells, (p,), s, chart, empty) for p in axis)) for s in splits),
        periods=tuple(axis),
        every=every,
        partial=_partial(axis, every, covers),
        covers=covers,
        single=all(rows == 1 for _, rows in cells.values()),
        notes=notes,
    )


def _along_values(cells: Cells, chart: Chart, dataset: Dataset, splits: Sequence[Category], notes: tuple[Text, ...]) -> Measured:
    totals: dict[object, float] = {}
    for (x, _), (value, _) in cells.items():
        best = value if value is not None else float("-inf")
        totals[x] = totals.get(x, 0) + (value or 0) if _sums(chart) else max(best, totals.get(x, best))
    axis, more = categories(totals, dataset.column(chart.x), top=chart.top, sums=_sums(chart), line=chart.kind == "line")
    empty = 0.0 if chart.counts else None
    rest = next((n for n, c in enumerate(axis) if c.rest), None)
    return Measured(
        labels=tuple(c.name for c in axis),
        places=tuple(c.place for c in axis),
        series=tuple(Series(s.name, tuple(_value(cells, c.values, s, chart, empty) for c in axis)) for s in splits),
        single=all(rows == 1 for _, rows in cells.values()),
        rest=rest,
        notes=(*notes, *more),
        along=_bare(dataset.column(chart.x)),
    )


def _bare(column: Column) -> Text:
    """The column's title, if its values are numbers that nobody knows by themselves."""
    bare = element(column.element).type in NUMERIC and column.element not in CALENDAR
    return Text(zh=column.title, en=column.title_en or column.name) if bare else NO_TEXT


def _value(cells: Cells, along: Sequence[object], split: Category, chart: Chart, empty: float | None) -> float | None:
    """The value of one place. What falls together here is only added up, never averaged again."""
    found = [cells[x, s][0] for x in along for s in split.values if (x, s) in cells]
    known = [v for v in found if v is not None]
    if not known:
        return empty if not found else None
    return real(sum(known)) if len(known) > 1 else known[0]


def _sums(chart: Chart) -> bool:
    """Whether values of several groups may be added up."""
    return chart.counts or chart.of == "sum"


def _covered(found: Summarised) -> tuple[date, date] | None:
    """The first and the last day in the data, in China."""
    low = [v for v in found.rows["m1"].to_pylist() if v is not None]
    high = [v for v in found.rows["m2"].to_pylist() if v is not None]
    return (_day(min(low)), _day(max(high))) if low and high else None


def _day(moment: date) -> date:
    return moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment


def _partial(axis: Sequence[date], every: Every, covers: tuple[date, date] | None) -> frozenset[int]:
    """The ends of the axis that the data do not fill: what is added up there is less than a whole period."""
    if covers is None or every in ("hour", "day"):
        return frozenset()
    ends = (0, len(axis) - 1)
    starts = {n: (axis[n], following(axis[n], every)) for n in ends}
    missing = {n: (max(covers[0] - start, DAY * 0) + max(end - covers[1] - DAY, DAY * 0)).days for n, (start, end) in starts.items()}
    return frozenset(n for n, (start, end) in starts.items() if missing[n] > SLACK * (end - start).days)
