"""The gate: what is decided is what is opened, at once, in every process; every read and refusal is on record, no identifier is."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tianfu.model import OPERATOR, Purpose, Reader, ReaderKind, Refused, Settings, service
from tianfu.store import PageQuery, Store, UnknownDataset, UnknownVersion
from tianfu.store.gate import scrubbed

from .conftest import Start
from .gated import HEALTH, HRSS, PERSONS, PUBLIC, READING, SHOPS, TODAY, filled, grant, people, put, sales

LOW = {"filter": "under", "column": "area", "area": "510100"}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with filled(home) as store:
        yield store


def rows(store: Store, reader: Reader, dataset: str = "demo.people", **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = store.read(dataset, reader, READING, today=TODAY, **more).table.to_pyarrow().to_pylist()
    return found


def test_the_public_reads_open_data_without_what_is_too_sensitive(store: Store) -> None:
    found = rows(store, PUBLIC, "demo.sales")
    assert len(found) == len(SHOPS)
    assert found[0]["owner"] == "王*"
    assert "inside" not in found[0]
    assert not [c for c in found[0] if c.startswith("_")]


def test_the_steward_and_the_operator_read_everything_with_persons_masked(store: Store) -> None:
    for reader in (HRSS, OPERATOR):
        found = rows(store, reader)
        assert [r["secret"] for r in found] == [p["secret"] for p in PERSONS]
        assert [r["person"] for r in found] == ["张**", "李*", "阿*", "扎**"]
        assert all(r["id_no"].strip("5X") == "*" * 16 for r in found)


def test_nobody_else_reads_without_a_grant_and_the_refusal_says_what_would_help(store: Store) -> None:
    for reader, said in {PUBLIC: "开放申请", HEALTH: "共享申请", service("environment"): "pack.yaml"}.items():
        with pytest.raises(Refused, match=said):
            rows(store, reader)
    assert {e.verb for e in store.journal.events(dataset="demo.people")} == {"refuse"}


def test_a_grant_shows_its_columns_and_rows_and_no_others(store: Store) -> None:
    store.grants.record(grant(columns=["code", "person", "id_no"], unmasked=["id_no"], rows=[LOW]))
    found = rows(store, HEALTH)
    assert [list(r) for r in found] == [["code", "person", "id_no"]] * 2
    assert [(r["code"], r["person"], r["id_no"]) for r in found] == [
        ("P1", "张**", "510101198001011" + "23X"),
        ("P3", "阿*", "51010319800101123X"),
    ]


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ({"filter": "eq", "column": "code", "value": "P2"}, ["P2"]),
        ({"filter": "in", "column": "code", "values": ["P1", "P4", "x"]}, ["P1", "P4"]),
        ({"filter": "between", "column": "amount", "low": "2", "high": "4"}, ["P2", "P3"]),
        ({"filter": "between", "column": "amount", "high": "2"}, ["P1"]),
        ({"filter": "under", "column": "area", "area": "510700"}, ["P2", "P4"]),
        ({"filter": "under", "column": "area", "area": "510000"}, ["P1", "P2", "P3", "P4"]),
        ({"filter": "eq", "column": "code", "value": "' or 1=1 --"}, []),
    ],
    ids=str,
)
def test_a_row_filter_holds_for_reading_counting_and_paging(store: Store, condition: dict[str, Any], codes: list[str]) -> None:
    store.grants.record(grant(columns=["code"], rows=[condition]))
    assert [r["code"] for r in rows(store, HEALTH)] == codes
    assert store.count("demo.people", HEALTH, READING, (), today=TODAY) == len(codes)
    assert store.page("demo.people", HEALTH, READING, PageQuery(), today=TODAY).rows == len(codes)


def test_a_missing_value_is_covered_by_no_row_filter(store: Store) -> None:
    put(store, people(), [*PERSONS, {"code": "P9", "area": None, "amount": None}], "run-2")
    for condition in (LOW, {"filter": "between", "column": "amount"}, {"filter": "eq", "column": "area", "value": ""}):
        store.grants.record(grant(columns=["code"], rows=[condition]))
        assert "P9" not in [r["code"] for r in rows(store, HEALTH)]


def test_a_grant_is_used_alone_and_the_others_are_mentioned(store: Store) -> None:
    store.grants.record(grant(id="A", columns=["code"], rows=[]))
    store.grants.record(grant(id="B", columns=["code", "amount", "area"], rows=[LOW]))
    opened = store.read("demo.people", HEALTH, READING, today=TODAY)
    assert (opened.decision.grant, opened.table.columns) == ("B", ("code", "area", "amount"))
    assert "A" in str(opened.decision.reasons)
    named = store.read("demo.people", HEALTH, READING, today=TODAY, grant="A")
    assert named.table.columns == ("code",)
    with pytest.raises(Refused, match="没有"):
        store.read("demo.people", HEALTH, READING, today=TODAY, grant="C")


def test_a_grant_that_was_revoked_or_has_ended_counts_at_once(store: Store) -> None:
    store.grants.record(grant(valid_to="2026-11-24"))
    assert rows(store, HEALTH)
    with pytest.raises(Refused, match="到期"):
        store.read("demo.people", HEALTH, READING, today=date(2026, 11, 25))
    store.grants.record(grant(valid_to="2026-11-23"))
    with pytest.raises(Refused, match="到期"):
        rows(store, HEALTH)


def test_what_another_process_changes_counts_at_once(store: Store, home: Path) -> None:
    """A second store on the same home is what another process is to this one: another connection."""
    store.grants.record(grant())
    assert rows(store, HEALTH)
    assert store.page("demo.people", HEALTH, READING, PageQuery(), today=TODAY).rows == len(PERSONS)
    with Store.open(Settings(home=home)) as other:
        other.grants.record(grant(valid_to="2026-01-02"))
        with pytest.raises(Refused):
            rows(store, HEALTH)
        assert store.cached_page("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY) is None
        closed = sales().model_copy(update={"sharing": people().sharing})
        store.page("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY)
        other.declare(closed, "closed")
        for ask in (store.page, store.cached_page):
            with pytest.raises(Refused):
                ask("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY)


def test_a_level_that_is_raised_hides_the_column_at_once(store: Store) -> None:
    assert "sales" in rows(store, PUBLIC, "demo.sales")[0]
    assert b'"sales"' in store.page("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY).body
    columns = tuple(c.model_copy(update={"level": 4}) if c.name == "sales" else c for c in sales().columns)
    store.declare(sales().model_copy(update={"columns": columns}), "raised")
    assert "sales" not in rows(store, PUBLIC, "demo.sales")[0]
    assert b'"sales"' not in store.page("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY).body


def test_an_old_version_is_read_under_the_levels_of_today(store: Store) -> None:
    put(store, sales(), SHOPS[:2], "run-2")
    columns = tuple(c.model_copy(update={"level": 4}) if c.name == "visits" else c for c in sales().columns)
    store.declare(sales().model_copy(update={"columns": columns}), "raised")
    found = rows(store, PUBLIC, "demo.sales", at=1)
    assert (len(found), "visits" in found[0]) == (len(SHOPS), False)


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(UnknownDataset, match=r"demo\.sales"):
        rows(store, PUBLIC, "demo.sale")
    with pytest.raises(UnknownDataset):
        rows(store, PUBLIC, "demo.sales__problems__problems")
    with pytest.raises(UnknownVersion, match="第 9 版"):
        rows(store, PUBLIC, "demo.sales", at=9)


def test_a_quota_is_never_overdrawn_by_readers_side_by_side(store: Store) -> None:
    store.grants.record(grant(quota_rows=len(PERSONS) * 5))
    outcomes: list[str] = []

    def ask() -> None:
        for _ in range(4):
            try:
                store.page("demo.people", HEALTH, READING, PageQuery(), today=TODAY)
                outcomes.append("rows")
            except Refused:
                outcomes.append("refused")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("rows"), store.grants.used("G1")) == (5, len(PERSONS) * 5)


def test_a_quota_is_one_for_all_processes(store: Store, home: Path, start: Start) -> None:
    store.grants.record(grant(quota_rows=len(PERSONS) * 6))
    others = [start("page_until_refused", str(home), 20) for _ in range(2)]
    assert sum(heard.recv() for _, heard in others) == 6
    assert store.grants.used("G1") == len(PERSONS) * 6


def test_the_journal_says_who_what_and_why_and_holds_no_identifier(store: Store) -> None:
    steward = Reader(id="li", kind=ReaderKind.staff, units=("dept.hrss",))
    purpose = Purpose(code="verification", matter="为 51010119800101123X 办理，电话 13800001111")
    store.read("demo.people", steward, purpose, today=TODAY)
    (event,) = store.journal.events(dataset="demo.people", verb="read")
    assert (event.who, event.detail["purpose"], event.detail["version"]) == ("li", "verification", 1)
    assert "510101" not in str(event.detail["matter"])
    assert "13800001111" not in str(event.detail["matter"])
    assert scrubbed("13800001111") == scrubbed("13800001111") != scrubbed("13800001112")


def test_deciding_touches_no_data_and_no_journal(store: Store) -> None:
    decision = store.decide("demo.people", PUBLIC, READING, today=TODAY)
    assert not decision.allowed
    assert decision.reasons
    assert store.journal.events() == []
