"""Days of air: means that say how many hours are behind them, indices and limits of the edition that was in force on the day."""

from functools import reduce
from typing import TYPE_CHECKING

import ibis

from tianfu.blocks.dated import by_edition
from tianfu.blocks.limits import grade, index, segments
from tianfu.blocks.numbers import half_even
from tianfu.blocks.series import civil_hour, daily_highest_mean, daily_means

if TYPE_CHECKING:
    import ibis.expr.types as ir

SIX = {"pm25": "PM2.5", "pm10": "PM10", "so2": "SO2", "no2": "NO2", "co": "CO", "o3": "O3"}
JUDGED = {"pm25": "pm25_24h", "pm10": "pm10_24h", "so2": "so2_24h", "no2": "no2_24h", "co": "co_24h", "o3_8h": "o3_8h", "o3_1h": "o3_1h"}
"""Column of the day -> column of the break points. HJ 633-2012 looks at the hour of ozone when the 8-hour mean is above its table."""
DECIMALS = {"co": 1}
"""Concentrations are judged in whole µg/m³, CO in tenths of mg/m³."""
MONTHS = 12
OZONE_HOURS, OZONE_LEAST = 8, 6
"""An 8-hour mean of ozone, and how many of its hours must have a value (GB 3095-2012, table 4)."""


def air_daily(
    air_hourly: "ir.Table",
    iaqi_breakpoints: "ir.Table",
    iaqi_above: "ir.Table",
    aqi_classes: "ir.Table",
    primary_above: "ir.Table",
    pm25_daily_limits: "ir.Table",
    valid_day: "ir.Table",
) -> "ir.Table":
    """Daily mean of PM2.5 per station, its index and its class 2 limit, by the editions of the day."""
    means = by_edition(daily_means(air_hourly, ["pm25"], by="station", at="at"), valid_day, day="date")
    days = means.mutate(pm25=half_even(means.pm25), valid=means.pm25_hours >= means.hours)
    judged = days.mutate(concentration=ibis.ifelse(days.valid, days.pm25, None), substance=ibis.literal("pm25_24h"))
    pieces = segments(iaqi_breakpoints, iaqi_above, ["pm25_24h"], index="iaqi")
    indexed = index(judged, pieces, day="date", substance="substance", concentration="concentration")
    graded = by_edition(grade(indexed, aqi_classes, day="date", index="index"), primary_above, day="date")
    t = by_edition(graded, pm25_daily_limits, day="date", edition="limit_edition")
    return t.select(
        "station",
        "date",
        hours=t.pm25_hours,
        pm25=t.pm25,
        valid=t.valid,
        reason=ibis.ifelse(t.valid, None, ibis.literal("有效小时 ") + t.pm25_hours.cast("string") + " 个，少于 " + _whole(t.hours) + " 个"),
        iaqi_pm25=t["index"],
        aqi=t["index"],
        level=t.level,
        category=t.category,
        primary_pollutant=ibis.ifelse(t["index"] > t.value, "PM2.5", None),
        edition=t.edition,
        retrospective=t.retrospective,
        limit_class2=t.class2,
        within_limit=ibis.ifelse(t.valid, t.pm25 <= t.class2, None),
        limit_edition=t.limit_edition,
    )


def air_quality_daily(
    readings: "ir.Table",
    iaqi_breakpoints: "ir.Table",
    iaqi_above: "ir.Table",
    aqi_classes: "ir.Table",
    primary_above: "ir.Table",
    valid_day: "ir.Table",
) -> "ir.Table":
    """Six pollutants per station and day, their indices, the air quality index and what caused it."""
    days = by_edition(_days(readings), valid_day, day="date")
    judged = days.select("station", "date", **{c: _judged(days, c) for c in JUDGED})
    pieces = segments(iaqi_breakpoints, iaqi_above, list(JUDGED.values()), index="iaqi")
    indexed = index(_one_per_row(judged), pieces, day="date", substance="substance", concentration="concentration")
    t = judged.join(_indices(indexed), ["station", "date"])
    t = t.mutate(iaqi_o3=ibis.coalesce(t.i_o3_8h, ibis.ifelse(t.o3_8h.notnull(), t.i_o3_1h, None)))
    t = t.mutate(**{f"iaqi_{c}": t[f"i_{c}"] for c in SIX if c != "o3"})
    t = t.mutate(missing=_joined([(t[f"iaqi_{c}"].isnull(), name) for c, name in SIX.items()]))
    t = t.mutate(index=ibis.ifelse(t.missing.isnull(), ibis.greatest(*(t[f"iaqi_{c}"] for c in SIX)), None))
    t = by_edition(grade(t, aqi_classes, day="date", index="index"), primary_above, day="date")
    leading = _joined([((t[f"iaqi_{c}"] == t["index"]) & (t["index"] > t.value), name) for c, name in SIX.items()])
    return t.select(
        "station",
        "date",
        *(c for c in JUDGED if c != "o3_1h"),
        valid=t.missing.isnull(),
        missing=t.missing,
        **{f"iaqi_{c}": t[f"iaqi_{c}"] for c in SIX},
        aqi=t["index"],
        level=t.level,
        category=t.category,
        primary_pollutant=leading,
        edition=t.edition,
    )


def air_yearly(air_daily: "ir.Table", pm25_stations: "ir.Table", valid_year: "ir.Table", pm25_yearly_limits: "ir.Table") -> "ir.Table":
    """The mean of each year, whether enough of the year is behind it to be judged, and the limit of its edition."""
    years = _years(air_daily, valid_year)
    t = _named(by_edition(years, pm25_yearly_limits, day="from_day", edition="limit_edition"), pm25_stations)
    mean = half_even(t.total / ibis.ifelse(t["days"] > 0, t["days"], None))
    valid = (t["days"] >= t.needed) & (t.full_months == MONTHS)
    few = ibis.literal("参加评价 ") + t["days"].cast("string") + " 天，少于 " + _whole(t.needed) + " 天"
    short = ibis.literal("有 ") + (MONTHS - t.full_months).cast("string") + " 个月参加评价的天数不足"
    return t.select(
        "station",
        "place",
        "year",
        "days",
        "full_months",
        pm25=mean,
        valid=valid,
        reason=ibis.cases((valid, None), (t["days"] < t.needed, few), else_=short),
        limit_class2=t.class2,
        within_limit=ibis.ifelse(valid, mean <= t.class2, None),
        limit_edition=t.limit_edition,
    )


def air_editions(air_daily: "ir.Table", pm25_stations: "ir.Table", pm25_daily_limits: "ir.Table") -> "ir.Table":
    """The judged days of each year held against every edition's limit, whatever their date."""
    limits = pm25_daily_limits.select(edition="source", in_force="valid_from", limit_class2="class2")
    t = air_daily.filter(air_daily.valid).select("station", "date", "pm25").cross_join(limits)
    t = t.mutate(year=_year(t.date), met=(t.pm25 <= t.limit_class2).cast("int64"))
    years = t.group_by(["station", "year", "edition", "in_force", "limit_class2"]).aggregate(days=t.count(), within=t.met.sum())
    u = _named(years, pm25_stations)
    named = ("station", "place", "year", "edition", "in_force", "limit_class2", "days", "within")
    return u.select(*named, over=u["days"] - u.within, share=(100.0 * u.within / u["days"]).round(1))


def air_index_editions(air_daily: "ir.Table", iaqi_breakpoints: "ir.Table", iaqi_above: "ir.Table", aqi_classes: "ir.Table") -> "ir.Table":
    """Each daily mean that occurred, judged by every edition of the index, whatever its date."""
    days = air_daily.filter(air_daily.valid)
    means = days.group_by("pm25").aggregate(days=days.count())
    editions = iaqi_breakpoints.select(date="valid_from").distinct()
    asked = means.cross_join(editions).mutate(substance=ibis.literal("pm25_24h"))
    pieces = segments(iaqi_breakpoints, iaqi_above, ["pm25_24h"], index="iaqi")
    indexed = index(asked, pieces, day="date", substance="substance", concentration="pm25")
    t = grade(indexed, aqi_classes, day="date", index="index")
    return t.select("pm25", "edition", aqi=t["index"], level=t.level, category=t.category, days=t["days"])


def air_by_month(air_daily: "ir.Table", pm25_stations: "ir.Table") -> "ir.Table":
    """The mean of the judged days of each month of the year."""
    days = air_daily.filter(air_daily.valid)
    t = days.mutate(month=days.date.month().cast("int64")).group_by(["station", "month"])
    months = _named(t.aggregate(days=lambda d: d.count(), mean=lambda d: d.pm25.mean()), pm25_stations)
    return months.select("station", "place", "month", "days", pm25=half_even(months["mean"], 1))


def air_by_hour(air_hourly: "ir.Table", pm25_stations: "ir.Table") -> "ir.Table":
    """The mean of each hour of the day in Beijing."""
    t = air_hourly.mutate(hour=civil_hour(air_hourly.at)).group_by(["station", "hour"])
    hours = _named(t.aggregate(hours=lambda h: h.pm25.count(), mean=lambda h: h.pm25.mean()), pm25_stations)
    return hours.select("station", "place", "hour", "hours", pm25=half_even(hours["mean"], 1))


def _years(air_daily: "ir.Table", valid_year: "ir.Table") -> "ir.Table":
    """Judged days and their sum per year, months that have enough of them, and how many days the rule of the year asks for."""
    rows = by_edition(air_daily.mutate(year=_year(air_daily.date), month=air_daily.date.month()), valid_year, day="date", edition="rule")
    least = ibis.ifelse(rows.month == 2, rows.february_days, rows.month_days)  # February
    months = rows.mutate(least=least).group_by(["station", "year", "month"])
    counted = months.aggregate(
        from_day=lambda t: t.date.min(),
        judged=lambda t: t.valid.cast("int64").sum(),
        total=lambda t: t.pm25.sum(where=t.valid),
        least=lambda t: t.least.max(),
        needed=lambda t: t["days"].max(),
    )
    return counted.group_by(["station", "year"]).aggregate(
        from_day=counted.from_day.min(),
        days=counted.judged.sum(),
        full_months=(counted.judged >= counted.least).cast("int64").sum(),
        total=counted.total.sum(),
        needed=counted.needed.max(),
    )


def _named(rows: "ir.Table", stations: "ir.Table") -> "ir.Table":
    """With the name of each station; a station without one is called by its code."""
    called = stations.select(code="station", called="place")
    joined = rows.left_join(called, rows.station == called.code)
    return joined.mutate(place=ibis.coalesce(joined.called, joined.station)).drop("code", "called")


def _year(day: "ir.DateValue") -> "ir.IntegerValue":
    return day.year().cast("int64")


def _days(readings: "ir.Table") -> "ir.Table":
    """Means of the day, the highest 8-hour mean of ozone and its highest hour, with the hours behind them."""
    means = daily_means(readings, [c for c in SIX if c != "o3"], by="station", at="at")
    eight = daily_highest_mean(readings, "o3", by="station", at="at", hours=OZONE_HOURS, least=OZONE_LEAST)
    one = daily_highest_mean(readings, "o3", by="station", at="at", hours=1, least=1)
    eight, one = eight.rename(o3_8h="o3", o3_8h_windows="o3_windows"), one.rename(o3_1h="o3", o3_1h_hours="o3_windows")
    return means.join(eight, ["station", "date"]).join(one, ["station", "date"])


def _judged(days: "ir.Table", column: str) -> "ir.FloatingValue":
    """The concentration as it is judged, or none when too little of the day is behind it."""
    enough = days.o3_8h_windows >= days.windows if column == "o3_8h" else days[f"{column}_hours"] >= days.hours
    return ibis.ifelse(enough, half_even(days[column], DECIMALS.get(column, 0)), None)


def _one_per_row(judged: "ir.Table") -> "ir.Table":
    parts = [judged.select("station", "date", substance=ibis.literal(s), concentration=judged[c]) for c, s in JUDGED.items()]
    return ibis.union(*parts)


def _indices(indexed: "ir.Table") -> "ir.Table":
    """One row per day again: `i_<column>` and the edition of the day."""
    per = {f"i_{c}": indexed["index"].max(where=indexed.substance == s) for c, s in JUDGED.items()}
    return indexed.group_by(["station", "date"]).aggregate(**per, edition=indexed.edition.max())


def _joined(named: "list[tuple[ir.BooleanValue, str]]") -> "ir.StringValue":
    """The names whose condition holds, joined by 、; null when there is none."""
    parts = [ibis.ifelse(condition.fill_null(False), f"、{name}", "") for condition, name in named]  # noqa: FBT003
    return reduce(lambda a, b: a + b, parts).substr(1).nullif("")


def _whole(number: "ir.NumericValue") -> "ir.StringValue":
    return number.cast("int64").cast("string")
