"""The screen, put together."""

from collections.abc import Sequence

from tianfu.catalogue.areas_view import area_grid
from tianfu.catalogue.cards import Card, cards
from tianfu.catalogue.charts.drawn.sizes import SCREEN
from tianfu.catalogue.charts.view import chart_view
from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.entries.rates import rates
from tianfu.catalogue.visit import Visit
from tianfu.catalogue.workbench.datasets import own_datasets
from tianfu.model import Text

from .counts import runs_today, stages, totals
from .health import channel_states, concerns, health
from .views import CockpitView

CONCERNS_MOST = 6
CHARTS = 3
AGAIN_SECONDS = 60


def cockpit_view(visit: Visit) -> CockpitView:
    """The screen as it stands now."""
    known = [c for c in cards(visit.store, visit.registry) if c.dataset.kind == "dataset"]
    loaded = [c for c in known if c.version]
    datasets = own_datasets(visit, known, visit.store.runs.latest(1))
    attention = sum(d.attention for d in datasets)
    rate = rates(visit.store).whole
    sources = len({c.dataset.steward for c in known})
    return CockpitView(
        at=visit.now,
        health=health(attention),
        sources=Text(zh=f"{sources} 个部门，{len(loaded)} 个数据集在库", en=f"{sources} departments, {len(loaded)} datasets with data"),
        runs=runs_today(visit),
        concerns=concerns(datasets, CONCERNS_MOST),
        concerns_in_all=attention,
        counts=totals(known, rate),
        areas=area_grid(visit, {c.dataset.id: c.rows for c in loaded}, {}),
        stages=stages(known, rate),
        charts=charts(visit, loaded),
        channels=channel_states(visit, known),
        again_seconds=AGAIN_SECONDS,
    )


def charts(visit: Visit, loaded: Sequence[Card], most: int = CHARTS) -> tuple[ChartView, ...]:
    """The first declared chart over time of one dataset of each pack, newest data first: a panel has room for few bars lying down."""
    found: dict[str, ChartView] = {}
    for card in sorted(loaded, key=lambda c: c.updated_at or visit.now, reverse=True):
        d = card.dataset
        chosen = next((c for c in d.charts if c.kind == "line" or c.every), None)
        if chosen is None or d.pack in found or len(found) == most:
            continue
        view = chart_view(visit, d, chosen, id=f"chart-{len(found) + 1}", sizes=(SCREEN,))
        if view.svg is not None:
            found[d.pack] = view
    return tuple(found.values())
