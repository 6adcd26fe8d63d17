"""A summary as an address writes it: `by=date:month&by=station&of=mean&y=pm25`, and its answer as JSON."""

from collections.abc import Iterable
from typing import Any

from tianfu.model import Text
from tianfu.store import BadQuestion, Group, Measure, Summarised, Summary, Where
from tianfu.store.json_rows import json_rows
from tianfu.store.summary_query import GROUPS_MOST
from tianfu.store.typed import CHINA

NAMES = ("by", "of", "y", "limit")
"""Parameters of a summary; all others are conditions. A column of such a name has its condition written out: `of.eq=3`."""
LIMIT = 1000


def summary_from(pairs: Iterable[tuple[str, str]]) -> Summary:
    """The question of an address. BadQuestion for what cannot be meant.

    >>> summary_from([("by", "date:month"), ("of", "mean,max"), ("y", "pm25"), ("station", "a")]).measures
    (Measure(of='mean', column='pm25'), Measure(of='max', column='pm25'))
    """
    groups: list[Group] = []
    given: dict[str, str] = {}
    filters: list[Where] = []
    for name, value in pairs:
        if name == "by":
            groups.append(_group(value))
        elif name in NAMES:
            given[name] = value
        else:
            column, _, op = name.partition(".")
            filters.append(Where(column, op or "eq", value))
    measured = given.get("y") or None
    ways = [w for w in given.get("of", "").split(",") if w] or (["mean"] if measured else [])
    measures = tuple(Measure(w, measured) for w in ways)  # type: ignore[arg-type]  # the store says which there are
    return Summary(tuple(groups), measures, tuple(filters), _limit(given.get("limit", "")))


def summary_json(dataset_id: str, summary: Summary, found: Summarised) -> dict[str, Any]:
    """The groups by their columns' names, measures by what they are, `records` how many rows are in each."""
    names = {f"g{n}": g.column for n, g in enumerate(summary.groups)} | {f"m{n}": str(m) for n, m in enumerate(summary.measures)}
    rows = [{names.get(k, "records"): v for k, v in row.items()} for row in json_rows(found.rows)]
    return {
        "dataset": dataset_id,
        "version": found.version,
        "as_of": found.as_of.astimezone(CHINA).isoformat(timespec="seconds"),
        "by": [str(g) for g in summary.groups],
        "whole": found.whole,
        "rows": rows,
    }


def _group(text: str) -> Group:
    column, _, how = text.partition(":")
    if how.isascii() and how.isdigit():
        return Group(column, head=int(how[:4]))
    return Group(column, how)  # type: ignore[arg-type]  # the store says which periods there are


def _limit(text: str) -> int:
    if not text:
        return LIMIT
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= GROUPS_MOST:
        return int(text)
    raise BadQuestion(Text(zh=f"limit 应为 1 至 {GROUPS_MOST} 的整数。", en=f"limit is a whole number from 1 to {GROUPS_MOST}."))
