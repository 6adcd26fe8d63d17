"""Code lists as published: trees whose parents exist, the shipped lists held against them, and map names held against codes."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tianfu.catalogue import declare_all, load_packs
from tianfu.flow import derive, load, roots_of
from tianfu.model import DERIVATION, Settings, Version, service
from tianfu.standards import code_list
from tianfu.store import Store

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SIZES = {
    "provinces": 31,
    "cities": 342,
    "counties": 2978,
    "towns": 41_352,
    "villages": 34_412,
    "industry_list": 1970,
    "area_history": 6564,
    "degrees": 56,
    "standards_ccs": 1861,
    "standards_ics": 1379,
    "parties": 10,
    "iso_countries": 249,
    "ethnic_list": 56,
}


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    registry = load_packs()
    with Store.open(Settings(home=tmp_path_factory.mktemp("home"))) as store:
        declare_all(store, registry)
        for name in SIZES:
            load(store, registry, f"codes.{name}", roots=(shared / "data",), now=NOW)
        derive(store, registry, "codes.classifications", now=NOW)
        yield store


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    opened = store.read(f"codes.{name}", service("codes"), DERIVATION, today=NOW.date())
    found: list[dict[str, Any]] = opened.table.to_pyarrow().to_pylist()
    return found


def failed(store: Store, name: str) -> dict[str, int]:
    version = store.version(f"codes.{name}")
    assert isinstance(version, Version)
    return {c.id: c.failed for c in version.quality.checks if c.failed}


def test_every_row_of_every_list_is_kept(store: Store) -> None:
    assert {name: len(rows(store, name)) for name in SIZES} == SIZES


def test_the_tree_of_divisions_holds_from_provinces_to_villages(store: Store) -> None:
    for name in ("cities", "counties", "towns", "villages"):
        assert failed(store, name) == {}


def test_names_of_villages_repeat_so_that_a_name_finds_nothing(store: Store) -> None:
    names = Counter(r["title"] for r in rows(store, "villages"))
    assert sum(names.values()) - len(names) == 8501
    assert names["团结村村民委员会"] == 28


def test_codes_given_twice_are_kept_and_flagged(store: Store) -> None:
    assert failed(store, "area_history") == {"code.unique": 2}
    assert failed(store, "standards_ccs") == {"code.unique": 1}


def test_industry_codes_without_zeros_name_two_things_and_with_zeros_one(store: Store) -> None:
    entries = [r for r in rows(store, "classifications") if r["scheme"] == "GB/T 4754-2017"]
    assert Counter(r["depth"] for r in entries) == {1: 20, 2: 97, 3: 473, 4: 1380}
    assert len({r["written"] for r in entries}) == 1871
    assert len({r["code"] for r in entries}) == 1970
    assert {r["code"]: r["title"] for r in entries if r["written"] == "11"} == {"011": "谷物种植", "11": "开采专业及辅助性活动"}


def test_eleven_entries_stand_below_a_parent_whose_code_they_do_not_continue(store: Store) -> None:
    """The districts of Kaifeng (4102) below Zhengzhou (4101), and two entries of CCS outside their group."""
    odd = {(r["code"], r["parent"]) for r in rows(store, "classifications") if not r["agrees"]}
    kaifeng = {"410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223", "410225"}
    assert odd == {*((c, "410100") for c in kaifeng), ("A65", "A50/64"), ("Y99", "Y90/98")}


def test_the_shipped_divisions_of_sichuan_are_those_of_the_list_and_the_abolished_ones(store: Store) -> None:
    listed = {r["code"]: r["title"] for r in rows(store, "counties") if r["code"].startswith("51")}
    entries = code_list("areas").entries.values()
    shipped = {e.code: e for e in entries if e.code.startswith("51") and not e.code.endswith("00")}
    assert {c: e.title for c, e in shipped.items() if e.valid_to is None} == listed
    assert all(e.successor in listed for e in shipped.values() if e.valid_to is not None)


def test_the_list_with_those_abolished_is_of_2018_and_says_no_year(store: Store) -> None:
    """Codes that the shipped list has as abolished are abolished there too, but for the three that changed after 2018."""
    revoked = {r["code"]: r["revoked"] for r in rows(store, "area_history")}
    later = {e.code for e in code_list("areas").entries.values() if e.valid_to and not revoked[e.code]}
    assert later == {"510132", "510922", "513425"}
    assert {c for c in code_list("areas").entries if c.startswith("51") and c not in revoked} == {"510118", "510981", "513402"}


def test_codes_of_parties_are_those_of_the_political_states_of_their_members(store: Store) -> None:
    states = code_list("political_states").entries
    listed = {r["code"]: r["short_title"] for r in rows(store, "parties")}
    assert set(states) - set(listed) == {"02", "03", "13"}
    assert {c: t for c, t in listed.items() if t and not states[c].title.startswith(t)} == {"09": "致工党"}  # misprint of 致公党


def test_the_shipped_sections_of_industry_are_those_of_the_list(store: Store) -> None:
    listed = {r["code"]: r["title"] for r in rows(store, "industry_list") if r["parent_number"] is None}
    assert {e.code: e.title for e in code_list("industries").entries.values()} == listed


def test_countries_have_the_same_codes_and_23_names_in_other_words(store: Store) -> None:
    """GB/T 2659.1 names 中国台湾, 中国香港 and 中国澳门; the other list does not, which is why it is not shown."""
    listed = {r["code"]: r for r in rows(store, "iso_countries")}
    shipped = code_list("countries").entries
    assert set(shipped) == set(listed)
    assert {c: (e.notations) for c, e in shipped.items()} == {c: (r["alpha2"], r["numeric"]) for c, r in listed.items()}
    other = {c for c, e in shipped.items() if e.title != listed[c]["title"]}
    assert len(other) == 23
    assert {"TWN", "HKG", "MAC"} <= other


def test_ethnic_groups_differ_in_former_names_short_forms_and_a_misprint(store: Store) -> None:
    listed = {r["code"]: r["title"] for r in rows(store, "ethnic_list")}
    differ = {c: (e.title, listed[c]) for c, e in code_list("ethnic_groups").entries.items() if c in listed and e.title != listed[c]}
    assert set(code_list("ethnic_groups").entries) == set(listed)
    assert differ == {
        "20": ("傈僳族", "傈傈族"),  # misprint
        "29": ("柯尔克孜族", "柯尔克孜"),  # short
        "36": ("毛南族", "毛难族"),  # name until 1986
        "43": ("乌孜别克族", "乌孜别克"),  # short
        "46": ("德昂族", "崩龙族"),  # name until 1985
    }


def test_lists_with_unofficial_names_or_borders_are_not_open() -> None:
    registry = load_packs()
    for name in ("iso_countries", "ethnic_list", "parties", "county_polygons"):
        assert registry.dataset(f"codes.{name}").sharing.to_public == "on_request"


@pytest.fixture(scope="module")
def checked(shared: Path, store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Polygons without codes, read from the map file, and the shipped divisions."""
    for name in ("areas", "county_polygons"):
        load(store, load_packs(), f"codes.{name}", roots=roots_of(Settings(data=(shared / "data",))), now=NOW)
    derive(store, load_packs(), "codes.county_names_check", now=NOW)
    return {(r["prefecture"], r["name"]): r for r in rows(store, "county_names_check")}


def test_of_183_polygons_six_carry_a_former_name(checked: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert Counter(r["state"] for r in checked.values()) == {"一致": 177, "已更名": 6}
    renamed = {r["name"]: (r["title"], r["code"], r["old_code"]) for r in checked.values() if r["state"] == "已更名"}
    assert renamed == {
        "新津县": ("新津区", "510118", "510132"),
        "罗江县": ("罗江区", "510604", "510626"),
        "射洪县": ("射洪市", "510981", "510922"),
        "隆昌县": ("隆昌市", "511083", "511028"),
        "宜宾县": ("叙州区", "511504", "511521"),
        "会理县": ("会理市", "513402", "513425"),
    }
    assert all(r["approved"] and r["confirmed"] == "待确认" and r["proposal"] for r in checked.values() if r["state"] == "已更名")


def test_each_division_is_met_by_one_polygon_and_names_that_repeat_by_their_own(
    checked: dict[tuple[str, str], dict[str, Any]], shared: Path
) -> None:
    with (shared / "data" / "codes" / "gb2260_areas.csv").open(encoding="utf-8") as file:
        listed = {r["code"] for r in csv.DictReader(file) if r["code"].startswith("51")}
    assert {r["code"] for r in checked.values()} == listed
    assert {p for p, name in checked if name == "市中区"} == {"511000", "511100"}
