"""Dates and instants as sources write them -> ISO 8601. Only the order year, month, day is read: others are ambiguous."""

from typing import TYPE_CHECKING

import ibis

from .characters import holds_any, is_ascii, let

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
    return let(text, lambda written: let(_dashed(written), lambda day: _iso_date(written, day)))


def _dashed(written: "ir.StringValue") -> "ir.StringValue":
    return _midnight_cut(written).replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")


def _iso_date(written: "ir.StringValue", day: "ir.StringValue") -> "ir.StringValue":
    compact = day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2)
    return ibis.cases(
        (day.re_search("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"), _padded(day)),
        (day.re_search("^[12][0-9]{7}$"), compact),
        else_=written,
    )


def iso_instant(text: "ir.StringValue") -> "ir.StringValue":
    """2024/3/1 8:00, 2024年3月1日8时, 20240301080000 -> 2024-03-01 08:00:00. An offset stays; a bare date is no instant."""
    return let(text, lambda written: let(_plain(written), lambda plain: _iso_instant(written, plain)))


def _plain(written: "ir.StringValue") -> "ir.StringValue":
    return written.replace("年", "-").replace("月", "-").replace("日", " ").replace("时", ":00").replace("/", "-").replace("  ", " ")


def _iso_instant(written: "ir.StringValue", plain: "ir.StringValue") -> "ir.StringValue":
    compact = ibis.literal("").join(
        [plain.substr(0, 4), "-", plain.substr(4, 2), "-", plain.substr(6, 2), " ", plain.substr(8, 2), ":", plain.substr(10, 2), ":"]
    )
    parts = plain.replace("T", " ").split(" ")
    return ibis.cases(
        (plain.re_search("^[1-9][0-9]{13}$"), compact + plain.substr(12, 2)),
        (plain.re_search("^[1-9][0-9]{11}$"), compact + "00"),
        (
            plain.re_search("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}"),
            _padded(parts[0]) + " " + let(parts[1], lambda clock: let(_hour(clock), _clock)),
        ),
        else_=written,
    )


def _midnight_cut(text: "ir.StringValue") -> "ir.StringValue":
    """Spreadsheets export a date as its midnight."""
    return ibis.ifelse(text.re_search("[ T]0{1,2}:00(:00([.]0+)?)?$"), text.replace("T", " ").split(" ")[0], text)


def _padded(day: "ir.StringValue") -> "ir.StringValue":
    return let(day.split("-"), lambda parts: ibis.literal("-").join([parts[0], _two(parts[1]), _two(parts[2])]))


def _hour(clock: "ir.StringValue") -> "ir.StringValue":
    return ibis.ifelse(clock.substr(1, 1) == ":", ibis.literal("0") + clock, clock)


def _clock(hour: "ir.StringValue") -> "ir.StringValue":
    """08:00 -> 08:00:00; seconds, fraction and offset stay."""
    return ibis.ifelse(hour.substr(5, 1) == ":", hour, hour.substr(0, 5) + ":00" + hour.substr(5))


def _two(part: "ir.StringValue") -> "ir.StringValue":
    return ibis.ifelse(part.length() == 1, ibis.literal("0") + part, part)
