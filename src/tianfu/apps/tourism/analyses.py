"""Visitors of a park: what the lists say of each day, compared; conflicts with the evidence beside them."""

from typing import TYPE_CHECKING

import ibis

from tianfu.blocks.conflict import CONFLICT, beside, claims, compare
from tianfu.blocks.series import calendar

if TYPE_CHECKING:
    import ibis.expr.types as ir

LISTS = ("list1", "list2", "search_index")
NOTHING = "无数据"
WEEK, AROUND = 7, 14


def visitors_daily(visitors_list1: "ir.Table", visitors_list2: "ir.Table", search_index: "ir.Table", closures: "ir.Table") -> "ir.Table":
    """Every day from the first to the last figure, with the figure that nobody contradicts."""
    told = compare(_said(visitors_list1, visitors_list2, search_index), ["date"])
    days = calendar(told, "date").left_join(told, "date").drop("date_right")
    closed = days.left_join(closures, (days.date >= closures.valid_from) & (days.date <= closures.until.cast("date")))
    t = closed.mutate(state=closed.state.fill_null(NOTHING))
    return t.select(
        "date",
        visitors=t.value,
        state=t.state,
        conflict=t.state == CONFLICT,
        sources=t.sources,
        figures=t["values"].fill_null(0),
        reason=ibis.cases(
            (t.state == CONFLICT, ibis.literal("来源有 ") + t["values"].cast("string") + " 个不同数值，等待核实"),
            (t.state == NOTHING, ibis.coalesce(t.reason, "来源没有这一天的数据")),
            else_=None,
        ),
    )


def visitors_conflicts(visitors_list1: "ir.Table", visitors_list2: "ir.Table", search_index: "ir.Table", weather: "ir.Table") -> "ir.Table":
    """The days in conflict: everything that is said, how far apart it is, and what lies around the day."""
    said = _said(visitors_list1, visitors_list2, search_index)
    told = compare(said, ["date"])
    days = told.filter(told.state == CONFLICT).select("date", figures=told["values"])
    ends = said.group_by("date").aggregate(lowest=said.value.min(), highest=said.value.max())
    joined = days.join(ends, "date").join(beside(said, ["date"], LISTS), "date").join(_around(days, told), "date")
    t = joined.left_join(weather, "date")
    return t.select(
        "date",
        *LISTS,
        "figures",
        "lowest",
        "highest",
        difference=t.highest - t.lowest,
        missing_before=t.missing_before,
        usual=t.usual,
        weather=ibis.ifelse(t.then.isnull(), t["first"], t["first"] + "~" + t.then),
        hint=_hint(t.figures, t.missing_before),
    )


def _said(visitors_list1: "ir.Table", visitors_list2: "ir.Table", search_index: "ir.Table") -> "ir.Table":
    tables = (visitors_list1, visitors_list2, search_index)
    return ibis.union(*(claims(t, ["date"], "visitors", source=name) for t, name in zip(tables, LISTS, strict=True)))


def _around(days: "ir.Table", told: "ir.Table") -> "ir.Table":
    """Of each day in conflict: days without a figure in the week before it, and the mean of the undisputed figures around it."""
    known = told.select(other=told.date, value=told.value)
    near = days.left_join(known, (known.other >= days.date - _days(AROUND)) & (known.other <= days.date + _days(AROUND)))
    week = (near.other < near.date) & (near.other >= near.date - _days(WEEK))
    return near.group_by("date").aggregate(missing_before=WEEK - week.fill_null(False).cast("int64").sum(), usual=near.value.mean())  # noqa: FBT003


def _hint(figures: "ir.IntegerValue", missing: "ir.IntegerValue") -> "ir.StringValue":
    """As many surplus figures as days are missing before: they were probably published together under one date."""
    together = ibis.literal("此前缺 ") + missing.cast("string") + " 天，多出 " + missing.cast("string") + " 个数：可能是补发时记在了同一天"
    return ibis.ifelse(missing == figures - 1, together, "没有线索，请核对原公告")


def _days(n: int) -> "ir.IntervalScalar":
    return ibis.interval(days=n)
