"""Hours to days: the day is the one in Beijing, and each mean says how many hours are behind it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tianfu.blocks.series import civil_date, civil_hour, daily_highest_mean, daily_means

MIDNIGHT = datetime(2026, 2, 28, 16, tzinfo=UTC)
"""0:00 of 1 March in Beijing."""


def hourly(values: list[float | None], start: datetime = MIDNIGHT, station: str = "A") -> Any:
    at = [start + timedelta(hours=h) for h in range(len(values))]
    columns = {"station": pa.array([station] * len(at)), "at": pa.array(at, pa.timestamp("us", "UTC")), "v": pa.array(values, pa.float64())}
    return ibis.memtable(pa.table(columns))


@pytest.mark.parametrize(
    ("at", "day", "hour"),
    [
        (datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC), date(2026, 2, 28), 23),
        (datetime(2026, 2, 28, 16, tzinfo=UTC), date(2026, 3, 1), 0),
        (datetime(1969, 12, 31, 15, tzinfo=UTC), date(1969, 12, 31), 23),
        (datetime(1969, 12, 31, 16, tzinfo=UTC), date(1970, 1, 1), 0),
        (datetime(2024, 2, 28, 17, 30, tzinfo=UTC), date(2024, 2, 29), 1),
    ],
)
def test_day_and_hour_are_those_of_beijing(at: datetime, day: date, hour: int) -> None:
    table = hourly([1.0], at)
    assert table.select(d=civil_date(table.at), h=civil_hour(table.at)).to_pyarrow().to_pylist() == [{"d": day, "h": hour}]


def test_a_mean_counts_the_hours_behind_it_and_missing_ones_not() -> None:
    found = daily_means(hourly([10.0, None, 20.0]), ["v"], by="station", at="at").to_pyarrow().to_pylist()
    assert found == [{"station": "A", "date": date(2026, 3, 1), "v": 15.0, "v_hours": 2}]


def test_a_day_without_values_has_no_mean_and_no_hours() -> None:
    found = daily_means(hourly([None] * 24), ["v"], by="station", at="at").to_pyarrow().to_pylist()
    assert [(r["v"], r["v_hours"]) for r in found] == [(None, 0)]


def highest(values: list[float | None]) -> tuple[float | None, int]:
    (row,) = daily_highest_mean(hourly(values), "v", by="station", at="at", hours=8, least=6).to_pyarrow().to_pylist()
    return row["v"], row["v_windows"]


def test_the_highest_8_hour_mean_lies_within_the_day() -> None:
    assert highest([10.0] * 12 + [90.0] * 8 + [10.0] * 4) == (90.0, 17)


def test_a_window_of_too_few_hours_does_not_count() -> None:
    values: list[float | None] = [10.0] * 16 + [None] * 3 + [500.0] * 5
    windows = [[v for v in values[end - 7 : end + 1] if v is not None] for end in range(7, 24)]
    counted = [sum(w) / len(w) for w in windows if len(w) >= 6]
    assert highest(values) == (pytest.approx(max(counted)), len(counted))
    assert len(counted) < 17
