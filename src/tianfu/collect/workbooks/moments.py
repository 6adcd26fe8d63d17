"""Dates and times of a spreadsheet: what a number format shows, and the number of days as ISO 8601 text."""

import re
from enum import Enum, auto
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import pieced
from .numbers import of_float

Floats = np.ndarray[Any, np.dtype[np.float64]]

DAY = 86_400_000
EPOCH = 25_569
"""1970-01-01 in days since 1899-12-30."""
LEAP = 60
"""1900-02-29 in the spreadsheet's count, a day that never was; before it the count is one short."""
LAST = 2_958_465
SINCE_1904 = 1_462
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|AM/PM|A/P|上午/下午|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


class Shows(Enum):
    """What a cell of this number format shows."""

    number = auto()
    day = auto()
    moment = auto()
    time = auto()
    elapsed = auto()


BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), Shows.day),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56), Shows.time),
    22: Shows.moment,
    46: Shows.elapsed,
}
"""Numbers of formats that every spreadsheet knows, those of Chinese ones too."""


def shows(number: int, code: str | None = None) -> Shows:
    """By the number of a format and, where the workbook defines it, its code.

    >>> [shows(164, c).name for c in ("yyyy-mm-dd", '#,##0.00"元/m"', "[h]:mm", 'yyyy"年"m"月"d"日" hh:mm', "[Red]0.0")]
    ['day', 'number', 'elapsed', 'moment', 'number']
    """
    if code is None:
        return BUILT_IN.get(number, Shows.number)
    signs = QUOTED.sub("", code.split(";")[0]).lower()
    if ELAPSED.search(signs):
        return Shows.elapsed
    has_time = "h" in signs or "s" in signs
    has_day = "y" in signs or "d" in signs or ("m" in signs and not has_time)
    if has_day:
        return Shows.moment if has_time else Shows.day
    return Shows.time if has_time else Shows.number


def iso(values: Floats, shown: Shows, *, since_1904: bool) -> pa.StringArray:
    """Texts of days since the workbook's epoch. What is no such day stays a number; what a format hides is written all the same."""
    days = values + SINCE_1904 * (values >= 1) if since_1904 and shown is not Shows.elapsed else values
    whole = np.rint(np.where(np.isfinite(days), days, -1) * DAY)
    last = (whole >= 0) & (whole < (LAST + 1) * DAY)
    timed = last & (shown is Shows.elapsed) | last & (whole < DAY) & (shown is not Shows.day)
    dated = last & (whole >= DAY) & ~timed
    leap = dated & (whole // DAY == LEAP)
    bare = dated & ~leap & (whole % DAY == 0) & (shown is Shows.day)
    rest = dated & ~leap & ~bare
    return pieced(
        len(values),
        (
            (timed, lambda w: _hours(whole[w])),
            (leap, lambda w: pa.array(["1900-02-29"] * len(w))),
            (bare, lambda w: _moments(whole[w]).cast(pa.date32()).cast(pa.string())),
            (rest, lambda w: _written(_moments(whole[w]))),
            (~timed & ~dated, lambda w: pa.array([of_float(v)[0] for v in values[w].tolist()], pa.string())),
        ),
    )


def _moments(whole: Floats) -> pa.Array:
    """Milliseconds since 1970. Before the day that never was, the count is one short."""
    return pa.array((whole + (whole < LEAP * DAY) * DAY - EPOCH * DAY).astype(np.int64)).cast(pa.timestamp("ms"))


def _written(moments: pa.Array) -> pa.StringArray:
    return pc.replace_substring_regex(pc.replace_substring(moments.cast(pa.string()), " ", "T"), r"\.000$", "")


def _hours(whole: Floats) -> pa.StringArray:
    """Of times and durations, of which there are few: 08:30:00, 30:00:00.5."""
    texts = []
    for each in whole.astype(np.int64).tolist():
        seconds, rest = divmod(each, 1000)
        hours, seconds = divmod(seconds, 3600)
        texts.append(f"{hours:02d}:{seconds // 60:02d}:{seconds % 60:02d}" + (f".{rest:03d}".rstrip("0") if rest else ""))
    return pa.array(texts, pa.string())
