"""What the stations sent, hour by hour, with the faults of instruments and of those who copy their values."""

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import air, damage, stations
from .chunk import Chunk, Lines
from .draw import Draw, Rows, span
from .places import LAST_DAY
from .planting import Kind, Planted, Plot
from .text import pick, tenths, words

KINDS = (
    Kind("no value", "pm25", damage.always("-9999"), "accepted", "missing_mark"),
    Kind("spike", "pm25", lambda v: f"{float(v) * 6 + 300:.1f}", "flagged"),
    Kind("below detection", "so2", damage.always("<0.02"), "quarantined", "below_detection"),
    Kind("PM10 below PM2.5", "pm10", lambda v: f"{float(v) / 4:.1f}", "flagged"),
    Kind("hour repeated", "at", damage.hour_before, "quarantined"),
    Kind("full-width digits", "pm25", damage.full_width, "accepted"),
    Kind("unknown missing mark", "temperature", damage.always("-99"), "quarantined", "missing_mark"),
    Kind("unit inside", "co", lambda v: f"{v}mg", "quarantined", "unit_inside"),
    Kind("other unit", "co", lambda v: f"{round(float(v) * 1000)}", "quarantined", "wrong_unit"),
    Kind("field empty", "o3", damage.always(""), "accepted"),
    Kind("spreadsheet error", "no2", damage.always("#REF!"), "quarantined", "spreadsheet_error"),
)
ANOMALIES = ("spike", "PM10 below PM2.5")
RUNS = 3000
"""Rows in which one flat line and one gap lie."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Only the face of the clock counts: hours are Beijing time."""


def hours_of(total: int, count: int) -> int:
    """Hours per station."""
    return max(1, total // count)


def rows(seed: int, count: int, hours: int, start: int, stop: int) -> Chunk:
    """Rows start to stop - 1 of `count` stations x `hours`, up to the end of LAST_DAY; the rows inside gaps are left out."""
    here = span(start, stop)
    station, hour = (n.astype(np.int64) for n in np.divmod(here, np.uint64(hours)))
    clock = _first_hour(hours) + hour
    flat, begin = _run(seed, "flat", here, hours, 12, 36)
    gap, _ = _run(seed, "gap", here, hours, 2, 9)
    fine = air.pm25(seed, station, np.where(flat, clock - (here - begin).astype(np.int64), clock))
    values = {"pm25": fine, **air.others(seed, station, clock, fine)}
    columns = {"station": pick(words(stations.codes(count)), station), "at": pick(_times(hours), hour)}
    columns |= {n: pick(_numbers(), np.clip(v, _LOW, _HIGH) - _LOW) for n, v in values.items()}
    planted = [p for p in Plot(seed, "readings", count * hours, KINDS, every=200).spoil(start, columns) if not gap[p.row - start]]
    truth = _runs(seed, count, hours, start, stop) + _single(planted, start, columns)
    keep = pa.array(~gap)
    place = np.cumsum(~gap) - 1
    moved = [Planted(start + int(place[p.row - start]), p.kind, p.written, p.right) for p in planted]
    return Chunk({n: c.filter(keep) for n, c in columns.items()}, moved, extra={"anomalies": truth})


def _run(seed: int, what: str, rows: Rows, hours: int, least: int, most: int) -> tuple[NDArray[np.bool_], Rows]:
    """Whether each row lies in its block's run, and where that run begins. A run ends with its station."""
    block = rows // np.uint64(RUNS)
    begin, length = _bounds(seed, what, block, least, most)
    inside = (rows >= begin) & (rows < begin + length) & (rows // np.uint64(hours) == begin // np.uint64(hours))
    return inside, begin


def _bounds(seed: int, what: str, block: Rows, least: int, most: int) -> tuple[Rows, Rows]:
    begin = block * np.uint64(RUNS) + Draw(seed, f"readings.{what}").below(block, RUNS - most).astype(np.uint64)
    return begin, np.uint64(least) + Draw(seed, f"readings.{what}.length").below(block, most - least).astype(np.uint64)


def _runs(seed: int, count: int, hours: int, start: int, stop: int) -> Lines:
    """Flat lines and gaps that begin between start and stop - 1, as lines of truth."""
    blocks = np.arange(start // RUNS, stop // RUNS + 1, dtype=np.uint64)
    found: Lines = []
    for what, field, least, most in (("flat", "pm25", 12, 36), ("gap", "", 2, 9)):
        for begin, length in zip(*(a.tolist() for a in _bounds(seed, what, blocks, least, most)), strict=True):
            if start <= begin < stop:
                station, first = divmod(begin, hours)
                last = min(first + length, hours) - 1
                name = {"flat": "flat line", "gap": "gap"}[what]
                found.append((stations.codes(count)[station], field, _time(hours, first), _time(hours, last), name))
    return found


def _single(planted: list[Planted], start: int, columns: dict[str, pa.Array]) -> Lines:
    found: Lines = []
    for p in planted:
        if p.kind.name in ANOMALIES:
            at = columns["at"][p.row - start].as_py()
            found.append((columns["station"][p.row - start].as_py(), p.kind.field, at, at, p.kind.name))
    return found


def _first_hour(hours: int) -> int:
    return ((LAST_DAY - EPOCH.date()).days + 1) * 24 - hours


def _time(hours: int, hour: int) -> str:
    return f"{EPOCH + timedelta(hours=_first_hour(hours) + hour):%Y-%m-%d %H:%M}"


@cache
def _times(hours: int) -> pa.Array:
    return words([_time(hours, h) for h in range(hours)])


_LOW, _HIGH = -600, 12000


@cache
def _numbers() -> pa.Array:
    return tenths(_LOW, _HIGH)
