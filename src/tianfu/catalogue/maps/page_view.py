"""A map on a page of its own, with the filter that governs it."""

from dataclasses import dataclass
from functools import partial

from tianfu.catalogue.addresses import dataset_page, map_page
from tianfu.catalogue.cards import Card, card
from tianfu.catalogue.charts.spec import chart_from
from tianfu.catalogue.crumbs import crumbs
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.question.filter import FilterBar, filter_bar
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Refused, Text
from tianfu.store import BadQuestion

from .asking import declared_map, default_map
from .view import map_view
from .views import MapView

MAP = Text(zh="地图", en="Map")
NO_MAP = Text(
    zh="这个数据集没有您能直接看到的行政区划或经纬度，不能画成地图。",
    en="This dataset has no divisions, longitudes or latitudes that are shown to you plainly: there is no map of it.",
)
NO_CHART = Text(zh="chart.kind 应为 map。", en="chart.kind must be map here.")


@dataclass(frozen=True, slots=True)
class MapPage:
    """`back` is the dataset's page under the same question; `problem` says why there is no map."""

    card: Card
    crumbs: tuple[Link, ...]
    back: Link
    allowed: bool
    reasons: tuple[Text, ...]
    filter: FilterBar | None
    map: MapView | None
    problem: Text | None = None


def map_apart(visit: Visit, dataset: Dataset, asked: Asked) -> MapPage:
    """The map that the address asks for, else one that suits the dataset."""
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    seen = shown.version if decision.allowed else None
    drawn, problem = _drawn(visit, dataset, asked) if seen else (None, None)
    return MapPage(
        card=shown,
        crumbs=crumbs(visit, shown, Link("", MAP, current=True)),
        back=Link(dataset_page(dataset.id, asked.pairs()), Text(zh="返回数据集", en="Back to the dataset")),
        allowed=decision.allowed,
        reasons=decision.reasons,
        filter=filter_bar(visit, dataset, seen, decision, asked, partial(map_page, dataset.id)) if seen else None,
        map=drawn,
        problem=problem,
    )


def map_asked(visit: Visit, dataset: Dataset, asked: Asked) -> Chart:
    """The map of an address, else the declared one, else what suits; Refused and BadQuestion where there is none."""
    decision = visit.decide(dataset)
    if not decision.allowed:
        raise Refused(dataset.id, decision)
    chart = chart_from(asked.chart, dataset, asked.conditions)
    if chart is not None and chart.kind != "map":
        raise BadQuestion(NO_CHART)
    found = chart or declared_map(dataset, decision) or default_map(dataset, decision)
    if found is None:
        raise BadQuestion(NO_MAP)
    return found


def _drawn(visit: Visit, dataset: Dataset, asked: Asked) -> tuple[MapView | None, Text | None]:
    try:
        return map_view(visit, dataset, map_asked(visit, dataset, asked), conditions=asked.conditions), None
    except BadQuestion as error:
        return None, error.text
