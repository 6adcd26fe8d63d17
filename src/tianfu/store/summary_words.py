"""What can be summed up and what cannot, and how a wrong question is told."""

from typing import TYPE_CHECKING

from tianfu.model import Dataset, Text, Version

from .page_query import plain_column
from .summary_query import GROUPS_MOST, Group, Measure, Summary
from .typed import BadQuestion, family_of

if TYPE_CHECKING:
    from .gated import Gated

MEASURES_MOST = 8
HEAD_MOST = 64
SPREAD_ROWS, SPREAD_VALUES = 5_000_000, 100_000
"""So many rows are not gathered by a column with more different values."""
NUMBERS = ("whole", "number", "decimal")
ORDERED = (*NUMBERS, "date", "instant")
PERIODS = ("hour", "day", "month", "quarter", "year")
FUNCTIONS = ("mean", "sum", "min", "max", "count")


def check_size(summary: Summary) -> None:
    """BadQuestion for too many groups, measures or rows."""
    if not 1 <= len(summary.groups) <= 2:
        raise BadQuestion(Text(zh="汇总按 1 至 2 个数据项分组。", en="A summary is gathered by one or two columns."))
    if len(summary.measures) > MEASURES_MOST:
        raise BadQuestion(Text(zh=f"汇总最多 {MEASURES_MOST} 个指标。", en=f"A summary has at most {MEASURES_MOST} measures."))
    if not 1 <= summary.limit <= GROUPS_MOST:
        raise BadQuestion(Text(zh=f"limit 应为 1 至 {GROUPS_MOST}。", en=f"limit is from 1 to {GROUPS_MOST}."))


def check_group(group: Group, dataset: Dataset, seen: "Gated") -> str:
    """The family of the column's type; BadQuestion for a column or a way of gathering that does not fit."""
    kind = family_of(plain_column(group.column, dataset, seen))
    if group.every:
        _check_period(group, kind)
    if group.head and (kind != "text" or not 1 <= group.head <= HEAD_MOST or group.every):
        zh = f"按前几位分组只用于文本或代码：数据项 {group.column} 不能，位数为 1 至 {HEAD_MOST}。"
        en = f"Only text and codes are gathered by their first characters (1 to {HEAD_MOST}): '{group.column}' is not."
        raise BadQuestion(Text(zh=zh, en=en))
    return kind


def _check_period(group: Group, kind: str) -> None:
    if group.every not in PERIODS:
        zh = f"没有周期“{str(group.every)[:20]}”；可用：{'、'.join(PERIODS)}。"
        raise BadQuestion(Text(zh=zh, en=f"No period '{str(group.every)[:20]}'; there are {', '.join(PERIODS)}."))
    if kind not in ("date", "instant"):
        zh = f"数据项 {group.column} 不是日期或时间，不能按周期汇总。"
        raise BadQuestion(Text(zh=zh, en=f"Column '{group.column}' holds no dates or instants: it is not gathered by a period."))
    if kind == "date" and group.every == "hour":
        zh = f"数据项 {group.column} 只有日期，没有小时。"
        raise BadQuestion(Text(zh=zh, en=f"Column '{group.column}' holds days; there are no hours in it."))


def check_measure(measure: Measure, dataset: Dataset, seen: "Gated") -> str:
    """The family of what is measured; BadQuestion for what has no such number."""
    if measure.of not in FUNCTIONS:
        zh = f"没有统计方式“{str(measure.of)[:20]}”；可用：{'、'.join(FUNCTIONS)}。"
        raise BadQuestion(Text(zh=zh, en=f"No measure '{str(measure.of)[:20]}'; there are {', '.join(FUNCTIONS)}."))
    if measure.column is None:
        if measure.of == "count":
            return ""
        raise BadQuestion(Text(zh=f"{measure.of} 需要一个数据项。", en=f"'{measure.of}' needs a column."))
    kind = family_of(plain_column(measure.column, dataset, seen))
    fits = {"count": True, "mean": kind in NUMBERS, "sum": kind in NUMBERS}.get(measure.of, kind in ORDERED)
    if fits:
        return kind
    zh = f"数据项 {measure.column} 不是数值，不能计算 {measure.of}；可改为计数（count）。"
    raise BadQuestion(Text(zh=zh, en=f"Column '{measure.column}' holds no numbers: it has no {measure.of}. Its values can be counted."))


def check_spread(summary: Summary, version: Version) -> None:
    """BadQuestion for gathering very many rows by a column of very many values."""
    if version.rows <= SPREAD_ROWS:
        return
    for group in summary.groups:
        known = version.column(group.column)
        if not (group.every or group.head) and (known is None or known.distinct is None or known.distinct > SPREAD_VALUES):
            zh = f"数据项 {group.column} 取值过多，不能按值汇总；可先按周期或前几位归并。"
            en = f"Column '{group.column}' has too many different values to gather by; use a period or the first characters."
            raise BadQuestion(Text(zh=zh, en=en))
