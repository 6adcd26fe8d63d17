"""The map of a dataset's page: the one the address asks for, else the one that is declared, else the one that suits the data."""

from tianfu.catalogue.charts.spec import chart_from
from tianfu.catalogue.maps.asking import default_map
from tianfu.catalogue.maps.view import map_view
from tianfu.catalogue.maps.views import MapView
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Decision
from tianfu.store import BadQuestion

MAP = "map-1"


def map_section(visit: Visit, dataset: Dataset, decision: Decision, asked: Asked) -> MapView | None:
    """Under the conditions of the page. None where the reader sees nothing plainly that has a place."""
    chart = asked_for(dataset, asked) or declared(dataset, decision) or default_map(dataset, decision)
    return None if chart is None else map_view(visit, dataset, chart, conditions=asked.conditions, id=MAP)


def asked_for(dataset: Dataset, asked: Asked) -> Chart | None:
    """The map that the address names; what it cannot mean is said with the charts."""
    try:
        found = chart_from(asked.chart, dataset, asked.conditions)
    except BadQuestion:
        return None
    return found if found is not None and found.kind == "map" else None


def declared(dataset: Dataset, decision: Decision) -> Chart | None:
    """The first declared map of which the reader sees all plainly."""
    return next((c for c in dataset.charts if c.kind == "map" and is_plain(c, decision)), None)


def is_plain(chart: Chart, decision: Decision) -> bool:
    """Whether the reader sees plainly all that the chart is made of."""
    named = [n for n in (chart.x, chart.y, chart.split, *(w.partition(".")[0] for w in chart.where)) if n]
    return set(named) <= set(decision.columns)
