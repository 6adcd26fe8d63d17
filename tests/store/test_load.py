"""Stage, settle, commit: every row is accounted for, and readers see whole versions."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.govern import plan, settle
from tianfu.model import Batch, Counts, Mode, Severity
from tianfu.store import Store, Unbalanced, UnknownVersion

from .loading import TODAY, Delivery, committed, content, ids, loaded, opened, quick_plan, readings, rows, staged, torn

READINGS, PROBLEMS = "demo.readings", "demo.readings__problems"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with opened(home) as store:
        yield store


def test_every_row_is_accepted_flagged_or_quarantined(store: Store) -> None:
    delivery = Delivery(rows(range(10)) + rows(range(10, 13), 95) + rows(range(13, 15), 500), rejected=(torn(99),), size=4)
    version = loaded(store, readings(), delivery)
    assert version.counts == {"read": 16, "accepted": 10, "flagged": 3, "quarantined": 3}
    assert (version.rows, version.inserted, version.deleted) == (13, 13, 0)
    assert ids(store) == [f"r{n:07}" for n in range(13)]


def test_problem_rows_name_run_record_field_check_and_keep_the_raw_record(store: Store) -> None:
    loaded(store, readings(), Delivery([*rows([1]), *rows([2], "500"), *rows([3], 95)], rejected=(torn(4),)))
    found = {(p["record"] & 0xFF, p["check"]): p for p in content(store, PROBLEMS)}
    assert set(found) == {(2, "value.between"), (2, "value.between2"), (3, "value.between2"), (4, "_row.structure")}
    quarantined = found[2, "value.between"]
    assert (quarantined["run"], quarantined["outcome"], quarantined["field"]) == ("run-1", "quarantine", "value")
    assert (quarantined["value"], quarantined["raw"]) == ("500", "第2条")
    assert found[3, "value.between2"]["outcome"] == "flag"
    assert found[3, "value.between2"]["raw"] is None, "a row that is kept needs no copy"
    assert found[4, "_row.structure"]["raw"] == "a,b,c"
    assert found[4, "_row.structure"]["record"] >> 40 == 1, "its file is named as well"


def test_a_flag_stays_with_its_row(store: Store) -> None:
    loaded(store, readings(), Delivery([*rows([1]), *rows([2], 95)]))
    assert {r["id"]: r["_flag"] for r in content(store, READINGS)} == {"r0000001": 0, "r0000002": 2}


def test_a_repeated_key_moves_to_the_problem_rows_and_only_its_file_is_written_again(store: Store) -> None:
    twice = Delivery([*rows(range(530_000)), *rows([7])], size=100_000)
    store.declare(readings(), "declaration-1")
    checks = quick_plan(readings())
    load = store.stage(checks, twice.batches(), run="r", mode=Mode.replace)
    first = load.parts[0].path
    with store.session(load) as session:
        after = settle(checks, load, session)
    assert after.parts[0].path == first, "the first file holds no later repetition"
    assert after.counts == Counts(530_001, 530_000, 0, 1)
    assert after.failed["id.unique"] == 1
    committed(store, after)
    assert len(content(store, READINGS)) == 530_000
    (problem,) = content(store, PROBLEMS)
    assert problem["value"] == "r0000007"
    assert '"note":"第7条"' in problem["raw"]


def test_rows_keep_their_order_when_a_set_rule_rewrites_their_file(store: Store) -> None:
    loaded(store, readings(), Delivery([*rows(range(100_000)), *rows([5]), *rows(range(100_000, 200_000))], size=30_000))
    found = [r["id"] for r in content(store, READINGS)]
    assert found == sorted(found)


def test_an_append_adds_and_refuses_a_key_that_is_there(store: Store) -> None:
    loaded(store, readings("append"), Delivery(rows(range(10))))
    version = loaded(store, readings("append"), Delivery(rows(range(8, 14)), number=2), "run-2")
    assert version.counts == {"read": 6, "accepted": 4, "flagged": 0, "quarantined": 2}
    assert (version.rows, version.inserted, version.deleted) == (14, 4, 0)
    assert ids(store) == [f"r{n:07}" for n in range(14)]


def test_a_replacement_deletes_what_was_there_and_old_versions_stay_readable(store: Store) -> None:
    loaded(store, readings(), Delivery(rows(range(10))))
    version = loaded(store, readings(), Delivery(rows(range(100, 103))), "run-2")
    assert (version.number, version.rows, version.inserted, version.deleted) == (2, 3, 3, 10)
    assert ids(store, number=1) == [f"r{n:07}" for n in range(10)]
    assert ids(store) == [f"r{n:07}" for n in range(100, 103)]
    with pytest.raises(UnknownVersion, match="没有第 3 版"):
        store.files(READINGS, 3)


def test_problem_rows_of_earlier_versions_stay_on_record(store: Store) -> None:
    for number in (1, 2):
        loaded(store, readings(), Delivery([*rows([1]), *rows([2], 500)]), f"run-{number}")
    assert sorted(p["run"] for p in content(store, PROBLEMS) if p["check"] == "value.between") == ["run-1", "run-2"]


def test_a_load_without_rows_is_an_empty_version(store: Store) -> None:
    loaded(store, readings(), Delivery(rows(range(3))))
    version = loaded(store, readings(), Delivery([]), "run-2")
    assert (version.rows, version.deleted, store.files(READINGS)) == (0, 3, [])
    assert content(store, READINGS) == []
    assert store.profile(READINGS).column("id").distinct == 0  # type: ignore[union-attr]


def test_a_load_of_which_every_row_fails_keeps_them_all_as_problems(store: Store) -> None:
    version = loaded(store, readings(), Delivery(rows(range(5), -1)))
    assert version.counts == {"read": 5, "accepted": 0, "flagged": 0, "quarantined": 5}
    assert len(content(store, PROBLEMS)) == 5


def test_columns_may_change_with_a_replacement_and_be_added_by_an_append(store: Store) -> None:
    loaded(store, readings("append"), Delivery(rows(range(3))))
    wider = readings("append").model_copy(
        update={"columns": (*readings().columns, readings().columns[4].model_copy(update={"name": "extra", "from_field": "note"}))}
    )
    store.declare(wider, "declaration-2")
    checks = plan(wider, today=TODAY)
    load = store.stage(checks, Delivery(rows(range(5, 7))).batches(), run="r2", mode=Mode.append)
    version = store.commit(load, quality=store.version(READINGS).quality, inputs={}, declaration="declaration-2")  # type: ignore[union-attr]
    assert version.number == 2
    assert [r["extra"] for r in content(store, READINGS)].count(None) == 3
    assert "extra" not in store.schema(READINGS, 1).names


def test_counts_that_do_not_add_up_stop_the_commit(store: Store) -> None:
    load = staged(store, readings(), Delivery(rows(range(3))))
    wrong = replace(load, counts=Counts(4, 4, 0, 0))
    with pytest.raises(Unbalanced, match="行数不符"):
        committed(store, wrong)
    assert store.version(READINGS) is None
    store.discard(load)
    assert list((store.home.root / "tables").rglob("*.parquet")) == []


def test_what_is_discarded_leaves_no_file_and_what_is_committed_cannot_be_discarded(store: Store) -> None:
    load = staged(store, readings(), Delivery([*rows(range(3)), *rows([9], 500)]))
    store.discard(load)
    assert list((store.home.root / "tables").rglob("*.parquet")) == []
    load = staged(store, readings(), Delivery(rows(range(3))))
    committed(store, load)
    store.discard(load)
    assert len(ids(store)) == 3


def test_an_error_while_reading_leaves_nothing_behind(store: Store) -> None:
    def broken() -> Iterator[Batch]:
        yield from Delivery(rows(range(2000)), size=1000).batches()
        raise ValueError("the encoding is not GB 18030 after all")

    store.declare(readings(), "declaration-1")
    with pytest.raises(ValueError, match="encoding"):
        store.stage(plan(readings(), today=TODAY), broken(), run="r", mode=Mode.replace)
    assert list((store.home.root / "tables").rglob("*.parquet")) == []


def test_files_carry_their_statistics_into_the_delta_log(store: Store) -> None:
    from deltalake import DeltaTable

    loaded(store, readings(), Delivery([*rows(range(5)), *rows([7], 12.5)]))
    table = DeltaTable(str(store.home.table(READINGS)))
    (action,) = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    assert (action["num_records"], action["min.value"], action["max.value"], action["max.id"]) == (6, 10.0, 12.5, "r0000007")
    assert action["min.at"].isoformat() == "2026-11-01T00:00:00+00:00"
    assert action["null_count.note"] == 0


def test_other_delta_readers_see_the_same_rows(store: Store) -> None:
    from deltalake import DeltaTable

    loaded(store, readings(), Delivery(rows(range(5))))
    table = DeltaTable(str(store.home.table(READINGS)))
    assert sorted(table.to_pyarrow_table()["id"].to_pylist()) == ids(store)
    assert table.protocol().min_reader_version == 1, "old readers are not locked out"


def test_severities_decide(store: Store) -> None:
    load = staged(store, readings(), Delivery([*rows([1]), *rows([2], 95), *rows([2], 95)]))
    by_id = {c.id: c.severity for c in load.checks}
    assert by_id["id.unique"] is Severity.quarantine
    assert load.counts == Counts(3, 1, 1, 1), "the repeated row was flagged before it was quarantined"


def test_row_groups_are_small_enough_for_a_page_at_depth(store: Store) -> None:
    loaded(store, readings(), Delivery(rows(range(100_000)), size=50_000))
    (path,) = store.files(READINGS)
    assert pq.ParquetFile(path).metadata.row_group(0).num_rows == 20_480


def test_bounds_are_known_of_a_column_that_a_whole_row_group_lacks(store: Store) -> None:
    early = [{**r, "value": ""} for r in rows(range(45_000))]
    version = loaded(store, readings(), Delivery([*early, *rows(range(45_000, 45_010), 7)]))
    value = version.column("value")
    assert value is not None
    assert (value.nulls, value.minimum, value.maximum) == (45_000, "7.0", "7.0")
