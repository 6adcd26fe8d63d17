"""From a chart to what the store is asked: groups, measures, conditions; and by which period time is gathered where nobody said."""

from collections.abc import Sequence
from datetime import date, datetime

from tianfu.model import Chart, Dataset, Every, Version
from tianfu.standards import element
from tianfu.store import BadQuestion, Group, Measure, Summary, Where
from tianfu.store.typed import value_from

from .periods import CHINA, sensible

TIMES = ("date", "instant")
FAMILIES = {"date": "date32[day]", "instant": "timestamp[us, tz=UTC]"}


def temporal(chart: Chart, dataset: Dataset) -> bool:
    """Whether time runs along the axis."""
    return _type(chart.x, dataset) in TIMES


def period_of(chart: Chart, dataset: Dataset, version: Version, conditions: Sequence[Where]) -> Every:
    """The period that was asked for, else one that suits the span under these conditions."""
    if chart.every or not temporal(chart, dataset):
        return chart.every
    kind, known = _type(chart.x, dataset), version.column(chart.x)
    if known is None or known.minimum is None or known.maximum is None:
        return "day"
    first, last = _day(known.minimum, kind, chart.x), _day(known.maximum, kind, chart.x)
    for condition in (w for w in conditions if w.column == chart.x):
        try:
            day = _day(condition.value, kind, chart.x)
        except BadQuestion:
            continue  # the store will say it
        first = max(first, day) if condition.op in ("gt", "gte", "eq") else first
        last = min(last, day) if condition.op in ("lt", "lte", "eq") else last
    found = sensible(first, max(first, last))
    return "day" if found == "hour" and kind == "date" else found


def summary_of(chart: Chart, dataset: Dataset, every: Every, conditions: Sequence[Where]) -> Summary:
    """What the store is asked. m0 is the measure; along time m1 and m2 are the first and the last moment of each group."""
    measure = Measure("count", chart.y) if chart.counts else Measure(chart.of, chart.y)
    ends = (Measure("min", chart.x), Measure("max", chart.x)) if every else ()
    groups = (Group(chart.x, every), Group(chart.split)) if chart.split else (Group(chart.x, every),)
    return Summary(groups, (measure, *ends), tuple(dict.fromkeys(conditions)))


def _type(column: str, dataset: Dataset) -> str:
    return element(dataset.column(column).element).type


def _day(text: str, kind: str, column: str) -> date:
    value = value_from(text.replace(" ", "T", 1) if kind == "instant" else text, FAMILIES[kind], column)
    assert isinstance(value, date)
    return value.astimezone(CHINA).date() if isinstance(value, datetime) else value
