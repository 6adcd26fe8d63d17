"""The visitors of Jiuzhaigou as the files tell them: what is compared, what is listed, and that a closed park has no zeros."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tianfu.catalogue import declare_all, load_packs
from tianfu.flow import derive, load
from tianfu.model import DERIVATION, Settings, service
from tianfu.store import Store

NOW = datetime(2026, 11, 25, tzinfo=UTC)
COLLECTED = ("visitors_list1", "visitors_list2", "search_index", "weather")


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    registry = load_packs()
    with Store.open(Settings(home=tmp_path_factory.mktemp("home"))) as store:
        declare_all(store, registry)
        for name in COLLECTED:
            load(store, registry, f"tourism.{name}", roots=(shared / "data",), now=NOW)
        for name in ("visitors_daily", "visitors_conflicts"):
            derive(store, registry, f"tourism.{name}", now=NOW)
        yield store


def rows(store: Store, name: str) -> dict[date, dict[str, Any]]:
    opened = store.read(f"tourism.{name}", service("tourism"), DERIVATION, today=NOW.date())
    return {r["date"]: r for r in opened.table.to_pyarrow().to_pylist()}


def written(shared: Path, number: int) -> list[tuple[str, str]]:
    with (shared / "data" / "tourism" / f"jiuzhaigou_visitors_list{number}_to_2020.csv").open(encoding="utf-8") as file:
        return [(r["date"], r["tourism_num"]) for r in csv.DictReader(file)]


def test_the_record_that_repeats_as_a_whole_is_kept_once_and_said_to_repeat(store: Store) -> None:
    for name, read in (("visitors_list1", 2388), ("visitors_list2", 2208)):
        version = store.version(f"tourism.{name}")
        assert version is not None
        assert version.counts == {"read": read, "accepted": read - 1, "flagged": 0, "quarantined": 1}
        assert [(r.id, r.failed) for r in version.quality.checks if r.failed] == [("date-visitors.unique", 1)]


def test_pairing_the_lists_by_day_finds_56_pairs_apart_which_are_three_days(shared: Path, store: Store) -> None:
    """A join by day alone pairs each figure of a repeated day with each: 2 + 42 + 12 unequal pairs of three days are not 56 days."""
    second: dict[str, list[str]] = {}
    for day, figure in written(shared, 2):
        second.setdefault(day, []).append(figure)
    pairs = [(d, a, b) for d, a in written(shared, 1) for b in second.get(d, []) if a != b]
    assert len(pairs) == 56
    assert {date.fromisoformat(d) for d, _, _ in pairs} == set(rows(store, "visitors_conflicts"))


def test_the_days_in_conflict_are_listed_with_all_that_is_said_and_the_evidence(store: Store) -> None:
    found = rows(store, "visitors_conflicts")
    assert {d: (r["figures"], r["missing_before"], r["difference"]) for d, r in found.items()} == {
        date(2013, 6, 11): (4, 3, 14873),
        date(2015, 7, 6): (7, 6, 5143),
        date(2016, 12, 20): (2, 1, 79),
    }
    assert found[date(2016, 12, 20)]["list1"] == found[date(2016, 12, 20)]["list2"] == "2011、2090"
    assert all(r["hint"].startswith("此前缺") and r["weather"] for r in found.values())


def test_no_figure_is_picked_on_a_day_in_conflict(store: Store) -> None:
    daily = rows(store, "visitors_daily")
    conflicts = {d for d, r in daily.items() if r["conflict"]}
    assert conflicts == set(rows(store, "visitors_conflicts"))
    assert all(daily[d]["visitors"] is None and daily[d]["state"] == "冲突" for d in conflicts)


def test_all_other_days_have_the_figure_of_the_lists_and_name_who_speaks(shared: Path, store: Store) -> None:
    daily = rows(store, "visitors_daily")
    told = {date.fromisoformat(d): int(n) for d, n in written(shared, 1)}
    undisputed = {d: n for d, n in told.items() if not daily[d]["conflict"]}
    assert len(undisputed) == 2374
    assert {d: daily[d]["visitors"] for d in undisputed} == undisputed
    assert daily[date(2012, 5, 25)]["sources"] == "list1"
    assert daily[date(2020, 12, 31)]["sources"] == "list1、list2、search_index"
    assert daily[date(2021, 9, 12)]["sources"] == "search_index"


def test_a_closed_park_has_gaps_and_no_zeros(store: Store) -> None:
    daily = rows(store, "visitors_daily")
    closed = [r for d, r in daily.items() if date(2017, 8, 8) <= d <= date(2018, 3, 7)]
    assert len(closed) == 212
    assert {r["visitors"] for r in closed} == {None}
    assert {r["reason"] for r in closed} == {"2017年8月8日九寨沟地震后闭园"}
    assert not [d for d, r in daily.items() if r["visitors"] == 0]


def test_temperatures_with_a_sign_are_numbers_and_a_sign_alone_is_missing(store: Store) -> None:
    weather = rows(store, "weather")
    assert (weather[date(2020, 12, 31)]["highest"], weather[date(2020, 12, 31)]["lowest"]) == (5.0, -5.0)
    assert (weather[date(2020, 12, 31)]["first"], weather[date(2020, 12, 31)]["then"]) == ("多云", "晴")
    assert sum(r["lowest"] is None for r in weather.values()) == 2


def test_a_dash_for_the_air_is_no_value_and_every_day_of_weather_is_kept(store: Store) -> None:
    weather = rows(store, "weather")
    assert len(weather) == 3603
    assert weather[date(2016, 5, 2)]["aqi"] is None
