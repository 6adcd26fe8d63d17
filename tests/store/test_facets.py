"""Counts by value: the same from the profile, from a cube and from the files; of plain columns only."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tianfu.model import Refused
from tianfu.model.declaration import declare_dataset
from tianfu.store import BadQuestion, PageQuery, Store, Where
from tianfu.store import facets as facets_module

from .gated import HEALTH, PUBLIC, READING, SHOPS, TODAY, filled, grant, put

PLACES = declare_dataset(
    """
title: 场所
steward: dept.culture
source: {channel: upload}
key: [id]
columns:
  - {name: id, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划}
  - {name: kind, element: text, title: 类别}
sharing: {to_departments: always, to_public: always}
""",
    "places.yaml",
    "demo.places",
)
AREAS = ["510000", "510100", "510104", "510104001", "510199", "510200", "520100", "5101", None]
ROWS: list[dict[str, Any]] = [
    {"id": f"{n:03}", "area": AREAS[n % len(AREAS)], "kind": "甲乙丙"[n % 3] if n % 7 else None} for n in range(90)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("facets") / "home") as store:
        put(store, PLACES, ROWS)
        yield store


def counts(store: Store, column: str, *filters: Where, dataset: str = "demo.places", **more: Any) -> list[tuple[str, int]]:
    return [(b.low, b.count) for b in store.facet(dataset, PUBLIC, READING, column, filters, today=TODAY, **more)]


def expected(column: str, *, under: str = "") -> list[tuple[str, int]]:
    seen = Counter(r[column] for r in ROWS if r[column] is not None and (not under or (r["area"] or "").startswith(under)))
    return sorted(seen.items(), key=lambda item: (-item[1], item[0]))


def test_values_come_most_frequent_first_and_missing_ones_do_not_count(store: Store) -> None:
    assert counts(store, "kind") == expected("kind")
    assert sum(n for _, n in counts(store, "kind")) < len(ROWS)


@pytest.mark.parametrize(("area", "head"), [("510000", "51"), ("510100", "5101"), ("510104", "510104"), ("51", "51"), ("530000", "53")])
def test_under_takes_an_area_and_all_areas_in_it(store: Store, area: str, head: str) -> None:
    where = Where("area", "under", area)
    page = store.page("demo.places", PUBLIC, READING, PageQuery(filters=(where,), limit=1000, columns=("id",)), today=TODAY)
    assert [r["id"] for r in json.loads(page.body)["rows"]] == [r["id"] for r in ROWS if (r["area"] or "").startswith(head)]
    assert counts(store, "kind", where) == expected("kind", under=head)
    assert counts(store, "area", where) == expected("area", under=head)


@pytest.mark.parametrize(
    "filters", [(), (("area", "under", "510100"),), (("kind", "in", "甲,乙"), ("area", "under", "51")), (("area", "eq", "5101"),)]
)
def test_profile_cube_and_files_agree(store: Store, filters: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tuple(Where(*f) for f in filters)
    from_files = counts(store, "kind", *where)
    store.profile("demo.places")
    store.facets = facets_module.Facets(store, store.gate)
    from_memory = counts(store, "kind", *where)
    monkeypatch.setattr(facets_module, "CELLS", 0)
    store.facets = facets_module.Facets(store, store.gate)
    assert from_files == from_memory == counts(store, "kind", *where)


@pytest.mark.parametrize("value", ["", "5", "51%", "51' or 1=1", "abc", "１２", "5101041234567", "-1"])
def test_under_wants_the_code_of_an_area(store: Store, value: str) -> None:
    with pytest.raises(BadQuestion, match="行政区划代码"):
        counts(store, "kind", Where("area", "under", value))


def test_a_limit_is_kept_within_bounds(store: Store) -> None:
    assert len(counts(store, "id", limit=5)) == 5
    assert len(counts(store, "id", limit=0)) == 1
    assert len(counts(store, "id", limit=10**9)) == len(ROWS)


def test_masked_hidden_and_unknown_columns_are_not_counted(store: Store) -> None:
    for column, said in {"owner": "脱敏", "inside": "不在您可以查看的范围内", "vists": "visits", "_record": "没有数据项"}.items():
        with pytest.raises(BadQuestion, match=said):
            counts(store, column, dataset="demo.sales")
        with pytest.raises(BadQuestion, match=said):
            counts(store, "day", Where(column, "eq", "x"), dataset="demo.sales")


def test_counts_keep_to_the_rows_of_the_grant(store: Store) -> None:
    with pytest.raises(Refused):
        store.facet("demo.people", HEALTH, READING, "area", (), today=TODAY)
    store.profile("demo.people")
    store.grants.record(grant(rows=[{"filter": "under", "column": "area", "area": "510100"}]))
    found = store.facet("demo.people", HEALTH, READING, "area", (), today=TODAY)
    assert [(b.low, b.count) for b in found] == [("510100", 2)]


def test_numbers_days_and_instants_read_as_the_api_writes_them(store: Store) -> None:
    assert counts(store, "visits", dataset="demo.sales", limit=1) == [("1", 1)]
    assert counts(store, "day", dataset="demo.sales", limit=1) == [("2026-11-02", 2)]
    assert counts(store, "at", Where("shop", "eq", SHOPS[0]["shop"]), dataset="demo.sales") == [("2026-11-02T09:00:00+08:00", 1)]
