"""Parquet and Arrow files give text that says exactly what their columns hold."""

import gzip
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.collect import CollectError, MissingFields, columnar, locate

from .conftest import Desk, declared


def parquet(table: pa.Table, **options: Any) -> bytes:
    written = io.BytesIO()
    pq.write_table(table, written, **options)
    return written.getvalue()


def arrow(table: pa.Table) -> bytes:
    written = io.BytesIO()
    with pa.ipc.new_file(written, table.schema) as file:
        file.write_table(table, max_chunksize=2)
    return written.getvalue()


AT = datetime(2026, 1, 1, 0, 0, 0, 500_000, UTC)
COLUMNS: list[tuple[list[Any], Any, list[str]]] = [
    ([Decimal("1.50"), Decimal("0.00000010"), None], pa.decimal128(20, 8), ["1.50000000", "0.00000010", ""]),
    (
        [AT, AT.replace(microsecond=0), None],
        pa.timestamp("us", "Asia/Shanghai"),
        ["2026-01-01T08:00:00.5+08:00", "2026-01-01T08:00:00+08:00", ""],
    ),
    ([AT, None, None], pa.timestamp("ns", "UTC"), ["2026-01-01T00:00:00.5Z", "", ""]),
    ([datetime(2026, 1, 1, 8), None, None], pa.timestamp("ms"), ["2026-01-01T08:00:00", "", ""]),
    ([0.1, 1e300, None], pa.float64(), ["0.1", "1e+300", ""]),
    ([2**63 - 1, -1, None], pa.int64(), ["9223372036854775807", "-1", ""]),
    ([True, False, None], pa.bool_(), ["true", "false", ""]),
    ([date(2026, 1, 1), None, None], pa.date32(), ["2026-01-01", "", ""]),
    (["甲", "", None], pa.large_string(), ["甲", "", ""]),
    (["甲", "甲", None], pa.dictionary(pa.int8(), pa.string()), ["甲", "甲", ""]),
    ([[1, None], [], None], pa.list_(pa.int64()), ["[1,null]", "[]", ""]),
    (
        [{"x": Decimal("0.10"), "y": [time(8, 0)]}, None, {"x": None, "y": None}],
        pa.struct([("x", pa.decimal128(4, 2)), ("y", pa.list_(pa.time32("s")))]),
        ['{"x":0.10,"y":["08:00:00"]}', "", '{"x":null,"y":null}'],
    ),
    ([b"\x01\xff", b"ab", None], pa.binary(), ["01ff", "6162", ""]),
    (["甲".encode(), b"ab", None], pa.binary(), ["甲", "ab", ""]),
]


@pytest.mark.parametrize(("values", "kind", "expected"), COLUMNS)
def test_values_are_written_exactly(desk: Desk, values: list[Any], kind: Any, expected: list[str]) -> None:
    table = pa.table({"a": pa.array(values, kind), "b": ["1", "2", "3"]})
    as_parquet, as_arrow = (desk.read(write(table)).rows for write in (parquet, arrow))
    assert [a for a, _ in as_parquet] == expected
    assert as_arrow == as_parquet


def test_rows_are_numbered_across_batches_and_found_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "ROWS", 7)
    found = desk.read(gzip.compress(parquet(pa.table({"a": range(100), "b": ["x"] * 100}), row_group_size=10)))
    assert found.numbers == list(range(1, 101))
    assert len(found.batches) > 10
    origin = found.batches[0].origin
    assert origin
    place = locate(desk.store, declared(), origin.number << 40 | 56)
    assert place
    assert (place.line, place.text) == (56, '{"a":"55","b":"x"}')


def test_a_file_without_rows_has_its_fields_all_the_same(desk: Desk) -> None:
    assert desk.read(parquet(pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())}))).rows == []
    with pytest.raises(MissingFields, match="“a”"):
        desk.read(parquet(pa.table({"b": pa.array([], pa.string())})))


@pytest.mark.parametrize(
    "content", [b"PAR1" + bytes(100), b"ARROW1\0\0" + bytes(100), parquet(pa.table({"a": range(9), "b": range(9)}))[:-9]]
)
def test_a_damaged_file_is_told(desk: Desk, content: bytes) -> None:
    with pytest.raises(CollectError, match="不完整或已损坏"):
        desk.read(content)
