"""Dates and instants as sources write them -> ISO 8601. Only the order year, month, day is read: others are ambiguous."""

from typing import TYPE_CHECKING

import ibis

from .characters import holds_any, is_ascii

if TYPE_CHECKING:
    import ibis.expr.types as ir


def untidy_date(text: "ir.StringValue") -> "ir.BooleanValue":
    """Not written as 2024-03-01 (as far as a cheap look tells)."""
    return (text.length() != 10) | holds_any(text, "/.") | ~is_ascii(text)


def untidy_instant(text: "ir.StringValue") -> "ir.BooleanValue":
    """Not written as 2024-03-01 08:00:00, with `T`, fraction and offset as may be."""
    return (text.length() < 19) | holds_any(text, "/") | ~is_ascii(text)


def iso_date(text: "ir.StringValue") -> "ir.StringValue":
    """2024/3/1, 2024.3.1, 2024年3月1日, 20240301, 2024-03-01 00:00:00 -> 2024-03-01; anything else stays as it is."""
    day = _midnight_cut(text).replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    compact = day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2)
    return ibis.cases(
        (day.re_search("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"), _padded(day)),
        (day.re_search("^[12][0-9]{7}$"), compact),
        else_=text,
    )


def iso_instant(text: "ir.StringValue") -> "ir.StringValue":
    """2024/3/1 8:00, 2024年3月1日8时, 20240301080000 -> 2024-03-01 08:00:00. An offset stays; a bare date is no instant."""
    plain = text.replace("年", "-").replace("月", "-").replace("日", " ").replace("时", ":00").replace("/", "-").replace("  ", " ")
    compact = ibis.literal("").join(
        [plain.substr(0, 4), "-", plain.substr(4, 2), "-", plain.substr(6, 2), " ", plain.substr(8, 2), ":", plain.substr(10, 2), ":", "00"]
    )
    seconds = ibis.literal("").join([compact.substr(0, 17), plain.substr(12, 2)])
    spaced = plain.replace("T", " ")
    day, clock = spaced.split(" ")[0], spaced.split(" ")[1]
    return ibis.cases(
        (plain.re_search("^[12][0-9]{13}$"), seconds),
        (plain.re_search("^[12][0-9]{11}$"), compact),
        (plain.re_search("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}"), _padded(day) + " " + _clock(clock)),
        else_=text,
    )


def _midnight_cut(text: "ir.StringValue") -> "ir.StringValue":
    """Spreadsheets export a date as its midnight."""
    return ibis.ifelse(text.re_search("[ T]0{1,2}:00(:00([.]0+)?)?$"), text.replace("T", " ").split(" ")[0], text)


def _padded(day: "ir.StringValue") -> "ir.StringValue":
    parts = day.split("-")
    return ibis.literal("-").join([parts[0], _two(parts[1]), _two(parts[2])])


def _clock(clock: "ir.StringValue") -> "ir.StringValue":
    """8:00 -> 08:00:00; seconds, fraction and offset stay."""
    hour = ibis.ifelse(clock.substr(1, 1) == ":", ibis.literal("0") + clock, clock)
    return ibis.ifelse(hour.substr(5, 1) == ":", hour, hour.substr(0, 5) + ":00" + hour.substr(5))


def _two(part: "ir.StringValue") -> "ir.StringValue":
    return ibis.ifelse(part.length() == 1, ibis.literal("0") + part, part)
