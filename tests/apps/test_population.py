"""The base register of an invented province: what the departments hold is compared, and the truth knows every contradiction."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tianfu.catalogue import declare_all, load_packs
from tianfu.flow import derive, load
from tianfu.model import BROWSING, DERIVATION, PUBLIC, Access, Reader, ReaderKind, Refused, Settings, service
from tianfu.store import Store
from tianfu.synth import write

NOW = datetime(2026, 11, 25, tzinfo=UTC)
COLLECTED = ("persons", "births", "insured", "pupils", "marriages")
DERIVED = ("base", "conflicts", "by_county")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write(folder / "synth", rows=20_000)
    return folder


@pytest.fixture(scope="module")
def store(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    registry = load_packs()
    with Store.open(Settings(home=tmp_path_factory.mktemp("home"))) as store:
        declare_all(store, registry)
        for name in COLLECTED:
            load(store, registry, f"population.{name}", roots=(province,), now=NOW)
        for name in DERIVED:
            derive(store, registry, f"population.{name}", now=NOW)
        yield store


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    opened = store.read(f"population.{name}", service("population"), DERIVATION, today=NOW.date())
    found: list[dict[str, Any]] = opened.table.to_pyarrow().to_pylist()
    return found


def truth(province: Path, name: str) -> list[dict[str, str]]:
    with (province / "synth" / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def told(province: Path) -> dict[str, dict[str, str]]:
    """Number of a copy -> its record, of those that carry the identity number of a person whose register record was left clean."""
    spoilt = {r["record"] for r in truth(province, "planted") if r["file"] == "persons.csv"}
    clean = {r["number"] for r in truth(province, "copies") if r["persons_record"] not in spoilt}
    found: dict[str, dict[str, str]] = {}
    for name in COLLECTED[1:]:
        with (province / "synth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number = next(iter(row.values()))
                if number in clean and row["citizen_id"]:
                    found[number] = row
    return found


def test_what_departments_hold_passes_its_rules(store: Store) -> None:
    for name in COLLECTED[1:]:
        version = store.version(f"population.{name}")
        assert version is not None
        assert version.counts["read"] == version.counts["accepted"] > 300


def test_every_planted_contradiction_is_listed_with_both_sides(store: Store, province: Path, told: dict[str, dict[str, str]]) -> None:
    departments = {"births.csv": "dept.health", "insured.csv": "dept.human_resources", "pupils.csv": "dept.education"}
    departments |= {"marriages.csv": "dept.civil_affairs"}
    listed = {(r["citizen_id"], r["element"], r["department"]): r for r in rows(store, "conflicts")}
    planted = [r for r in truth(province, "copy_conflicts") if r["number"] in told and r["field"] in ("name", "birth_date", "area")]
    assert len(planted) > 60
    for row in planted:
        found = listed[told[row["number"]]["citizen_id"], row["field"], departments[row["file"]]]
        assert (found["answered"], found["value"]) == (row["in_register"], row["in_copy"])


def test_a_number_that_the_register_has_otherwise_is_the_registers_contradiction(
    store: Store, province: Path, told: dict[str, dict[str, str]]
) -> None:
    """For the mobile number the insurer answers: the other copy is the register's."""
    listed = {(r["citizen_id"], r["element"]): r for r in rows(store, "conflicts") if r["element"] == "mobile"}
    planted = [r for r in truth(province, "copy_conflicts") if r["number"] in told and r["field"] == "mobile"]
    for row in planted:
        found = listed[told[row["number"]]["citizen_id"], "mobile"]
        assert (found["department"], found["value"], found["answered"]) == ("dept.public_security", row["in_register"], row["in_copy"])


def test_nothing_else_is_called_a_contradiction(store: Store, province: Path, told: dict[str, dict[str, str]]) -> None:
    ids = {row["citizen_id"] for row in told.values()}
    planted = {(told[r["number"]]["citizen_id"], r["field"]) for r in truth(province, "copy_conflicts") if r["number"] in told}
    clean = {(r["citizen_id"], r["element"]) for r in rows(store, "conflicts") if r["citizen_id"] in ids}
    damaged = {r["citizen_id"] for r in _of_damaged_persons(province)}
    assert {pair for pair in clean - planted if pair[0] not in damaged} == set()


def _of_damaged_persons(province: Path) -> list[dict[str, str]]:
    spoilt = {int(r["record"]) for r in truth(province, "planted") if r["file"] == "persons.csv"}
    with (province / "synth" / "persons.csv").open(encoding="utf-8", newline="") as file:
        return [r for n, r in enumerate(csv.DictReader(file), 1) if n in spoilt]


def test_a_base_record_has_each_field_from_the_department_that_answers(store: Store) -> None:
    base = rows(store, "base")
    assert len(base) == len({r["citizen_id"] for r in base})
    register = {r["citizen_id"]: r for r in rows(store, "persons")}
    for record in base:
        known = register.get(record["citizen_id"])
        assert record["name"] == (known["name"] if known else None)
        assert record["address"] == (known["address"] if known else None)
    sources = {s: Counter(r[f"{s}_source"] for r in base if r[s] is not None) for s in ("name", "marital", "schooling", "employment")}
    assert {s: set(c) for s, c in sources.items()} == {
        "name": {"dept.public_security"},
        "marital": {"dept.civil_affairs"},
        "schooling": {"dept.education"},
        "employment": {"dept.human_resources"},
    }


def test_every_field_that_is_filled_has_its_day(store: Store) -> None:
    for record in rows(store, "base"):
        for field in ("name", "birth_date", "mobile", "marital"):
            assert (record[field] is None) == (record[f"{field}_as_of"] is None)


def test_one_source_is_declared_for_each_element_of_the_base_record() -> None:
    pack = load_packs().packs["population"]
    edition = list(pack.figures["sources_of_elements"].values())[-1].value
    fields = {c.name.removesuffix("_source") for c in pack.datasets["base"].columns if c.name.endswith("_source")}
    assert sorted(row["element"] for row in edition) == sorted(fields)
    for row in edition:
        kept_in = pack.datasets[row["kept_in"].removeprefix("population.")]
        assert kept_in.steward == row["source"]
        assert row["element"] in [c.name for c in kept_in.columns]


def test_the_public_reads_counts_and_no_person(store: Store) -> None:
    for name in (*COLLECTED, "base", "conflicts"):
        with pytest.raises(Refused):
            store.read(f"population.{name}", PUBLIC, BROWSING, today=NOW.date())
    opened = store.read("population.by_county", PUBLIC, BROWSING, today=NOW.date())
    cells = opened.table.to_pyarrow().to_pylist()
    assert cells
    assert all((c["people"] is None) == (c["withheld"] is not None) for c in cells)
    assert min(c["people"] for c in cells if c["people"] is not None) >= 10


def test_the_keeper_of_the_base_records_sees_them_masked_and_other_departments_ask(store: Store) -> None:
    for unit in ("dept.data", "dept.human_resources"):
        reader = Reader(id="clerk", kind=ReaderKind.staff, units=(unit,))
        decision = store.decide("population.base", reader, BROWSING, today=NOW.date())
        if unit == "dept.data":
            assert {"citizen_id", "name", "birth_date", "ethnic", "address", "mobile", "marital", "employment"} <= set(decision.masks)
        else:
            assert not decision.allowed
    steward = Reader(id="clerk", kind=ReaderKind.staff, units=("dept.data",))
    assert {"citizen_id", "answered", "value"} <= set(store.decide("population.conflicts", steward, BROWSING, today=NOW.date()).masks)


def test_everything_about_a_person_is_masked_and_closed_by_law() -> None:
    for dataset in load_packs().packs["population"].datasets.values():
        if dataset.name != "by_county":
            assert dataset.sharing.to_public is Access.never
            assert "个人信息保护法" in dataset.sharing.basis
