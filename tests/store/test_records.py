"""What the metadata database keeps: declarations, runs, jobs, grants, profiles; and how it is brought up to date."""

import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.exc import IntegrityError

from tianfu.model import Counts, Grant, Job, Reader, Settings
from tianfu.store import NewerDatabase, Store, UnknownDataset, metadata

from .loading import Delivery, loaded, opened, readings, rows

OWN = {"datasets", "declarations", "versions", "runs", "jobs", "grants", "delta_seen", "origins"}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with opened(home) as store:
        yield store


def test_migrations_lead_to_the_declared_tables(store: Store) -> None:
    """Of the store alone: each stage holds its own tables to its own migrations."""

    def is_ours(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
        return kind == "schema" or (name if kind == "table" else parents.get("table_name")) in OWN

    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        ours = MetaData()
        for table in metadata.tables.values():
            if table.name in OWN:
                table.to_metadata(ours)
        assert compare_metadata(context, ours) == []
        assert set(inspect(connection).get_table_names()) >= OWN


def test_an_existing_home_opens_without_alembic_and_quickly(home: Path) -> None:
    opened(home).close()
    began = time.perf_counter()
    opened(home).close()
    assert time.perf_counter() - began < 0.3


def test_a_database_of_a_later_release_is_refused_with_the_way_out(home: Path) -> None:
    with opened(home) as store, store.unit() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'store_9999' WHERE version_num LIKE 'store%'"))
    with pytest.raises(NewerDatabase, match="store_9999"):
        opened(home)


def test_a_unit_is_all_or_nothing(store: Store) -> None:
    grant = Grant(id="g1", door="share", dataset="demo.readings", reader="*", valid_from=date(2026, 1, 1))

    def half_done() -> None:
        with store.unit() as tx:
            store.grants.record(grant, tx)
            tx.execute(text("INSERT INTO datasets (id) VALUES ('incomplete')"))

    with pytest.raises(IntegrityError):
        half_done()
    assert store.grants.on("demo.readings") == ()


def test_an_unknown_dataset_names_the_near_one(store: Store) -> None:
    store.declare(readings(), "x")
    with pytest.raises(UnknownDataset, match=r"demo\.readings"):
        store.dataset("demo.reading")


def test_a_changed_declaration_replaces_the_known_one(store: Store) -> None:
    store.declare(readings(), "one")
    store.declare(readings("append"), "two")
    assert store.dataset("demo.readings").mode.value == "append"
    assert store.datasets() == ["demo.readings"]
    assert store.dataset("demo.readings__problems").kind == "problems"


def test_runs_are_kept_newest_first(store: Store) -> None:
    first = store.runs.start("demo.readings", at=datetime(2026, 1, 1, tzinfo=UTC))
    store.runs.finish(first, "done", counts=Counts(3, 3), version=1)
    store.runs.start("demo.readings", at=datetime(2026, 1, 2, tzinfo=UTC))
    assert [r.state for r in store.runs.recent("demo.readings")] == ["running", "done"]
    assert store.runs.recent(limit=1)[0].started_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_a_job_is_claimed_once_in_the_order_of_asking(store: Store) -> None:
    for subject in ("demo.one", "demo.two"):
        store.jobs.enqueue(Job("refresh", subject, {"full": True}, "clerk"))
    claimed = [store.jobs.claim(), store.jobs.claim(), store.jobs.claim()]
    assert [j.subject if j else None for j in claimed] == ["demo.one", "demo.two", None]
    assert claimed[0] is not None
    assert claimed[0].arguments == {"full": True}
    store.jobs.finish(claimed[0], "failed", "no file")
    assert [j.state for j in store.jobs.listed()] == ["running", "failed"]


def test_a_job_of_a_dead_process_waits_again(store: Store) -> None:
    store.jobs.enqueue(Job("refresh", "demo.one", {}, "clerk"))
    store.jobs.claim()
    assert store.jobs.requeue_abandoned() == 0, f"process {os.getpid()} is alive"
    with store.unit() as tx:
        tx.execute(text("UPDATE jobs SET claimed_by = replace(claimed_by, :pid, ':1:')"), {"pid": f":{os.getpid()}:"})
    assert store.jobs.requeue_abandoned() == 1
    assert store.jobs.claim() is not None


def test_grants_are_found_for_a_reader_its_units_and_everybody(store: Store) -> None:
    for name, reader in (("a", "u1"), ("b", "unit:dept.health"), ("c", "*"), ("d", "u2")):
        store.grants.record(Grant(id=name, door="share", dataset="demo.readings", reader=reader, valid_from=date(2026, 1, 1)))
    found = store.grants.of("demo.readings", Reader(id="u1", units=("dept.health",)))
    assert [g.id for g in found] == ["a", "b", "c"]
    assert store.grants.of("demo.other", Reader(id="u1")) == ()


def test_a_quota_is_never_overdrawn(store: Store) -> None:
    grant = Grant(id="q", door="use", dataset="demo.readings", reader="u1", valid_from=date(2026, 1, 1), quota_rows=100)
    store.grants.record(grant)
    assert [store.grants.consume(grant, rows) for rows in (60, 60, 40, 1)] == [True, False, True, False]
    assert store.grants.used("q") == 100


def test_a_profile_has_bounds_from_the_load_and_counts_from_the_second_look(store: Store) -> None:
    version = loaded(store, readings(), Delivery([*rows(range(30)), *rows(range(30, 40), 20.5), {**rows([41])[0], "note": ""}]))
    value = version.column("value")
    assert value is not None
    assert (value.minimum, value.maximum, value.nulls, value.distinct) == ("10.0", "20.5", 0, None)
    again = store.profile("demo.readings")
    assert again == store.version("demo.readings")
    value, number, note = again.column("value"), again.column("id"), again.column("note")
    assert value is not None
    assert number is not None
    assert note is not None
    assert (value.distinct, value.distinct_exact, sum(b.count for b in value.bins)) == (2, True, 41)
    assert (number.distinct, number.distinct_exact) == (41, True)


def test_an_append_widens_the_bounds(store: Store) -> None:
    loaded(store, readings("append"), Delivery(rows(range(3), 20)))
    version = loaded(store, readings("append"), Delivery(rows(range(5, 7), 3), number=2), "run-2")
    value, at = version.column("value"), version.column("at")
    assert value is not None
    assert at is not None
    assert (value.minimum, value.maximum) == ("3.0", "20.0")
    assert at.minimum == "2026-11-01T08:00:00+08:00"


def test_a_personal_column_shows_counts_but_no_values(store: Store) -> None:
    dataset = readings()
    secret = tuple(c.model_copy(update={"level": 3}) if c.name in ("note", "value") else c for c in dataset.columns)
    loaded(store, dataset.model_copy(update={"columns": secret}), Delivery(rows(range(30))))
    for name in ("note", "value"):
        column = store.profile("demo.readings").column(name)
        assert column is not None
        assert (column.minimum, column.maximum, column.bins) == (None, None, ())
        assert column.distinct is not None


def test_settings_limit_the_engine(home: Path) -> None:
    with Store.open(Settings(home=home, memory="300MB", threads=1)) as store:
        found = store.engine.arrow("SELECT current_setting('threads') AS threads, current_setting('memory_limit') AS memory").to_pylist()
    assert found == [{"threads": 1, "memory": "286.1 MiB"}]
