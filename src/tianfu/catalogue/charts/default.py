"""The chart of a dataset that declares none: what anybody would try first. Nothing, where nothing would say anything."""

from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.model import Chart, Column, Dataset, Decision, Version
from tianfu.standards import element

from .asking import TIMES, period_of
from .views import SERIES_MOST

CATEGORIES_MOST = 40
NO_MEASURES = ("longitude", "latitude", "altitude", "wind_direction", "year", "month")
"""Elements whose numbers are no quantities: their mean says nothing."""
ADDED = ("count", "money")
"""Elements that are added up; others are averaged."""


def default_chart(dataset: Dataset, version: Version, decision: Decision) -> Chart | None:
    """The first number over time (one with a unit, if there is any), else what tells records apart best, else records over time."""
    if dataset.kind != "dataset" or not decision.allowed:
        return None
    plain = [c for c in dataset.columns if c.name in decision.columns and c.name in version.columns]
    time = next((c for c in _timely(dataset, plain) if _distinct(c, version) > 1), None)
    number = min((c for c in plain if _measured(c, dataset, version)), key=lambda c: not unit_of(c).zh, default=None)
    category = _category(plain, dataset, version)
    if time is not None and number is not None:
        split = next(
            (c for c in plain if c.name in dataset.key and 1 < _distinct(c, version) <= SERIES_MOST and c not in (time, number)), None
        )
        of = "sum" if number.element in ADDED else "mean"
        return Chart(
            x=time.name,
            every=period_of(Chart(x=time.name), dataset, version, ()),
            y=number.name,
            of=of,
            split=split.name if split else None,
        )
    if category is not None and number is not None and number.element in ADDED and category.name in dataset.key[:-1] + dataset.key[1:]:
        return Chart(kind="bar", x=category.name, y=number.name, of="sum")
    if category is not None:
        return Chart(kind="bar", x=category.name, of="count")
    if time is not None and (time.name,) != dataset.key:
        return Chart(kind="bar", x=time.name, every=period_of(Chart(x=time.name), dataset, version, ()), of="count")
    return None


def _timely(dataset: Dataset, plain: list[Column]) -> list[Column]:
    """Columns of time, the one that dates the record first."""
    return sorted((c for c in plain if _type(c) in TIMES), key=lambda c: c.name != dataset.time)


def _measured(column: Column, dataset: Dataset, version: Version) -> bool:
    kind = _type(column) in NUMERIC and column.element not in NO_MEASURES
    return kind and column.name not in dataset.key and _distinct(column, version) > 1


def _category(plain: list[Column], dataset: Dataset, version: Version) -> Column | None:
    """The column of few values that is closest to a handful; those of a code list before others."""
    few = [
        c for c in plain if _type(c) in ("text", "boolean") and 1 < _distinct(c, version) <= CATEGORIES_MOST and (c.name,) != dataset.key
    ]
    if version.rows < CATEGORIES_MOST:
        few = [c for c in few if _distinct(c, version) * 2 <= version.rows]
    return min(few, key=lambda c: (_type(c) == "boolean", not element(c.element).codes, _distinct(c, version)), default=None)


def _distinct(column: Column, version: Version) -> int:
    known = version.column(column.name)
    return known.distinct or 0 if known is not None else 0


def _type(column: Column) -> str:
    return element(column.element).type
