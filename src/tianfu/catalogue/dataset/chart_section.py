"""The charts of a dataset's page: those it declares, then the reader's own or one that suits the data, and the form that builds one."""

from dataclasses import dataclass

from tianfu.catalogue.charts.builder import ChartForm, builder
from tianfu.catalogue.charts.default import default_chart
from tianfu.catalogue.charts.spec import chart_from
from tianfu.catalogue.charts.view import chart_view
from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.question.facets import Way
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Decision, Text, Version
from tianfu.store import BadQuestion

from .map_section import is_plain

OWN = "chart-own"


@dataclass(frozen=True, slots=True)
class ChartSection:
    """`problem` says why the chart that the address asks for cannot be drawn; `link` is the address of the section."""

    figures: tuple[ChartView, ...]
    form: ChartForm | None
    link: str
    problem: Text | None = None


def chart_section(
    visit: Visit, dataset: Dataset, version: Version, decision: Decision, asked: Asked, way: Way, *, declared: bool = True
) -> ChartSection | None:
    """All under the conditions of the page. Without `declared` the reader's own alone. None where nothing can be drawn at all."""
    own, problem = own_chart(dataset, asked)
    charts = [c for c in dataset.charts if c.kind != "map" and is_plain(c, decision)] if declared else []
    more = own or (default_chart(dataset, version, decision) if not charts and problem is None else None)
    named = [(f"chart-{n}", c) for n, c in enumerate(charts, 1)] + ([(OWN, more)] if more and more not in charts else [])
    form = builder(dataset, version, decision, own or more or (charts[0] if charts else None), asked.pairs(), way(()))
    if not named and form is None and problem is None:
        return None
    figures = tuple(chart_view(visit, dataset, c, conditions=asked.conditions, id=id) for id, c in named)
    return ChartSection(figures, form, way(asked.pairs()), problem)


def own_chart(dataset: Dataset, asked: Asked) -> tuple[Chart | None, Text | None]:
    """What the address asks for, or why it cannot be meant. A map is not drawn here."""
    try:
        found = chart_from(asked.chart, dataset, asked.conditions)
    except BadQuestion as error:
        return None, error.text
    return (None, None) if found is not None and found.kind == "map" else (found, None)
