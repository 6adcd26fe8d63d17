"""Charts cross to the public zone as words of their dataset: those alone that the public may see drawn, with the same numbers."""

from tianfu.catalogue import Registry
from tianfu.catalogue.charts.view import chart_view
from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.visit import Visit
from tianfu.model import BROWSING, PUBLIC
from tianfu.release import received_registry
from tianfu.store import Store

from .conftest import NOW, Zones

ID = "clinic.clinics"


def drawn(store: Store, registry: Registry) -> ChartView:
    dataset = registry.dataset(ID)
    return chart_view(Visit(store, registry, PUBLIC, BROWSING, NOW), dataset, dataset.charts[0])


def test_only_charts_of_open_columns_cross_and_say_the_same(zones: Zones) -> None:
    zones.pushed()
    zones.received()
    with zones.inside() as inside, zones.outside() as outside:
        there = received_registry(outside)
        assert [(c.x, c.y) for c in there.dataset(ID).charts] == [("area", "beds")]
        here = drawn(inside, zones.registry)
        public = drawn(outside, there)
        assert public.svg is not None
        assert (public.series, public.labels, public.title, public.svg) == (here.series, here.labels, here.title, here.svg)


def test_a_mended_chart_crosses_without_rows(zones: Zones) -> None:
    zones.pushed()
    zones.received()
    zones.declared("clinics", "of: sum", "of: mean")
    zones.pushed()
    again = [v.manifest for v in zones.received() if v.manifest]
    assert [(m.kind, m.dataset) for m in again] == [("words", ID)]
    with zones.outside() as store:
        assert received_registry(store).dataset(ID).charts[0].of == "mean"
