"""The main job on real input: the hourly file of Chengdu is loaded, judged by day, and nothing is done twice."""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, load_packs
from tianfu.flow import refresh, roots_of
from tianfu.model import Settings
from tianfu.store import Store

FILE = "environment/pm25_chengdu_2010_2015.csv.gz"
STATIONS = {"PM_Caotangsi": "caotangsi", "PM_Shahepu": "shahepu", "PM_US Post": "us_post"}
LOADED = ("air_hourly", "weather_hourly")
DERIVED = ("air_daily", "air_yearly", "air_editions", "air_index_editions", "air_by_month", "air_by_hour")
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = Settings(home=tmp_path_factory.mktemp("chengdu") / "home", data=(shared / "data",))
    with Store.open(settings) as store:
        runs = refresh(store, only_environment(), roots=roots_of(settings), now=NOW)
        assert {r.dataset: r.state for r in runs} == {f"environment.{n}": "done" for n in (*LOADED, *DERIVED)}
        yield store


def only_environment() -> Registry:
    return Registry({"environment": load_packs().packs["environment"]})


def counted(shared: Path) -> tuple[int, dict[str, int]]:
    """Records of the file and measured hours by station, counted by hand."""
    measured = dict.fromkeys(STATIONS.values(), 0)
    records = 0
    with gzip.open(shared / "data" / FILE, "rt") as file:
        for row in csv.DictReader(file):
            records += 1
            for name, station in STATIONS.items():
                measured[station] += row[name] != "NA"
    return records, measured


def test_every_hour_of_every_station_is_there(loaded: Store, shared: Path) -> None:
    records, measured = counted(shared)
    version = loaded.version("environment.air_hourly")
    assert version
    assert records == 52_584
    assert version.rows == 3 * records == 157_752
    assert sum(version.counts[n] for n in ("accepted", "flagged", "quarantined")) == version.counts["read"] == 157_752
    sql = f"SELECT station, count(pm25) n FROM ({loaded.relation('environment.air_hourly')}) GROUP BY station"
    assert {r["station"]: r["n"] for r in loaded.engine.arrow(sql).to_pylist()} == measured


def test_hours_are_those_of_beijing(loaded: Store) -> None:
    sql = f'SELECT min("at") low, max("at") high FROM ({loaded.relation("environment.air_hourly")})'
    (row,) = loaded.engine.arrow(sql).to_pylist()
    assert row["low"] == datetime(2009, 12, 31, 16, tzinfo=UTC)
    assert row["high"] == datetime(2015, 12, 31, 15, tzinfo=UTC)


def test_every_day_is_there_and_only_those_with_20_hours_are_judged(loaded: Store) -> None:
    sql = f"SELECT count(*) n, count(aqi) judged, count(*) FILTER (hours >= 20) enough FROM ({loaded.relation('environment.air_daily')})"
    (row,) = loaded.engine.arrow(sql).to_pylist()
    assert row["n"] == 3 * (date(2016, 1, 1) - date(2010, 1, 1)).days
    assert row["judged"] == row["enough"] == 3132


def test_a_day_is_judged_as_by_hand(loaded: Store, shared: Path) -> None:
    with gzip.open(shared / "data" / FILE, "rt") as file:
        day = [r["PM_US Post"] for r in csv.DictReader(file) if (r["year"], r["month"], r["day"]) == ("2014", "1", "30")]
    values = [float(v) for v in day if v != "NA"]
    mean = sum(values) / len(values)
    sql = f"SELECT * FROM ({loaded.relation('environment.air_daily')}) WHERE station = 'us_post' AND date = DATE '2014-01-30'"
    (row,) = loaded.engine.arrow(sql).to_pylist()
    assert (row["hours"], row["pm25"]) == (len(values), round(mean))
    assert (row["edition"], row["retrospective"]) == ("HJ 633-2012", True)


def test_weather_has_a_record_for_every_hour(loaded: Store) -> None:
    version = loaded.version("environment.weather_hourly")
    assert version
    assert version.counts["read"] == 52_584
    assert version.rows + version.counts["quarantined"] == 52_584


def test_a_second_refresh_does_nothing(loaded: Store) -> None:
    assert refresh(loaded, only_environment(), roots=roots_of(loaded.settings), now=NOW) == []
