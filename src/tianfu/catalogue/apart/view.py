"""Views of a dataset that stand apart: a chart or a map on a page of its own, or a bare view in a frame on another site."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from tianfu.catalogue.addresses import chart_page, dataset_page
from tianfu.catalogue.cards import Card, card
from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.crumbs import crumbs
from tianfu.catalogue.dataset.chart_section import ChartSection, chart_section
from tianfu.catalogue.dataset.framing import KINDS, Frame, frames, visit_of_public
from tianfu.catalogue.dataset.map_section import map_section
from tianfu.catalogue.dataset.preview import Preview, cells, chosen, heading, rows_of
from tianfu.catalogue.maps.views import MapView
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.question.filter import FilterBar, filter_bar, in_words
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Decision, Refused, Text, Version

ROWS = "10"
"""Rows in a frame, unless its address says otherwise."""
NOT_PLAIN = Text(zh="嵌入页只能使用对所有人直接公开的数据项。", en="Frames show only columns that are open to everybody as they are.")


@dataclass(frozen=True, slots=True)
class Apart:
    """A view on a page of its own, with the filter that governs it. `back` is the dataset's page under the same question."""

    card: Card
    title: Text
    crumbs: tuple[Link, ...]
    back: Link
    allowed: bool
    reasons: tuple[Text, ...]
    filter: FilterBar | None
    charts: ChartSection | None
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Framed:
    """A bare view for frames of other sites, with where it is from and the way back."""

    kind: str
    card: Card
    page: str
    version: int
    as_of: datetime
    conditions: tuple[Text, ...]
    table: Preview | None = None
    chart: ChartView | None = None
    map: MapView | None = None


def chart_apart(visit: Visit, dataset: Dataset, asked: Asked, base: str) -> Apart:
    """The chart that the address asks for, else one that suits the data."""
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    seen, way = shown.version if decision.allowed else None, partial(chart_page, dataset.id)
    return Apart(
        card=shown,
        title=KINDS["chart"],
        crumbs=crumbs(visit, shown, Link("", KINDS["chart"], current=True)),
        back=Link(dataset_page(dataset.id, asked.pairs()), Text(zh="返回数据集", en="Back to the dataset")),
        allowed=decision.allowed,
        reasons=decision.reasons,
        filter=filter_bar(visit, dataset, seen, decision, asked, way) if seen else None,
        charts=chart_section(visit, dataset, seen, decision, asked, way, declared=False) if seen else None,
        frames=frames(visit, dataset, asked, base, ("chart",)) if seen else (),
    )


def framed(visit: Visit, dataset: Dataset, kind: str, asked: Asked) -> Framed:
    """What everybody may read plainly, whoever asks: Refused for everything else."""
    visit = visit_of_public(visit)
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    if not decision.allowed or shown.version is None:
        raise Refused(dataset.id, decision)
    plain = Decision(decision.allowed, decision.reasons, decision.columns, {}, decision.rows, decision.grant)
    if any(w.column in decision.masks for w in asked.conditions) or not plain.columns:
        raise Refused(dataset.id, replace(decision, allowed=False, reasons=(NOT_PLAIN,)))
    view = Framed(
        kind=kind,
        card=shown,
        page=dataset_page(dataset.id, asked.pairs()),
        version=shown.version.number,
        as_of=shown.version.at,
        conditions=tuple(in_words(dataset, w) for w in asked.conditions),
    )
    if kind == "chart":
        return replace(view, chart=_chart(visit, dataset, shown.version, plain, asked))
    if kind == "map":
        return replace(view, map=_map(visit, dataset, plain, asked))
    return replace(view, table=_table(visit, dataset, shown.version, plain, asked))


def _table(visit: Visit, dataset: Dataset, version: Version, plain: Decision, asked: Asked) -> Preview:
    """Rows of the columns that are shown plainly: masked ones are not even asked for."""
    columns = chosen([c for c in dataset.columns if c.name in version.columns and c.name in plain.columns], asked)
    asked = replace(asked, fields=",".join(c.name for c in columns), limit=asked.limit or ROWS)
    page = rows_of(visit, dataset, asked)
    return Preview(
        columns=tuple(heading(c, plain, asked, None) for c in columns),
        sheets=(),
        rows=cells(page["rows"], columns, plain),
        total=None if page["total"] is None else int(page["total"]),
        version=version.number,
        as_of=version.at,
        next=None,
        first=None,
        link="",
    )


def _chart(visit: Visit, dataset: Dataset, version: Version, plain: Decision, asked: Asked) -> ChartView:
    found = chart_section(visit, dataset, version, plain, asked, partial(chart_page, dataset.id), declared=not asked.chart)
    if found is None or not found.figures:
        raise Refused(dataset.id, replace(plain, allowed=False, reasons=((found and found.problem) or NOT_PLAIN,)))
    return found.figures[0]


def _map(visit: Visit, dataset: Dataset, plain: Decision, asked: Asked) -> MapView:
    found = map_section(visit, dataset, plain, asked)
    if found is None:
        raise Refused(dataset.id, replace(plain, allowed=False, reasons=(NOT_PLAIN,)))
    return found
