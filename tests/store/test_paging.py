"""Paging by key: every row once, in any order, whatever the values; places that were made up are refused."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.model import Dataset, Mode, Refused
from tianfu.model.declaration import declare_dataset
from tianfu.store import BadQuestion, PageQuery, Store, Where, question

from .gated import HEALTH, PERSONS, PUBLIC, READING, TODAY, filled, grant, put
from .loading import opened

DECLARED = """
title: 各种值
steward: dept.culture
source: {channel: upload}
KEY
mode: append
columns:
  - {name: a, element: code,    title: 甲}
  - {name: b, element: count,   title: 乙}
  - {name: text,   element: text,    title: 文本}
  - {name: number, element: number,  title: 数}
  - {name: money,  element: money,   title: 金额}
  - {name: yes,    element: boolean, title: 是否}
  - {name: at,     element: instant, title: 时间}
  - {name: day,    element: date,    title: 日期}
sharing: {to_departments: always, to_public: always}
"""
FLOATS = [None, float("nan"), -1.5, 0.0, -0.0, 2.0, 1e300, float("inf"), float("-inf"), 0.1]
TEXTS = [None, "", "a", "A", "成都", "阿坝", "é", "𠀀", "'", '"', "%", "\n"]
START = datetime(2026, 1, 1, tzinfo=UTC)
SOON = START + timedelta(seconds=2)
COLUMNS = ("a", "b", "text", "number", "money", "yes", "at", "day")


def row(n: int) -> dict[str, Any]:
    return {
        "a": f"k{n % 7}",
        "b": n // 7,
        "text": TEXTS[n % len(TEXTS)],
        "number": FLOATS[n % len(FLOATS)],
        "money": n % 5 if n % 4 else None,
        "yes": [True, False, None][n % 3],
        "at": START + timedelta(microseconds=n % 11 * 1_000_001) if n % 6 else None,
        "day": date(2026, 1, 1 + n % 4) if n % 5 else None,
    }


ROWS = [row(n * 37 % 140) for n in range(140)]


def values(keyed: bool) -> Dataset:
    key = "key: [a, b]" if keyed else ""
    return declare_dataset(DECLARED.replace("KEY", key), "values.yaml", f"demo.{'keyed' if keyed else 'keyless'}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The rows lie in three files."""
    with opened(tmp_path_factory.mktemp("paging") / "home") as store:
        for keyed in (True, False):
            for n in range(3):
                put(store, values(keyed), ROWS[n * 50 : (n + 1) * 50], f"run-{n}")
        yield store


def walked(store: Store, dataset: str, query: PageQuery) -> list[dict[str, Any]]:
    """All pages, one after the other."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = json.loads(store.page(dataset, PUBLIC, READING, _at(query, after), today=TODAY).body)
        assert len(page["rows"]) == query.limit or page["next"] is None
        found += page["rows"]
        after = page["next"]
        if after is None:
            return found


def _at(query: PageQuery, after: str | None) -> PageQuery:
    from dataclasses import replace

    return replace(query, after=after)


def missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and isnan(value))


def in_order(rows: list[dict[str, Any]], sort: str | None, *, descending: bool, keyed: bool) -> list[tuple[str, int]]:
    """What the pages must give: missing values last, ties by the key, or as the rows lie in their files."""
    by_key = sorted(rows, key=lambda r: (r["a"], r["b"])) if keyed else rows
    if sort is None:
        ordered = by_key[::-1] if descending and keyed else by_key
    elif keyed and sort == "a":
        ordered = by_key[::-1] if descending else by_key
    else:
        there = sorted((r for r in by_key if not missing(r[sort])), key=lambda r: r[sort], reverse=False)
        if descending:
            there = sorted(there, key=lambda r: r[sort], reverse=True)
        ordered = there + [r for r in by_key if missing(r[sort])]
    return [(r["a"], r["b"]) for r in ordered]


def lying(store: Store) -> list[dict[str, Any]]:
    """The rows in the order of their files, whose names are random."""
    found = store.engine.arrow(store.relation("demo.keyless")).to_pylist()
    return [next(r for r in ROWS if (r["a"], r["b"]) == (f["a"], f["b"])) for f in found]


@settings(max_examples=60, deadline=None)
@given(
    keyed=st.booleans(),
    sort=st.sampled_from([None, *COLUMNS]),
    descending=st.booleans(),
    limit=st.sampled_from([1, 3, 7, 50, 139, 140, 141]),
    where=st.sampled_from([(), (Where("yes", "eq", "true"),), (Where("text", "isnull", "false"), Where("b", "lt", "9"))]),
)
def test_pages_walk_every_row_exactly_once_in_order(
    store: Store, keyed: bool, sort: str | None, descending: bool, limit: int, where: tuple[Where, ...]
) -> None:
    dataset = "demo.keyed" if keyed else "demo.keyless"
    limit = max(limit, 7) if where == () else limit
    found = walked(store, dataset, PageQuery(filters=where, sort=sort, descending=descending, limit=limit, columns=("a", "b")))
    rows = ROWS if keyed else lying(store)
    if where:
        rows = [r for r in rows if (r["yes"] is True if len(where) == 1 else r["text"] is not None and r["b"] < 9)]
    assert [(r["a"], r["b"]) for r in found] == in_order(rows, sort, descending=descending, keyed=keyed)


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        (Where("b", "gte", "18"), lambda r: r["b"] >= 18),
        (Where("b", "ne", "3"), lambda r: r["b"] != 3),
        (Where("number", "gt", "0"), lambda r: not missing(r["number"]) and r["number"] > 0),
        (Where("number", "lte", "0"), lambda r: not missing(r["number"]) and r["number"] <= 0),
        (Where("number", "eq", "0.1"), lambda r: r["number"] == 0.1),
        (Where("money", "eq", "3.0"), lambda r: r["money"] == 3),
        (Where("text", "in", "a,成都"), lambda r: r["text"] in ("a", "成都")),
        (Where("text", "contains", "都"), lambda r: r["text"] is not None and "都" in r["text"]),
        (Where("text", "contains", "%"), lambda r: r["text"] == "%"),
        (Where("text", "eq", "'"), lambda r: r["text"] == "'"),
        (Where("day", "gte", "2026-01-03"), lambda r: r["day"] and r["day"] >= date(2026, 1, 3)),
        (Where("at", "lt", "2026-01-01T08:00:02"), lambda r: r["at"] and r["at"] < SOON),
        (Where("at", "lt", "2026-01-01T08:00:02 08:00"), lambda r: r["at"] and r["at"] < SOON),
        (Where("yes", "eq", "否"), lambda r: r["yes"] is False),
        (Where("day", "isnull", ""), lambda r: r["day"] is None),
    ],
    ids=lambda w: f"{w.column}.{w.op}={w.value}" if isinstance(w, Where) else "",
)
def test_a_condition_keeps_the_rows_that_meet_it(store: Store, where: Where, holds: Any) -> None:
    found = walked(store, "demo.keyed", PageQuery(filters=(where,), limit=1000))
    assert {(r["a"], r["b"]) for r in found} == {(r["a"], r["b"]) for r in ROWS if holds(r)}
    assert store.count("demo.keyed", PUBLIC, READING, (where,), today=TODAY) == len(found)


def cursor(*parts: object) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "after",
    [
        "x", "%%%", "é", "A" * 10_000, "bnVsbA", "MQ", "e30", cursor(), cursor("a,b"), cursor("a,b", "k1"), cursor("a,b", "k1", "x"),
        cursor("a,b", 1, 2), cursor("b,a", "1", "k1"), cursor("a,b", "k1", str(2**70)), cursor("a,b", ["k1"], "1"), cursor("a,b", {}, "1"),
    ],
)  # fmt: skip
def test_a_place_that_was_made_up_is_refused(store: Store, after: str) -> None:
    with pytest.raises(BadQuestion, match="第一页"):
        store.page("demo.keyed", PUBLIC, READING, PageQuery(after=after), today=TODAY)


def test_a_place_belongs_to_its_order_and_without_a_key_to_its_version(home: Path) -> None:
    with opened(home) as store:
        for keyed in (True, False):
            put(store, values(keyed), ROWS[:50])

        def after(dataset: str, **more: Any) -> Any:
            return json.loads(store.page(dataset, PUBLIC, READING, PageQuery(limit=5, **more), today=TODAY).body)["next"]

        place, in_files = after("demo.keyed"), after("demo.keyless")
        for query in (PageQuery(sort="b", after=place), PageQuery(descending=True, after=place)):
            with pytest.raises(BadQuestion, match="另一种排序"):
                store.page("demo.keyed", PUBLIC, READING, query, today=TODAY)
        for keyed in (True, False):
            put(store, values(keyed), ROWS[50:], "run-2")
        page = json.loads(store.page("demo.keyed", PUBLIC, READING, PageQuery(after=place, limit=1000), today=TODAY).body)
        assert len(page["rows"]) >= 45, "keys are understood in all versions"
        with pytest.raises(BadQuestion, match="另一版"):
            store.page("demo.keyless", PUBLIC, READING, PageQuery(after=in_files), today=TODAY)


def test_a_place_holds_no_value_of_a_masked_key(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant(columns=["code", "id_no"]))
        masked = store.dataset("demo.people").model_copy(update={"key": ("id_no",)})
        store.declare(masked, "masked")
        page = json.loads(store.page("demo.people", HEALTH, READING, PageQuery(limit=1), today=TODAY).body)
        assert b"5101" not in urlsafe_b64decode(page["next"] + "==")
        assert len(page["rows"]) == 1


def test_a_page_says_version_total_and_where_it_goes_on(store: Store) -> None:
    page = json.loads(store.page("demo.keyed", PUBLIC, READING, PageQuery(limit=5), today=TODAY).body)
    assert (page["dataset"], page["version"], page["total"], len(page["rows"])) == ("demo.keyed", 3, 140, 5)
    assert page["as_of"].endswith("+08:00")
    one = Where("a", "eq", "k1")
    assert json.loads(store.page("demo.keyed", PUBLIC, READING, PageQuery(filters=(one,)), today=TODAY).body)["total"] is None
    assert json.loads(store.page("demo.keyed", PUBLIC, READING, PageQuery(filters=(one,), count=True), today=TODAY).body)["total"] == 20


def test_the_same_question_is_answered_from_memory_with_the_same_tag_and_is_journalled_again(store: Store) -> None:
    query = PageQuery(limit=9)
    first = store.page("demo.keyed", PUBLIC, READING, query, today=TODAY)
    events = len(store.journal.events(dataset="demo.keyed", verb="page"))
    again = store.cached_page("demo.keyed", PUBLIC, READING, query, today=TODAY)
    assert again is not None
    assert (again.cached, again.body, again.etag) == (True, first.body, first.etag)
    assert len(store.journal.events(dataset="demo.keyed", verb="page")) == events + 1
    assert store.cached_page("demo.keyed", PUBLIC, READING, PageQuery(limit=10), today=TODAY) is None


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("limit", "0")], "1 至 1000"),
        ([("limit", "1001")], "1 至 1000"),
        ([("limit", "１０")], "1 至 1000"),
        ([("sort", "nmber")], "number"),
        ([("fields", "a,nmber")], "number"),
        ([("nmber", "1")], "number"),
        ([("number.gtt", "1")], "运算"),
        ([("number", "many")], "应为数字"),
        ([("number", "nan")], "应为数字"),
        ([("b", "1.5")], "应为整数"),
        ([("b", "9" * 30)], "应为整数"),
        ([("day", "2026-13-01")], "应为日期"),
        ([("at", "yesterday")], "应为时间"),
        ([("yes", "maybe")], "true 或 false"),
        ([("b.contains", "1")], "只用于文本"),
        ([("text", "x" * 1001)], "过长"),
        ([("text.in", "," * 300)], "最多 200"),
        ([("a", "x")] * 33, "最多 32"),
        ([("_record", "1")], "没有数据项"),
        ([('a" or 1=1 --', "1")], "没有数据项"),
    ],
)
def test_what_cannot_be_asked_is_explained(store: Store, pairs: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(BadQuestion, match=said):
        store.page("demo.keyed", PUBLIC, READING, question(pairs), today=TODAY)


def test_pages_count_against_a_quota_also_from_memory(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant(quota_rows=7))
        for used in (2, 4, 6):
            store.page("demo.people", HEALTH, READING, PageQuery(limit=2), today=TODAY)
            assert store.grants.used("G1") == used
        assert store.cached_page("demo.people", HEALTH, READING, PageQuery(limit=2), today=TODAY) is None
        with pytest.raises(Refused, match="还剩 1 行"):
            store.page("demo.people", HEALTH, READING, PageQuery(limit=2), today=TODAY)
        assert len(PERSONS) == 4


def test_columns_of_a_page_come_in_the_order_asked_for(store: Store) -> None:
    page = json.loads(store.page("demo.keyed", PUBLIC, READING, PageQuery(columns=("day", "a", "day"), limit=1), today=TODAY).body)
    assert list(page["rows"][0]) == ["day", "a"]
    assert values(keyed=True).mode is Mode.append
