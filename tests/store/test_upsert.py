"""Upsert: the newest delivery wins whole rows; what is there already is left alone; every row is counted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.model import BROWSING, OPERATOR, Column, Mode, Plan, Quality, Version
from tianfu.store import PageQuery, Store
from tianfu.store.delta import ColumnsChanged
from tianfu.store.row_groups import key_ranges

from .loading import TODAY, Delivery, content, ids, loaded, opened, quick_plan, readings, rows

ID = "demo.readings"
UPSERT = readings("upsert")


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with opened(home) as store:
        yield store


def values(store: Store, number: int | None = None) -> dict[str, float]:
    return {r["id"]: r["value"] for r in content(store, ID, number)}


def figures(version: Version) -> tuple[int, ...]:
    return version.rows, version.inserted, version.deleted, version.updated, version.unchanged


def test_rows_with_a_known_key_take_the_place_of_the_old_ones_and_others_are_added(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(10))))
    version = loaded(store, UPSERT, Delivery(rows(range(8, 14), 20), number=2), "run-2")
    assert figures(version) == (14, 6, 2, 2, 0)
    assert version.counts == {"read": 6, "accepted": 6, "flagged": 0, "quarantined": 0}
    assert values(store) == {f"r{n:07}": 20 if n >= 8 else 10 for n in range(14)}
    assert values(store, 1) == {f"r{n:07}": 10 for n in range(10)}, "the version before is what it was"


def test_rows_that_are_there_value_by_value_are_not_written_again(store: Store) -> None:
    first = loaded(store, UPSERT, Delivery(rows(range(10))))
    version = loaded(store, UPSERT, Delivery(rows(range(10)), number=2), "run-2")
    assert figures(version) == (10, 0, 0, 0, 10)
    assert store.files(ID, 2) == store.files(ID, 1)
    assert version.bytes == first.bytes
    assert {r["_record"] >> 40 for r in content(store, ID)} == {1}, "a row names the file that brought its values"


def test_only_files_that_hold_a_changed_row_are_written_again(store: Store) -> None:
    for n in range(3):
        loaded(store, UPSERT, Delivery(rows(range(n * 10, n * 10 + 10)), number=n + 1), f"run-{n}")
    before = set(store.files(ID))
    loaded(store, UPSERT, Delivery([*rows([4], 11), *rows([14])], number=9), "run-9")
    assert len(before - set(store.files(ID))) == 1


def test_replaced_rows_keep_their_places_so_that_pages_by_key_stay_quick(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(1000))))
    loaded(store, UPSERT, Delivery([*rows(range(0, 1000, 7), 30), *rows(range(1000, 1010))], number=2), "run-2")
    found = [r["id"] for f in store.files(ID) for r in pq.read_table(f).to_pylist()]
    assert [i for i in found if i < "r0001000"] == [f"r{n:07}" for n in range(1000)]
    assert key_ranges(store.engine.cursor(), store.files(ID), "id", store.schema(ID).field("id").type) is not None
    page = store.page(ID, OPERATOR, BROWSING, PageQuery(after=None, limit=1000), today=TODAY)
    assert page.rows == 1000


def test_a_missing_value_replaces_a_value_and_bounds_follow(store: Store) -> None:
    loaded(store, UPSERT, Delivery([*rows([1], 80), *rows([2], 10), *rows([3], 5)]))
    empty = [{**rows([1])[0], "value": None, "note": None}, *rows([3], 20)]
    version = loaded(store, UPSERT, Delivery(empty, number=2), "run-2")  # type: ignore[arg-type]
    assert values(store) == {"r0000001": None, "r0000002": 10, "r0000003": 20}
    value, note = version.column("value"), version.column("note")
    assert value
    assert note
    assert (value.minimum, value.maximum, value.nulls, note.nulls) == ("10.0", "20.0", 1, 1)


def test_a_key_that_comes_twice_in_one_load_is_a_problem_row(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(5))))
    version = loaded(store, UPSERT, Delivery([*rows([1], 11), *rows([1], 12)], number=2), "run-2")
    assert version.counts == {"read": 2, "accepted": 1, "flagged": 0, "quarantined": 1}
    assert values(store)["r0000001"] == 11


def test_rows_out_of_bounds_replace_nothing(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(5))))
    version = loaded(store, UPSERT, Delivery(rows([1], 500), number=2), "run-2")
    assert figures(version) == (5, 0, 0, 0, 0)
    assert values(store)["r0000001"] == 10


def test_a_flag_comes_and_goes_with_its_row(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows([1, 2], 95)))
    loaded(store, UPSERT, Delivery(rows([1]), number=2), "run-2")
    assert {r["id"]: r["_flag"] for r in content(store, ID)} == {"r0000001": 0, "r0000002": 2}


def test_keys_that_an_earlier_mode_let_in_twice_become_one_when_they_are_delivered_again(store: Store) -> None:
    committed_as(store, quick_plan(UPSERT), Delivery(rows([1, 1, 2])))
    version = loaded(store, UPSERT, Delivery(rows([1], 20), number=2), "run-2")
    assert figures(version) == (2, 1, 2, 1, 0)
    assert values(store) == {"r0000001": 20, "r0000002": 10}


def test_a_large_delivery_goes_in_slices_over_the_same_files(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tianfu.store.upsert.SLICE_ROWS", 1000)
    monkeypatch.setattr("tianfu.store.chunks.chunks.__defaults__", (300,))
    loaded(store, UPSERT, Delivery(rows(range(0, 4000, 2)), size=300))
    version = loaded(store, UPSERT, Delivery(rows(range(4000), 12), size=300, number=2), "run-2")
    assert figures(version) == (4000, 4000, 2000, 2000, 0)
    assert ids(store) == [f"r{n:07}" for n in range(4000)]
    assert set(values(store).values()) == {12}
    assert store.verify() == []


def committed_as(store: Store, plan: Plan, delivery: Delivery) -> Version:
    """A load in upsert mode by a plan of its own, without set rules."""
    store.declare(plan.dataset, plan.dataset.model_dump_json())
    with store.lock(ID):
        load = store.stage(plan, delivery.batches(), run="run-2", mode=Mode.upsert)
        try:
            return store.commit(load, quality=Quality(), inputs={}, declaration="another")
        finally:
            store.discard(load)


def test_an_added_column_is_missing_in_rows_that_stay(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(3))))
    plan = quick_plan(UPSERT.model_copy(update={"columns": (*UPSERT.columns, Column(name="more", element="text", title="更多"))}))
    schema = plan.schema.append(pa.field("more", pa.string()))
    committed_as(store, replace(plan, apply=lambda r: (t := plan.apply(r)).mutate(more=t.note), schema=schema), Delivery(rows([2, 3], 30)))
    more = {r["id"]: r["more"] for r in content(store, ID)}
    assert more == {"r0000000": None, "r0000001": None, "r0000002": "第2条", "r0000003": "第3条"}


def test_a_changed_type_is_refused_in_words(store: Store) -> None:
    loaded(store, UPSERT, Delivery(rows(range(3))))
    plan = quick_plan(UPSERT)
    schema = plan.schema.set(3, pa.field("value", pa.string()))
    as_text = replace(plan, schema=schema, apply=lambda r: (t := plan.apply(r)).mutate(value=t.value.cast("string")))
    with pytest.raises(ColumnsChanged, match="替换"):
        committed_as(store, as_text, Delivery(rows([1])))
    assert len(store.versions(ID)) == 1
