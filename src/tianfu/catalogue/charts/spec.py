"""A chart as an address writes it: `chart.kind=line&chart.x=date&chart.every=month&chart.y=pm25&chart.of=mean&chart.split=station`.

Conditions are the page's own. A chart that is asked for as it is declared comes with what is declared of it: title, limits, bars.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import get_args

from tianfu.model import Chart, Dataset, Every, Of, Text
from tianfu.model.chart import Kind
from tianfu.store import BadQuestion, Where
from tianfu.store.page_query import unknown_column

Pairs = tuple[tuple[str, str], ...]
PREFIX = "chart."
NAMES = tuple(PREFIX + n for n in ("kind", "x", "every", "y", "of", "split"))
COLUMNS = ("x", "y", "split")
WORDS: Mapping[str, tuple[str, ...]] = {"kind": get_args(Kind), "every": tuple(e for e in get_args(Every) if e), "of": get_args(Of)}


def chart_pairs(chart: Chart) -> Pairs:
    """As an address writes the chart itself, without its conditions.

    >>> chart_pairs(Chart(x="date", every="month", y="pm25"))
    (('chart.kind', 'line'), ('chart.x', 'date'), ('chart.every', 'month'), ('chart.y', 'pm25'), ('chart.of', 'mean'))
    """
    of = "count" if chart.counts else chart.of
    said = {"kind": chart.kind, "x": chart.x, "every": chart.every, "y": chart.y, "of": of, "split": chart.split}
    return tuple((PREFIX + n, v) for n, v in said.items() if v)


def where_pairs(conditions: Iterable[Where]) -> Pairs:
    """Conditions as an address writes them."""
    return tuple((w.column if w.op == "eq" else f"{w.column}.{w.op}", w.value) for w in conditions)


def own_conditions(chart: Chart) -> tuple[Where, ...]:
    """The conditions that the chart itself comes with."""
    parts = ((name.partition("."), value) for name, value in chart.where.items())
    return tuple(Where(column, op or "eq", value) for (column, _, op), value in parts)


def chart_from(pairs: Iterable[tuple[str, str]], dataset: Dataset, conditions: Sequence[Where] = ()) -> Chart | None:
    """The chart that an address asks for, None where it asks for none. BadQuestion in words for what cannot be meant."""
    given = {n.removeprefix(PREFIX): v.strip() for n, v in pairs if n.startswith(PREFIX) and v.strip()}
    if not given:
        return None
    for name in given:
        if PREFIX + name not in NAMES:
            raise _unknown(name, [n.removeprefix(PREFIX) for n in NAMES])
    if "x" not in given:
        zh, en = "缺少 chart.x：请指明横轴的数据项。", "chart.x is missing: name the column along the axis."
        raise BadQuestion(Text(zh=zh, en=en))
    return _declared(_chart(given, dataset), dataset, conditions)


def _chart(given: Mapping[str, str], dataset: Dataset) -> Chart:
    columns = {c.name: c.title for c in dataset.columns}
    for name in COLUMNS:
        if given.get(name) and given[name] not in columns:
            raise unknown_column(given[name], columns)
    for name, words in WORDS.items():
        if given.get(name) and given[name] not in words:
            raise _unknown(given[name], words)
    of = given.get("of") or "mean"
    if "y" not in given and of not in ("mean", "count"):
        zh, en = f"chart.of={of} 需要 chart.y：请指明要统计的数据项。", f"chart.of={of} needs chart.y: name the column that is measured."
        raise BadQuestion(Text(zh=zh, en=en))
    if given.get("kind") == "map" and (given.get("split") or given.get("every")):
        zh, en = "地图每个区域只有一个数值：不能再分组或按周期。", "A map has one value per area: it has no split and no periods."
        raise BadQuestion(Text(zh=zh, en=en))
    return Chart.model_validate({**given, "of": of if "y" in given else "count"})


def _declared(asked: Chart, dataset: Dataset, conditions: Sequence[Where]) -> Chart:
    """The declared chart that is the same but for its words; its finding only where its conditions are among those asked."""
    twins = [c for c in dataset.charts if chart_pairs(c) == chart_pairs(asked)]
    whole = next((c for c in twins if set(own_conditions(c)) <= set(conditions)), None)
    if whole is not None:
        return whole
    return twins[0].model_copy(update={"title": "", "title_en": "", "where": {}}) if twins else asked


def _unknown(word: str, words: Sequence[str]) -> BadQuestion:
    near = get_close_matches(word, words, 1)
    also = (f"，是否要写“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else ("。", ".")
    zh = f"图表不认识“{word[:40]}”{also[0]}可用：{'、'.join(words)}。"
    return BadQuestion(Text(zh=zh, en=f"A chart does not know '{word[:40]}'{also[1]} There are {', '.join(words)}."))
