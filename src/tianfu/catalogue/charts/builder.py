"""A small form that draws: what lies along the axis, what is measured, how. It offers what the reader sees plainly, and what fits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tianfu.catalogue.terms import NUMERIC
from tianfu.model import Chart, Column, Dataset, Decision, Text, Version
from tianfu.model.chart import SPLIT_MOST
from tianfu.standards import element

from .spec import PREFIX

Options = tuple[tuple[str, Text], ...]
ALONG_MOST = {"text": 1000, "boolean": 2, "integer": 60}
"""A column of more different values is no axis, unless they are times."""
TIMES = ("date", "instant")
KINDS = {"line": Text(zh="折线", en="Line"), "bar": Text(zh="柱形", en="Bars")}
PERIODS = {
    "": Text(zh="自动", en="Automatic"),
    "hour": Text(zh="小时", en="Hours"),
    "day": Text(zh="日", en="Days"),
    "month": Text(zh="月", en="Months"),
    "quarter": Text(zh="季度", en="Quarters"),
    "year": Text(zh="年", en="Years"),
}
WAYS = {
    "mean": Text(zh="平均", en="Mean"),
    "sum": Text(zh="合计", en="Sum"),
    "max": Text(zh="最大", en="Highest"),
    "min": Text(zh="最小", en="Lowest"),
    "count": Text(zh="计数", en="Count"),
}
COUNTED = Text(zh="记录数", en="Number of records")
TITLES = {
    "kind": Text(zh="画法", en="Kind"),
    "x": Text(zh="横轴", en="Along the axis"),
    "every": Text(zh="周期", en="Period"),
    "y": Text(zh="指标", en="Measure"),
    "of": Text(zh="算法", en="How"),
    "split": Text(zh="分组", en="One series per"),
}
UNDIVIDED = Text(zh="不分", en="Undivided")


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice of the form: its name in the address, its options, the one that is chosen."""

    name: str
    title: Text
    options: Options
    chosen: str


@dataclass(frozen=True, slots=True)
class ChartForm:
    """The form. `kept` are the conditions of the page, which the chart keeps."""

    action: str
    picks: tuple[Pick, ...]
    kept: tuple[tuple[str, str], ...]


def builder(
    dataset: Dataset, version: Version, decision: Decision, chart: Chart | None, pairs: Iterable[tuple[str, str]], action: str
) -> ChartForm | None:
    """The form as it stands for this chart; None where no column is fit to lie along an axis."""
    plain = [c for c in dataset.columns if c.name in decision.columns and c.name in version.columns]
    along = [c for c in plain if _type(c) in TIMES] + [c for c in plain if _type(c) not in TIMES and _few(c, version, dataset)]
    if not along:
        return None
    options = _options(plain, along, version, dataset)
    chosen, seen = _chosen(chart, along[0]), {c.name: c for c in plain}
    picks = tuple(_pick(name, options[name], chosen[name], seen) for name in TITLES)
    return ChartForm(action, picks, tuple((n, v) for n, v in pairs if not n.startswith(PREFIX)))


def _options(plain: Sequence[Column], along: Sequence[Column], version: Version, dataset: Dataset) -> Mapping[str, Options]:
    splits = [c for c in plain if _type(c) in ("text", "boolean") and _few(c, version, dataset)]
    return {
        "kind": tuple(KINDS.items()),
        "x": _titled(along),
        "every": tuple(PERIODS.items()),
        "y": (("", COUNTED), *_titled(c for c in plain if _type(c) in NUMERIC)),
        "of": tuple(WAYS.items()),
        "split": (("", UNDIVIDED), *_titled(c for c in splits if _distinct(c, version) <= SPLIT_MOST)),
    }


def _pick(name: str, options: Options, chosen: str, seen: Mapping[str, Column]) -> Pick:
    """What is chosen is an option, if the reader may have it at all; else the first one is chosen."""
    if chosen not in dict(options) and chosen in seen:
        options = (*options, *_titled([seen[chosen]]))
    return Pick(PREFIX + name, TITLES[name], options, chosen if chosen in dict(options) else options[0][0])


def _chosen(chart: Chart | None, first: Column) -> Mapping[str, str]:
    """What the form begins with: the chart that is shown, else records over time or by the first column."""
    if chart is None:
        kind = "line" if _type(first) in TIMES else "bar"
        return {"kind": kind, "x": first.name, "every": "", "y": "", "of": "count", "split": ""}
    of = "count" if chart.counts else chart.of
    return {"kind": chart.kind, "x": chart.x, "every": chart.every, "y": chart.y or "", "of": of, "split": chart.split or ""}


def _few(column: Column, version: Version, dataset: Dataset) -> bool:
    """Whether the column has values to gather by: some, known to be few, and not one per record."""
    most = ALONG_MOST.get(_type(column), 0)
    return 1 < _distinct(column, version) <= most and (column.name,) != dataset.key


def _distinct(column: Column, version: Version) -> int:
    known = version.column(column.name)
    return known.distinct or 0 if known is not None else 0


def _titled(columns: Iterable[Column]) -> Options:
    return tuple((c.name, Text(zh=c.title, en=c.title_en or c.name)) for c in columns)


def _type(column: Column) -> str:
    return element(column.element).type
