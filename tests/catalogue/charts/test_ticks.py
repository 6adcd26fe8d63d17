"""Ticks at round numbers, labels that do not touch, lines that break where nothing was measured: for whatever numbers there are."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import log10
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.charts.drawn.canvas import width
from tianfu.catalogue.charts.drawn.frame import spread
from tianfu.catalogue.charts.drawn.lines import thin, unbroken
from tianfu.catalogue.charts.drawn.ticks import GAP, dated, domain, listed, nice, thinned, tick_words
from tianfu.catalogue.charts.periods import between
from tianfu.model import Every

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda v: float(f"{v:.6g}"))


@given(NUMBERS, NUMBERS, st.integers(2, 8))
def test_ticks_span_what_is_drawn_in_steps_of_one_two_or_five(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    ticks = nice(low, high, most)
    step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    assert ticks[0] <= low + 1e-8 * step
    assert ticks[-1] >= high - 1e-8 * step
    assert 2 <= len(ticks) <= most + 2
    assert min(abs(log10(step / m) - round(log10(step / m))) for m in (1, 2, 5)) < 1e-6


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.booleans())
def test_bars_begin_at_zero_and_nothing_lies_outside(values: list[float], from_zero: bool) -> None:
    low, high = domain(values, from_zero=from_zero)
    assert low <= min(values) <= max(values) <= high
    assert not from_zero or low <= 0 <= high


@given(st.lists(st.floats(0, 250), min_size=1, max_size=12))
def test_labels_beside_a_drawing_stand_apart_within_it(wanted: list[float]) -> None:
    found = spread(sorted(wanted), 17, 0, 260)
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(found))
    assert max(found) <= 260 + 1e-6


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=40))
def test_a_line_breaks_at_every_gap_and_loses_no_value(values: list[float | None]) -> None:
    points = [None if v is None else (float(n), v) for n, v in enumerate(values)]
    pieces = list(unbroken(points))
    assert [p for piece in pieces for p in piece] == [p for p in points if p is not None]
    gaps = sum(a is not None and b is None for a, b in pairwise(points))
    assert len(pieces) == gaps + (points[-1] is not None if points else 0)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3000))
def test_thinned_lines_keep_their_highest_and_lowest_value_and_their_ends(values: list[float]) -> None:
    points = [(n / 10, v) for n, v in enumerate(values)]
    kept = thin(points)
    heights = [y for _, y in kept]
    assert (min(heights), max(heights)) == (min(values), max(values))
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert [x for x, _ in kept] == sorted(x for x, _ in kept)
    assert set(kept) <= set(points)


LENGTH = {"hour": timedelta(hours=1), "day": timedelta(1), "month": timedelta(31), "quarter": timedelta(92), "year": timedelta(366)}
PERIODS = st.sampled_from([e for e in get_args(Every) if e])


def beginning(day: date, every: Every) -> date:
    """The period that the day lies in."""
    if every == "hour":
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}.get(every, day.month)
    return day if every == "day" else date(day.year, month, 1)


@given(PERIODS, st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(1, 900), st.integers(80, 800))
def test_labels_along_time_stand_apart(every: Every, start: date, count: int, room: int) -> None:
    first = beginning(start, every)
    axis = between(first, first + LENGTH[every] * (count // (12 if every == "year" else 1)), every)
    at = [n * room / max(1, len(axis) - 1) for n in range(len(axis))]
    labels = thinned(dated(axis, every), at)
    for (a, one), (b, other) in pairwise(labels):
        assert at[b] - at[a] >= (width(one) + width(other)) / 2 + GAP - 1e-6


def test_labels_of_days_are_five_days_apart_where_every_day_would_touch() -> None:
    axis = between(date(2026, 10, 24), date(2026, 11, 22), "day")
    at = [n * 450 / (len(axis) - 1) for n in range(len(axis))]
    assert [text for _, text in thinned(dated(axis, "day"), at)] == ["10-24", "10-29", "11-03", "11-08", "11-13", "11-18"]


def test_months_of_many_years_are_named_by_their_years() -> None:
    axis = between(date(2010, 5, 1), date(2015, 12, 1), "month")
    at = [n * 300 / (len(axis) - 1) for n in range(len(axis))]
    assert [text for _, text in thinned(dated(axis, "month"), at)] == ["2011", "2012", "2013", "2014", "2015"]


def test_long_names_are_thinned_and_one_is_left() -> None:
    at = [n * 2.0 for n in range(50)]
    assert len(thinned(listed(["很长的名称" * 3] * 50), at)) == 1


@pytest.mark.parametrize(
    ("ticks", "zh", "en"), [((0.0, 50000.0), ["0", "5万"], ["0", "50,000"]), ((0.0, 2e8), ["0", "2亿"], ["0", "200M"])]
)
def test_large_ticks_in_words(ticks: tuple[float, ...], zh: list[str], en: list[str]) -> None:
    assert (tick_words(ticks, "zh"), tick_words(ticks, "en")) == (zh, en)
