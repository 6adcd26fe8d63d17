"""A chart from what is asked: through the gate, in words, as series, as a drawing. What a reader typed wrong is said, never raised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tianfu.catalogue.addresses import asking as address
from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.cards import card
from tianfu.catalogue.question.filter import in_words
from tianfu.catalogue.terms import title_of
from tianfu.catalogue.views import NO_TEXT, Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Limit, Refused, Text, Version
from tianfu.standards import element
from tianfu.store import BadQuestion, UnknownVersion, Where

from .asking import period_of, summary_of, temporal
from .digits import exact, places
from .drawing import drawings
from .drawn.sizes import PAGE, Drawing, Sizes
from .findings import finding
from .measures import axis_words, measure_words, unit_words
from .series import Measured, measured
from .spec import chart_pairs, own_conditions, where_pairs
from .views import ChartView, LimitLine

NO_DATA = Text(zh="还没有数据：没有装载过文件。", en="No data yet: nothing was ever loaded.")
NO_VALUES = Text(zh="没有符合条件的数值可画。", en="There are no values to draw under these conditions.")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for which chart of what, under all conditions together."""

    visit: Visit
    dataset: Dataset
    chart: Chart
    conditions: tuple[Where, ...]
    id: str
    version: Version | None

    @property
    def declared(self) -> bool:
        """Whether no condition is set beyond the chart's own: then its title is about what is drawn."""
        return set(self.conditions) == set(own_conditions(self.chart))


def chart_view(
    visit: Visit, dataset: Dataset, chart: Chart, *, conditions: Sequence[Where] = (), id: str = "chart", sizes: Sizes = PAGE
) -> ChartView:
    """The chart under its own conditions and these, drawn in these sizes; where there is none, `problem` says why in words."""
    try:
        return chart_of(visit, dataset, chart, conditions=conditions, id=id, sizes=sizes)
    except (BadQuestion, UnknownVersion) as error:
        problem = error.text
    except Refused as refused:
        problem = _reasons(refused)
    return _without(_asking(visit, dataset, chart, conditions, id), problem)


def chart_of(
    visit: Visit, dataset: Dataset, chart: Chart, *, conditions: Sequence[Where] = (), id: str = "chart", sizes: Sizes = PAGE
) -> ChartView:
    """The same for machines: Refused, BadQuestion and UnknownVersion where there is none."""
    question = _asking(visit, dataset, chart, conditions, id)
    if question.version is None:
        raise UnknownVersion(NO_DATA)
    data = _measured(question, question.version)
    if all(v is None for s in data.series for v in s.values):
        raise BadQuestion(NO_VALUES)
    return _shown(question, data, sizes)


def _asking(visit: Visit, dataset: Dataset, chart: Chart, conditions: Sequence[Where], id: str) -> Asking:
    every = tuple(dict.fromkeys((*own_conditions(chart), *conditions)))
    return Asking(visit, dataset, chart, every, id, visit.store.version(dataset.id))


def _measured(asking: Asking, version: Version) -> Measured:
    visit, dataset, chart = asking.visit, asking.dataset, asking.chart
    every = period_of(chart, dataset, version, asking.conditions)
    summary = summary_of(chart, dataset, every, asking.conditions)
    found = visit.store.summarise(dataset.id, visit.reader, visit.purpose, summary, today=visit.today)
    if not found.whole:
        zh = f"取值组合超过 {summary.limit:,} 种，画不下：请加条件，或选较长的周期、取值较少的数据项。"
        en = f"More than {summary.limit:,} groups are too many to draw: add a condition, take longer periods or a column of fewer values."
        raise BadQuestion(Text(zh=zh, en=en))
    return measured(found, chart, dataset, every)


def _shown(asking: Asking, data: Measured, sizes: Sizes) -> ChartView:
    chart, dataset = asking.chart, asking.dataset
    unit, measure = unit_words(chart, dataset), measure_words(chart, dataset, data)
    digits, whole = _digits(chart, dataset, data)
    values = zip(*(s.values for s in data.series), strict=True)
    view = _of(
        asking,
        title=finding(chart, data, digits, unit, declared=asking.declared) or measure,
        measure=measure,
        unit=unit,
        labels=data.labels,
        places=data.places,
        series=data.series,
        limits=tuple(_limit(x, unit) for x in chart.limits),
        period=(data.covers[0].isoformat(), data.covers[1].isoformat()) if data.covers else None,
        rows=tuple((label, *(exact(v, digits) for v in row)) for label, row in zip(data.labels, values, strict=True)),
        note=_notes(chart, data),
    )
    named = not data.every and element(dataset.column(chart.x).element).type in ("text", "boolean")
    drawing = Drawing(data.labels, digits, whole, named, data.periods, data.every, data.partial, data.rest)
    return replace(view, svg=drawings(view, drawing, sizes))


def _without(asking: Asking, problem: Text) -> ChartView:
    return _of(asking, title=title_of(asking.dataset), problem=problem)


def _of(asking: Asking, **more: Any) -> ChartView:
    """What every chart has, drawn or not."""
    dataset, version, chart = asking.dataset, asking.version, asking.chart
    pairs = (*chart_pairs(chart), *where_pairs(asking.conditions))
    known: dict[str, Any] = {
        "id": asking.id,
        "kind": "line" if chart.kind == "line" else "bar",
        "axis": axis_words(chart, dataset),
        "temporal": temporal(chart, dataset),
        "dataset": Link(dataset_page(dataset.id), title_of(dataset)),
        "steward": card(asking.visit.store, asking.visit.registry, dataset).steward,
        "period": None,
        "version": version.number if version else 0,
        "as_of": version.at if version else asking.visit.now,
        "conditions": tuple(in_words(dataset, w) for w in asking.conditions),
        "pairs": pairs,
    }
    nothing = dict.fromkeys(("labels", "places", "series", "limits", "rows"), ()) | dict.fromkeys(("measure", "unit"), NO_TEXT)
    return ChartView(**{**nothing, **known, **_addresses(dataset, pairs), **more})


def _addresses(dataset: Dataset, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    path = f"/dataset/{dataset.id}/chart"
    files = {f"as_{kind}": address(f"{path}.{kind}", pairs) for kind in ("svg", "csv", "json")}
    return {"page": address(path, pairs), "embed": address(f"/embed{path}", pairs), **files}


def _digits(chart: Chart, dataset: Dataset, data: Measured) -> tuple[int, bool]:
    """Digits behind the point, and whether there are whole numbers only: what is counted, and whole numbers added up."""
    kind = element(dataset.column(chart.y).element).type if chart.y else "integer"
    whole = chart.counts or (kind == "integer" and chart.of != "mean")
    return places((v for s in data.series for v in s.values), whole=whole), whole


def _limit(limit: Limit, unit: Text) -> LimitLine:
    short, value = Text(zh=limit.title, en=limit.title_en or limit.title), f"{limit.value:g}"
    zh, en = f"{short.zh} {value} {unit.zh}".rstrip(), f"{short.en} {value} {unit.en or unit.zh}".rstrip()
    source = (f"（{limit.standard}）", f" ({limit.standard})") if limit.standard else ("", "")
    return LimitLine(limit.value, Text(zh=zh + source[0], en=en + source[1]), short)


def _notes(chart: Chart, data: Measured) -> Text:
    notes = list(data.notes)
    if data.every and not chart.counts and any(v is None for s in data.series for v in s.values):
        notes.append(Text(zh="没有测得的时段留空，不是零。", en="Periods without a measurement are gaps, not zeros."))
    if data.partial:
        named = [data.labels[n].zh for n in sorted(data.partial)]
        notes.append(Text(zh=f"{'、'.join(named)} 只有部分数据。", en=f"{', '.join(named)}: data for a part of the period only."))
    return Text(zh="".join(n.zh for n in notes), en=" ".join(n.en for n in notes))


def _reasons(refused: Refused) -> Text:
    reasons = refused.decision.reasons
    return Text(zh="；".join(r.zh.rstrip("。") for r in reasons) + "。", en=" ".join(r.en for r in reasons))
