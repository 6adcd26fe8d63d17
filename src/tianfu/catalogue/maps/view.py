"""A map from what is asked: through the gate, in words, in classes, drawn. What a reader typed wrong is said, never raised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tianfu.catalogue.addresses import asking as address
from tianfu.catalogue.addresses import dataset_page, embed, map_page
from tianfu.catalogue.cards import card
from tianfu.catalogue.charts.digits import exact, places, real
from tianfu.catalogue.charts.spec import chart_pairs, own_conditions, where_pairs
from tianfu.catalogue.question.filter import in_words
from tianfu.catalogue.terms import title_of
from tianfu.catalogue.views import NO_TEXT, Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Refused, Text, Version
from tianfu.standards import element, tile_grid
from tianfu.store import BadQuestion, Summarised, UnknownVersion, Where

from .asking import default_map, is_of_points, summary_of
from .boundaries import boundary_for
from .classes import Bounds, bounds_of, step_of
from .drawing import areas_drawn, points_drawn
from .points import datum, points_of
from .views import MapArea, MapView
from .words import NO_DATA, NO_VALUES, POINTS, measure_words, notes_of, points_title, title_words, unit_words

__all__ = ["default_map", "map_of", "map_view"]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for which map of what, under all conditions together."""

    visit: Visit
    dataset: Dataset
    chart: Chart
    conditions: tuple[Where, ...]
    id: str
    version: Version | None


def map_view(visit: Visit, dataset: Dataset, chart: Chart, *, conditions: Sequence[Where] = (), id: str = "map") -> MapView:
    """The map under its own conditions and these; where there is none, `problem` says why in words."""
    try:
        return map_of(visit, dataset, chart, conditions=conditions, id=id)
    except (BadQuestion, UnknownVersion) as error:
        problem = error.text
    except Refused as refused:
        reasons = refused.decision.reasons
        problem = Text(zh="；".join(r.zh.rstrip("。") for r in reasons) + "。", en=" ".join(r.en for r in reasons))
    return _of(_asking(visit, dataset, chart, conditions, id), title=title_of(dataset), problem=problem)


def map_of(visit: Visit, dataset: Dataset, chart: Chart, *, conditions: Sequence[Where] = (), id: str = "map") -> MapView:
    """The same for machines: Refused, BadQuestion and UnknownVersion where there is none."""
    asked = _asking(visit, dataset, chart, conditions, id)
    if asked.version is None:
        raise UnknownVersion(NO_DATA)
    return _points(asked) if is_of_points(chart, dataset) else _areas(asked)


def _asking(visit: Visit, dataset: Dataset, chart: Chart, conditions: Sequence[Where], id: str) -> Asking:
    every = tuple(dict.fromkeys((*own_conditions(chart), *conditions)))
    return Asking(visit, dataset, chart, every, id, visit.store.version(dataset.id))


def _areas(asked: Asking) -> MapView:
    visit, dataset, chart = asked.visit, asked.dataset, asked.chart
    summary = summary_of(chart, asked.conditions)
    found = visit.store.summarise(dataset.id, visit.reader, visit.purpose, summary, today=visit.today)
    values, rows, left, without = _by_prefecture(found)
    known = [v for v in values.values() if v is not None]
    if not known:
        raise BadQuestion(NO_VALUES)
    bounds, digits = bounds_of(known), places(known, whole=_is_whole(chart, dataset))
    areas = tuple(_area(asked, code, values.get(code), rows.get(code, 0), bounds, digits) for code in (t.code for t in tile_grid()))
    notes = notes_of(chart, left, without)
    view = _of(
        asked,
        title=title_words(chart, dataset, declared=set(asked.conditions) == set(own_conditions(chart))),
        measure=measure_words(chart, dataset),
        unit=unit_words(chart, dataset),
        areas=areas,
        classes=tuple(_range(low, high, digits) for low, high in bounds),
        note=notes,
    )
    return _with_boundaries(asked, view)


def _with_boundaries(asked: Asking, view: MapView) -> MapView:
    """Drawn with the boundaries that are installed and may be shown in this zone; else the page draws the tile grid."""
    settings = asked.visit.store.settings
    boundary = boundary_for(settings.home, settings.zone)
    if boundary is None:
        return view
    return replace(view, svg=areas_drawn(view, boundary), boundary=boundary.said, datum=boundary.datum)


def _points(asked: Asking) -> MapView:
    found = points_of(asked.visit, asked.dataset, asked.conditions)
    settings = asked.visit.store.settings
    boundary = boundary_for(settings.home, settings.zone)
    n, refers_to = len(found), datum()
    view = _of(
        asked,
        title=points_title(asked.dataset),
        measure=POINTS,
        unit=NO_TEXT,
        points=found,
        boundary=boundary.said if boundary else None,
        datum=refers_to,
        note=Text(
            zh=f"共 {n:,} 个点。坐标系：{refers_to}，以数据集说明为准。",
            en=f"{n:,} points. Datum: {refers_to}, unless the dataset says otherwise.",
        ),
    )
    return replace(view, svg=points_drawn(view, boundary))


def _of(asked: Asking, **more: Any) -> MapView:
    """What every map has, drawn or not."""
    dataset, version = asked.dataset, asked.version
    pairs = (*chart_pairs(asked.chart), *where_pairs(asked.conditions))
    path = f"/dataset/{dataset.id}/map"
    known: dict[str, Any] = {
        "id": asked.id,
        "areas": (),
        "classes": (),
        "measure": NO_TEXT,
        "unit": NO_TEXT,
        "dataset": Link(dataset_page(dataset.id), title_of(dataset)),
        "steward": card(asked.visit.store, asked.visit.registry, dataset).steward,
        "version": version.number if version else 0,
        "as_of": version.at if version else asked.visit.now,
        "conditions": tuple(in_words(dataset, w) for w in asked.conditions),
        "page": map_page(dataset.id, pairs),
        "embed": embed(dataset.id, "map", pairs),
        "pairs": pairs,
    }
    files = {f"as_{kind}": address(f"{path}.{kind}", pairs) for kind in ("svg", "csv", "json")}
    return MapView(**{**known, **files, **more})


def _by_prefecture(found: Summarised) -> tuple[dict[str, float | None], dict[str, int], int, int]:
    """Values and numbers of records by code; how many records lie elsewhere or have no division, and how many have no value."""
    tiles = {t.code for t in tile_grid()}
    values: dict[str, float | None] = {}
    rows: dict[str, int] = {}
    left = without = 0
    for head, value, having, count in zip(*(found.rows.column(n).to_pylist() for n in ("g0", "m0", "m1", "n")), strict=True):
        code = f"{head}00"
        if code in tiles:
            values[code], rows[code] = real(value), having
            without += count - having
        else:
            left += count
    return values, rows, left, without


def _area(asked: Asking, code: str, value: float | None, rows: int, bounds: Bounds, digits: int) -> MapArea:
    tile = next(t for t in tile_grid() if t.code == code)
    pairs = (*where_pairs(asked.conditions), (f"{asked.chart.x}.under", code))
    href = dataset_page(asked.dataset.id, pairs)
    return MapArea(code, tile.title, tile.column, tile.row, value, exact(value, digits), step_of(value, bounds), href, rows)


def _is_whole(chart: Chart, dataset: Dataset) -> bool:
    return chart.counts or (chart.of != "mean" and element(dataset.column(chart.y or chart.x).element).type == "integer")


def _range(low: float, high: float, digits: int) -> str:
    first, last = exact(low, digits), exact(high, digits)
    return first if first == last else f"{first} – {last}"
