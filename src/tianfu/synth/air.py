"""Hourly air and weather at invented stations, in tenths of the unit: seasons, times of day, spells of weather, all in whole numbers."""

from functools import cache
from math import cos, pi

import numpy as np

from .draw import Draw, Rows, Whole
from .places import prefectures

SPELL = 12
"""Hours between two knots of the weather noise; in between it is interpolated."""


def pm25(seed: int, station: Whole, clock: Whole) -> Whole:
    """PM2.5 at each station and hour (hours since 1970-01-01 00:00 Beijing time)."""
    still = np.maximum(1000 + _spell(seed, "still", station, clock, 380), 220)
    level = 430 * _season(1000, 520, 10)[clock // 24 % 1461] * _by_hour(1000, 220, 9, 12)[clock % 24] // 1000 * still // 1_000_000
    values: Whole = np.maximum(level * _local(seed, station) // 1000 + _noise(seed, "pm25", station, clock, 25), 20)
    return values


def others(seed: int, station: Whole, clock: Whole, fine: Whole) -> dict[str, Whole]:
    """The other columns; PM10 follows PM2.5 (`fine`), ozone follows the sun."""
    warm, sun = _season(1000, 480, 190)[clock // 24 % 1461], _by_hour(600, 550, 15, 24)[clock % 24]
    height = np.array([p.altitude for p in prefectures()])[station % 21]
    rain = np.maximum(_spell(seed, "rain", station, clock, 1000) - 1300, 0) // 20
    traffic = _by_hour(1000, 300, 8, 12)[clock % 24]
    return {
        "pm10": fine * (1300 + Draw(seed, "air.coarse").below(_at(station, clock), 500)) // 1000 + 30,
        "so2": np.maximum(55 + fine // 20 + _noise(seed, "so2", station, clock, 12), 5),
        "no2": np.maximum(260 * traffic // 1000 + fine // 10 + _noise(seed, "no2", station, clock, 40), 20),
        "co": np.maximum(5 + fine // 90 + _noise(seed, "co", station, clock, 2), 1),
        "o3": np.maximum(900 * warm // 1000 * sun // 1000 + _noise(seed, "o3", station, clock, 90), 20),
        "temperature": 180 - height // 18 + (warm - 1000) // 5 + (sun - 600) // 14 + _spell(seed, "warm", station, clock, 25),
        "humidity": np.clip(760 - (sun - 600) // 4 + rain * 3 + _spell(seed, "damp", station, clock, 90), 120, 1000),
        "pressure": 10130 - height * 11 // 10 + _spell(seed, "pressure", station, clock, 40),
        "wind_speed": np.maximum(14 + _spell(seed, "wind", station, clock, 9) + _noise(seed, "gust", station, clock, 4), 0),
        "wind_direction": (Draw(seed, "air.direction").below(_at(station, clock // 6), 360) + 3600) % 360 * 10,
        "precipitation": rain,
    }


def _at(station: Whole, clock: Whole) -> Rows:
    return (station * 10_000_000 + clock).astype(np.uint64)


def _noise(seed: int, what: str, station: Whole, clock: Whole, spread: int) -> Whole:
    return Draw(seed, f"air.{what}").about(_at(station, clock), spread)


def _spell(seed: int, what: str, station: Whole, clock: Whole, spread: int) -> Whole:
    """Noise that the stations of a prefecture share and that changes slowly."""
    draw, knot, part = Draw(seed, f"air.{what}"), clock // SPELL, clock % SPELL
    before, after = (draw.about(_at(station % 21, k), spread) for k in (knot, knot + 1))
    return (before * (SPELL - part) + after * part) // SPELL


def _local(seed: int, station: Whole) -> Whole:
    """How much dirtier or cleaner a station is, per thousand."""
    return 750 + Draw(seed, "air.local").below(station.astype(np.uint64), 500)


@cache
def _season(mean: int, swing: int, peak_day: int) -> Whole:
    """Per thousand, for each day of four years from 1970 on."""
    return np.array([round(mean + swing * cos(2 * pi * (d - peak_day) / 365.25)) for d in range(1461)])


@cache
def _by_hour(mean: int, swing: int, peak: int, period: int) -> Whole:
    """Per thousand, for each hour of the day."""
    return np.array([round(mean + swing * cos(2 * pi * (h - peak) / period)) for h in range(24)])
