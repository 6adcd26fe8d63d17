"""Ticks at round numbers, what they are called, and which of many labels along an axis find room."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from math import ceil, floor, log10

from tianfu.catalogue.charts.digits import exact
from tianfu.catalogue.charts.periods import CHINA
from tianfu.model import Every

from .canvas import width

Ticks = tuple[float, ...]
Labels = list[tuple[int, str]]
GAP = 12.0
SAME, TINY = 1e-9, 1e-300
"""What is closer together than this is one value."""
FROM_ZERO = 0.6
"""Lines whose lowest value is below this part of the highest start at zero."""


def nice(low: float, high: float, most: int = 6, *, whole: bool = False) -> Ticks:
    """Ticks at 1, 2 or 5 times a power of ten that reach from low to high, at most one more than `most`.

    >>> nice(0, 1.43), nice(-3, 17), nice(0, 0, 3), nice(0, 3, whole=True)
    ((0.0, 0.5, 1.0, 1.5), (-5.0, 0.0, 5.0, 10.0, 15.0, 20.0), (0.0, 0.5, 1.0), (0.0, 1.0, 2.0, 3.0))
    """
    if high - low <= max(abs(low), abs(high)) * SAME or high - low < TINY:
        high = low + max(abs(low), 1.0)
    rough = (high - low) / (most - 1)
    power = floor(log10(rough))
    step = next(m * 10.0**power for m in (1, 2, 5, 10) if m * 10.0**power >= rough * (1 - 1e-9))
    step = max(step, 1.0) if whole else step
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(float(f"{n * step:.12g}") for n in range(first, last + 1))


def domain(values: Iterable[float], *, from_zero: bool) -> tuple[float, float]:
    """From where to where an axis goes: bars from zero always, lines where zero is not far away."""
    known = list(values)
    low, high = min(known), max(known)
    if from_zero or low == high or (low >= 0 and low < FROM_ZERO * high) or (high <= 0 and high > FROM_ZERO * low):
        low, high = min(low, 0.0), max(high, 0.0)
    return low, high


def tick_words(ticks: Ticks, lang: str) -> list[str]:
    """The ticks in words, all alike: 2万 in Chinese, 20,000 in English.

    >>> tick_words((0.0, 5000.0, 10000.0), "zh"), tick_words((0.0, 0.5), "en"), tick_words((0.0, 2000000.0), "en")
    (['0', '0.5万', '1万'], ['0.0', '0.5'], ['0', '2M'])
    """
    largest = max(abs(t) for t in ticks)
    scales = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "bn"), (1e6, "M"))}[lang]
    for size, word in scales:
        if largest >= size:
            return ["0" if not t else f"{t / size:g}{word}" for t in ticks]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    digits = max(0, -floor(log10(step) + 1e-9))
    return [exact(t, digits) for t in ticks]


def thinned(candidates: Iterable[Labels], at: Sequence[float]) -> Labels:
    """The first candidate whose labels stand apart, else the last one's first label."""
    found: Labels = []
    for labels in candidates:
        found = labels or found
        if labels and _apart(labels, at):
            return labels
    return found[:1]


def dated(periods: Sequence[date], every: Every) -> Iterator[Labels]:
    """Labels along time, from close to far: hours, days, months, years; each candidate at round places."""
    local = [p.astimezone(CHINA) if isinstance(p, datetime) else p for p in periods]
    midnights = [n for n, p in enumerate(local) if not isinstance(p, datetime) or p.hour == 0]
    if every == "hour" and len(local) <= 100:
        for step in (1, 3, 6, 12):
            yield [
                (n, f"{p:%m-%d}" if p.hour == 0 else f"{p:%H:%M}")
                for n, p in enumerate(local)
                if isinstance(p, datetime) and p.hour % step == 0
            ]
    if every in ("hour", "day") and len(midnights) <= 200:
        for step in (1, 2, 5, 7, 10, 14, 28):
            yield [(n, f"{local[n]:%m-%d}") for n in midnights[::step]]
    months = [n for n in midnights if local[n].day == 1]
    for step in (1, 2, 3, 6) if every != "year" else ():
        named = [(n, _month(local[n], every)) for n in months if (local[n].month - 1) % step == 0]
        yield named if len(named) > 1 or len(periods) < 3 else []
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500):
        yield [(n, f"{local[n].year}") for n in months if local[n].month == 1 and local[n].year % step == 0]


def listed(names: Sequence[str]) -> Iterator[Labels]:
    """Labels of values in their own order: all of them, every second, every fifth, and so on."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        yield [(n, names[n]) for n in range(0, len(names), step)]


def _month(day: date, every: Every) -> str:
    return f"{day.year} Q{day.month // 3 + 1}" if every == "quarter" else f"{day:%Y-%m}"


def _apart(labels: Labels, at: Sequence[float]) -> bool:
    return all(at[b] - at[a] >= (width(one) + width(other)) / 2 + GAP for (a, one), (b, other) in pairwise(labels))
