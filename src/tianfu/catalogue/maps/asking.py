"""From a map that is asked for to what the store is asked, and which columns can lie under a map."""

from collections.abc import Iterator, Sequence

from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.model import Chart, Column, Dataset, Decision, Text
from tianfu.standards import element
from tianfu.store import BadQuestion, Group, Measure, Summary, Where
from tianfu.store.page_query import unknown_column

PREFECTURE = 4
"""The first digits of a division's code name its prefecture."""
LONGITUDE, LATITUDE = "longitude", "latitude"
PERCENT = ("%", "‰")
ADDED = ("count", "money")
"""Elements that are added up where the division is in the key."""
NO_MEASURES = (LONGITUDE, LATITUDE, "altitude", "wind_direction", "year", "month")


def area_columns(dataset: Dataset) -> Iterator[Column]:
    """Columns of divisions."""
    return (c for c in dataset.columns if element(c.element).check == "area")


def place_columns(dataset: Dataset) -> tuple[Column, Column] | None:
    """The columns of longitude and latitude, where there is one of each."""
    found = [[c for c in dataset.columns if c.element == name] for name in (LONGITUDE, LATITUDE)]
    return (found[0][0], found[1][0]) if all(len(f) == 1 for f in found) else None


def default_map(dataset: Dataset, decision: Decision) -> Chart | None:
    """What a map of the dataset would show: the first rate by its division, else what is counted by division, else records; else points."""
    if not decision.allowed or dataset.kind != "dataset":
        return None
    area = next((c for c in area_columns(dataset) if c.name in decision.columns), None)
    if area is None:
        places = place_columns(dataset)
        plain = places is not None and {c.name for c in places} <= set(decision.columns)
        return Chart(kind="map", x=places[0].name, of="count") if places and plain else None
    plain_columns = [c for c in dataset.columns if c.name in decision.columns]
    if rate := next((c for c in plain_columns if _is_rate(c)), None):
        return Chart(kind="map", x=area.name, y=rate.name, of="mean")
    if area.name in dataset.key and (added := next((c for c in plain_columns if c.element in ADDED), None)):
        return Chart(kind="map", x=area.name, y=added.name, of="sum")
    return Chart(kind="map", x=area.name, of="count")


def declared_map(dataset: Dataset, decision: Decision) -> Chart | None:
    """The first map of the declaration of which the reader sees all plainly."""
    return next((c for c in dataset.charts if c.kind == "map" and _named(c) <= set(decision.columns)), None)


def summary_of(chart: Chart, conditions: Sequence[Where]) -> Summary:
    """One number per prefecture, and of how many records it is."""
    measure = Measure("count", chart.y) if chart.counts else Measure(chart.of, chart.y)
    having = Measure("count", None if chart.counts else chart.y)
    return Summary((Group(chart.x, head=PREFECTURE),), (measure, having), tuple(dict.fromkeys(conditions)))


def is_of_points(chart: Chart, dataset: Dataset) -> bool:
    """Whether the map is of longitudes and latitudes; BadQuestion where it is of neither places nor divisions."""
    known = {c.name: c for c in dataset.columns}
    if chart.x not in known:
        raise unknown_column(chart.x, {n: c.title for n, c in known.items()})
    places = place_columns(dataset)
    if places and chart.x in (places[0].name, places[1].name):
        return True
    if chart.x not in {c.name for c in area_columns(dataset)}:
        raise BadQuestion(_no_place(chart.x, dataset))
    return False


def _no_place(column: str, dataset: Dataset) -> Text:
    fit = [c.name for c in area_columns(dataset)] + [c.name for c in place_columns(dataset) or ()]
    zh, en = f"数据项 {column} 不是行政区划，也不是经纬度，不能画在地图上。", f"Column '{column}' holds neither divisions nor places."
    if not fit:
        return Text(zh=f"{zh}这个数据集没有这样的数据项。", en=f"{en} This dataset has no such column.")
    return Text(zh=f"{zh}可用：{'、'.join(fit)}。", en=f"{en} There are {', '.join(fit)}.")


def _named(chart: Chart) -> set[str]:
    """The columns that a chart is made of, conditions included."""
    return {n for n in (chart.x, chart.y, *(w.partition(".")[0] for w in chart.where)) if n}


def _is_rate(column: Column) -> bool:
    """Whether numbers of the column can be compared between areas of different size."""
    kind, unit = element(column.element).type, unit_of(column).zh
    return kind in NUMERIC and kind != "integer" and column.element not in NO_MEASURES and (unit in PERCENT or "/" in unit)
