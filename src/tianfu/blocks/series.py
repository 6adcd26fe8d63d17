"""Hourly values to days, with the number of hours behind each result: a mean of three hours is not a mean of the day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

BEIJING_SECONDS = 8 * 3600
DAY_SECONDS = 86_400


def civil_date(at: "ir.TimestampValue") -> "ir.DateValue":
    """The day in Beijing of an instant, whatever time zone the engine's session has."""
    return (ibis.date("1970-01-01") + _beijing(at).floordiv(DAY_SECONDS).cast("int32").as_interval("D")).cast("date")


def civil_hour(at: "ir.TimestampValue") -> "ir.IntegerValue":
    """The hour of the day in Beijing, 0 to 23."""
    seconds = _beijing(at)
    return (seconds - seconds.floordiv(DAY_SECONDS) * DAY_SECONDS).floordiv(3600).cast("int64")


def daily_means(hourly: "ir.Table", values: Sequence[str], *, by: str, at: str) -> "ir.Table":
    """One row per group and day: `<by>, date`, and per value its mean and `<value>_hours`, the number of hours that have one.

    A value stands at the beginning of its hour; a repeated hour must have been removed (the key of the dataset does that).
    """
    rows = hourly.mutate(date=civil_date(hourly[at]))
    means = {name: rows[name].mean() for name in values}
    hours = {f"{name}_hours": rows[name].count() for name in values}
    return rows.group_by([by, "date"]).aggregate(**means, **hours)


def daily_highest_mean(hourly: "ir.Table", value: str, *, by: str, at: str, hours: int, least: int) -> "ir.Table":
    """One row per group and day: the highest of the means over `hours` hours that lie within the day, and how many of these there are.

    Columns `<by>, date, <value>, <value>_windows`. A mean counts when at least `least` of its hours have a value.
    """
    day = hourly.select(hourly[by], value=hourly[value], date=civil_date(hourly[at]), hour=civil_hour(hourly[at]))
    window = ibis.range_window(preceding=hours - 1, following=0, group_by=[by, "date"], order_by="hour")
    sliding = day.mutate(mean=day.value.mean().over(window), known=day.value.count().over(window))
    counted = (sliding.hour >= hours - 1) & (sliding.known >= least)
    return sliding.group_by([by, "date"]).aggregate(
        **{value: sliding.mean.max(where=counted), f"{value}_windows": counted.cast("int64").sum()}
    )


def _beijing(at: "ir.TimestampValue") -> "ir.IntegerValue":
    return at.epoch_seconds().cast("int64") + BEIJING_SECONDS


def calendar(rows: "ir.Table", day: str) -> "ir.Table":
    """Every day from the first to the last of the rows: one column `<day>`. A day without a row is a gap, not a zero."""
    epoch = ibis.date("1970-01-01")
    ends = rows.aggregate(first=rows[day].min(), last=rows[day].max())
    span = ends.select(n=ibis.range(_days(ends.first), _days(ends.last) + 1).unnest())
    return span.select((epoch + span.n.cast("int32").as_interval("D")).cast("date").name(day))


def _days(day: "ir.DateValue") -> "ir.IntegerValue":
    return day.epoch_days().cast("int64")
