"""Files for download: every row once, in order, as the gate leaves it, harmless in a spreadsheet, counted in the journal."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tianfu.model import OPERATOR, Reader, Refused
from tianfu.model.declaration import declare_dataset
from tianfu.store import BadQuestion, PageQuery, Store, Where

from .gated import HEALTH, PERSONS, PUBLIC, READING, SHOPS, TODAY, filled, grant, put

CELLS = declare_dataset(
    """
title: 各种单元格
steward: dept.culture
source: {channel: upload}
key: [id]
columns:
  - {name: id,     element: count,   title: 编号}
  - {name: text,   element: text,    title: 文本}
  - {name: number, element: number,  title: 数}
  - {name: money,  element: money, title: 金额}
  - {name: yes,    element: boolean,  title: 是否}
  - {name: at,     element: instant, title: 时间}
  - {name: day,    element: date,    title: 日期}
sharing: {to_departments: always, to_public: always}
""",
    "cells.yaml",
    "demo.cells",
)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x","a,b")',
    "-",
    "=a\nb",
]
HARMLESS = ["a=1", " =1", "1-2", "", "a,b", 'a"b', "a\nb", "a\r\nb", "'x", "成都", "𠀀", "\u2028", "\\", "null", "\u0001"]
TEXTS = [*FORMULAS, *HARMLESS]
NUMBERS = [-5.0, 0.1, 1e300, 1e-7, float("nan"), float("inf"), None, 12345678901.0]


def cells() -> list[dict[str, Any]]:
    return [
        {
            "id": n,
            "text": text,
            "number": NUMBERS[n % len(NUMBERS)],
            "money": [Decimal("100"), Decimal("-0.5"), Decimal("12.3456"), None][n % 4],
            "yes": [True, False, None][n % 3],
            "at": datetime(2026, 1, 1, 20, 0, n, 5000 if n % 2 else 0, tzinfo=UTC) if n % 3 else None,
            "day": date(2026, 1, 1 + n % 28) if n % 4 else None,
        }
        for n, text in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("export") / "home") as store:
        put(store, CELLS, cells())
        yield store


def body(store: Store, dataset: str, fmt: Any = "csv", reader: Reader = PUBLIC, query: PageQuery | None = None, **more: Any) -> bytes:
    return b"".join(store.export(dataset, reader, READING, query or PageQuery(), fmt, today=TODAY, **more).chunks)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_cell_that_a_spreadsheet_would_compute_is_led_by_an_apostrophe_and_no_other_is_changed(store: Store) -> None:
    found = [r["text"] for r in rows_of(body(store, "demo.cells"))]
    assert found == ["'" + t for t in FORMULAS] + HARMLESS


def test_numbers_stay_numbers_and_what_is_none_is_an_empty_cell(store: Store) -> None:
    found = [r["number"] for r in rows_of(body(store, "demo.cells"))][: len(NUMBERS)]
    assert found[0] == "-5.0"
    assert [float(t) if t else None for t in found] == [-5.0, 0.1, 1e300, 1e-7, None, float("inf"), None, 12345678901.0]


def test_instants_are_chinas_time_to_the_second_or_finer(store: Store) -> None:
    found = [r["at"] for r in rows_of(body(store, "demo.cells"))]
    assert found[:3] == ["", "2026-01-02T04:00:01.005000+08:00", "2026-01-02T04:00:02+08:00"]


def test_lines_end_as_rfc_4180_says_and_the_mark_for_spreadsheets_can_be_left_out(store: Store) -> None:
    marked, bare = body(store, "demo.sales"), body(store, "demo.sales", excel=False)
    assert marked == b"\xef\xbb\xbf" + bare
    assert bare.startswith(b"shop,name,owner,at,day,sales,visits\r\n")
    assert bare.count(b"\r\n") == len(SHOPS) + 1 == bare.count(b"\n")


def test_json_lines_hold_what_pages_hold(store: Store) -> None:
    for dataset in ("demo.cells", "demo.sales"):
        page = json.loads(store.page(dataset, PUBLIC, READING, PageQuery(limit=1000), today=TODAY).body)["rows"]
        assert [json.loads(line) for line in body(store, dataset, "ndjson").splitlines()] == page


def test_parquet_holds_the_values_and_says_which_version_they_are(store: Store) -> None:
    table = pq.read_table(io.BytesIO(body(store, "demo.sales", "parquet")))
    assert table["shop"].to_pylist() == [s["shop"] for s in SHOPS]
    assert table["at"].to_pylist() == [s["at"] for s in SHOPS]
    assert set(table["owner"].to_pylist()) == {"王*"}
    assert pq.read_metadata(io.BytesIO(body(store, "demo.sales", "parquet"))).metadata[b"dataset"] == b"demo.sales"


@pytest.mark.parametrize("fmt", ["csv", "ndjson", "json", "parquet"])
def test_nothing_that_the_gate_hides_is_in_a_file(store: Store, fmt: str) -> None:
    content = body(store, "demo.sales", fmt)
    assert "王五".encode() not in content
    assert "内部".encode() not in content
    assert b"inside" not in content
    assert b"_record" not in content
    people = body(store, "demo.people", fmt, OPERATOR)
    assert all(str(p[c]).encode() not in people for p in PERSONS for c in ("person", "id_no"))
    with pytest.raises(Refused):
        body(store, "demo.people", fmt)


def test_conditions_columns_and_order_are_those_of_pages(store: Store) -> None:
    query = PageQuery(filters=(Where("visits", "gte", "400"),), sort="sales", descending=True, columns=("shop", "visits"), limit=1)
    found = rows_of(body(store, "demo.sales", query=query))
    assert [r["shop"] for r in found] == [f"S{n}" for n in range(30, 19, -1)]
    assert list(found[0]) == ["shop", "visits"]
    with pytest.raises(BadQuestion, match="脱敏"):
        body(store, "demo.sales", query=PageQuery(sort="owner"))
    with pytest.raises(BadQuestion, match="parquet"):
        body(store, "demo.sales", "pdf")


def test_a_table_with_a_masked_key_comes_in_the_order_of_its_files(store: Store) -> None:
    masked = CELLS.model_copy(
        update={
            "id": "demo.masked",
            "key": ("text",),
            "columns": tuple(c.model_copy(update={"element": "person_name"}) if c.name == "text" else c for c in CELLS.columns),
        }
    )
    put(store, masked, [{"id": n, "text": f"姓{n:03}"} for n in (3, 1, 2)])
    assert [r["id"] for r in rows_of(body(store, "demo.masked"))] == ["3", "1", "2"]
    assert [r["id"] for r in rows_of(body(store, "demo.masked", query=PageQuery(sort="id")))] == ["1", "2", "3"]


def test_an_empty_answer_is_a_header(store: Store) -> None:
    nothing = PageQuery(filters=(Where("shop", "eq", "S99"),), columns=("shop",))
    assert body(store, "demo.sales", query=nothing, excel=False) == b"shop\r\n"
    assert body(store, "demo.sales", "ndjson", query=nothing) == b""


def test_the_tag_changes_with_the_content_and_only_with_it(home: Path) -> None:
    def tag(fmt: Any = "csv", **more: Any) -> str:
        return store.export("demo.sales", PUBLIC, READING, PageQuery(**more), fmt, today=TODAY).etag

    with filled(home) as store:
        first = tag()
        assert first == tag() == tag(limit=5)
        assert len({first, tag("ndjson"), tag("parquet"), tag(sort="sales"), tag(columns=("shop",))}) == 5
        put(store, store.dataset("demo.sales"), SHOPS[:3], "run-2")
        assert tag() != first


def test_the_journal_counts_what_left_even_when_the_reader_hangs_up(store: Store) -> None:
    whole = body(store, "demo.sales", query=PageQuery(filters=(Where("name", "ne", "第1店"),)))
    done = store.journal.events(dataset="demo.sales", verb="exported")[-1]
    assert (done.detail["rows"], done.detail["bytes"], done.detail["whole"]) == (len(SHOPS) - 1, len(whole), "yes")
    assert done.detail["asked"] == "name.ne"
    broken = store.export("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY).chunks
    next(broken)
    broken.close()  # type: ignore[attr-defined]  # a generator
    assert store.journal.events(dataset="demo.sales", verb="exported")[-1].detail["whole"] == "no"
    assert len(store.journal.events(verb="export")) >= len(store.journal.events(verb="exported"))


def test_a_quota_is_paid_before_the_first_row_leaves(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant(quota_rows=6, rows=[{"filter": "under", "column": "area", "area": "510100"}]))
        for used in (2, 4, 6):
            store.export("demo.people", HEALTH, READING, PageQuery(), today=TODAY)
            assert store.grants.used("G1") == used
        with pytest.raises(Refused, match="额度"):
            store.export("demo.people", HEALTH, READING, PageQuery(), today=TODAY)
