"""Plans and set rules on a Spark Connect server: what DuckDB says of a chunk, Spark says too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from tianfu.govern import plan, settle
from tianfu.model import Counts, Dataset
from tianfu.standards import element

from ..govern import conftest as small  # noqa: TID252 - tests have no name of their own on the path

Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    session.stop()
    server.stop()


def view(session: SparkSession, name: str, table: pa.Table) -> None:
    session.createDataFrame(table.to_pandas(types_mapper=None), schema=spark_schema(table.schema)).createOrReplaceTempView(name)


def spark_schema(schema: pa.Schema) -> str:
    names = {"int64": "bigint", "double": "double", "date32[day]": "date", "timestamp[us, tz=UTC]": "timestamp", "bool": "boolean"}
    return ", ".join(f"`{f.name}` {names.get(str(f.type), 'string')}" for f in schema)


CASES: dict[str, tuple[str, str, Rows]] = {
    "required": ("name text", "rules: [{rule: required, columns: [name]}]", [{"name": v} for v in ("甲", "", "NA", " NA ", None)]),
    "between": (
        "v number, n integer, d decimal",
        "rules: [{rule: between, column: v, low: 0, high: 10}, {rule: between, column: n, low: 3}, {rule: between, column: d, high: 0.1}]",
        [{"v": v, "n": v, "d": v} for v in ("0", "10", "10.01", "-9999", "5000", "x", "", None, "0.1", "３")],
    ),
    "matches": (
        "code text, n integer",
        'rules: [{rule: matches, column: code, pattern: "[AB]|C1"}, {rule: matches, column: n, pattern: "[0-9]{3}"}]',
        [{"code": c, "n": n} for c, n in (("A", "007"), ("C1", "7"), ("AB", "1"), (None, None))],
    ),
    "in_codes by date": (
        "area text, at date, sex sex",
        "time: at\nrules: [{rule: in_codes, column: area, codes: areas}]",
        [
            {"area": a, "at": t, "sex": s}
            for a in ("513425", "513402", "1", None)
            for t, s in (("2020-06-01", "男"), ("2022-06-01", "7"), ("", "1"))
        ],
    ),
    "in_codes by instant": (
        "area text, at instant",
        "time: at\nrules: [{rule: in_codes, column: area, codes: areas}]",
        [{"area": a, "at": t} for a in ("513425", "513402", None) for t in ("2020-12-31 23:59:59", "2022-01-01 00:00:00", None)],
    ),
    "in force": ("area area, at date", "time: at", [{"area": a, "at": "2024-01-01"} for a in ("513425", "510100", "519999")]),
    "expression": (
        "a integer, b number, d date, t instant",
        'rules: [{rule: expression, left: a, op: "<", right: b}, {rule: expression, left: d, op: ">=", value: 2020-01-01}, '
        '{rule: expression, left: t, op: "!=", value: "2024-01-01 08:00:00"}]',
        [
            {"a": "1", "b": "1.5", "d": "2020/1/1", "t": "2024-01-01 08:00"},
            {"a": "2", "b": "1.5", "d": "20191231", "t": "2024-01-01T01:00:00Z"},
            {"a": "2", "b": None, "d": None, "t": None},
        ],
    ),
    "custom": (
        "a number, b number",
        "rules: [{rule: custom, function: sums, columns: [a, b], says: 两数之和为100, severity: flag}]",
        [{"a": "40", "b": "60"}, {"a": "40", "b": "59"}, {"a": "40"}],
    ),
    "elements": (
        "code credit_code, id_no citizen_id, plate plate, phone mobile, pm air_pm25, lon longitude, card bank_card, "
        "day date, at instant, yes boolean",
        "",
        [
            {"code": "91350100M000100Y43", "id_no": "11010519491231002X", "plate": "川A12345", "phone": "+86 13800000000", "pm": "35"},
            {"code": "91350211M0000XUF46", "id_no": "110105491231002", "plate": "川I12345", "phone": "1380000", "pm": "-9999"},
            {"code": "9.14403E+17", "id_no": "110105194912310000", "lon": "30.6", "card": "6222021234567890", "day": "2024-02-30"},
            {"day": "2024年3月1日", "at": "2024/3/1 8:00", "yes": "是", "lon": "104.06", "card": "6222021234567894", "pm": "<0.02"},
            {"day": "45231", "at": "20240301080000", "yes": "也许", "pm": ' 1" \\ 2\n'},
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_chunk_gets_the_same_rows_and_bits(case: str, session: SparkSession) -> None:
    columns, rules, rows = CASES[case]
    dataset = small.dataset_of(columns, rules, '{channel: upload, missing: ["", NA]}')
    agree(dataset, rows, session)


@pytest.mark.parametrize("case", ["in_codes by date", "in_codes by instant"])
def test_a_long_list_is_joined_alike(case: str, session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tianfu.govern.row_rules.INLINE", 10)
    columns, rules, rows = CASES[case]
    agree(small.dataset_of(columns, rules), rows, session)


def agree(dataset: Dataset, rows: Rows, session: SparkSession) -> None:
    """DuckDB and Spark make the same of the rows, in values, bits and explanations."""
    custom = {"sums": lambda t: t.a + t.b == 100}
    expected = small.run(dataset, rows, custom=custom)
    p = plan(dataset, today=small.TODAY, custom=custom)
    for name, codes in p.codes.items():
        view(session, name, codes)
    view(session, "chunk", small.chunk(dataset, rows, typed=False, p=p))
    spark = ibis.pyspark.connect(session)
    raw = spark.table("chunk")
    found = sorted(spark.to_pyarrow(p.apply(raw)).to_pylist(), key=lambda r: r["_record"])
    assert found == expected.rows
    assert {r["_record"]: small.failed_checks(p, r) for r in found} == expected.failed
    if not {"date", "instant"} & {element(c.element).type for c in dataset.columns}:
        # Sail plans each branch of the union anew and takes minutes over the readings of dates; DuckDB computes the shared part once.
        assert in_order(spark.to_pyarrow(p.explain(raw)).to_pylist()) == in_order(expected.problems)


def in_order(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(problems, key=lambda r: (r["_record"], r["check"]))


@dataclass
class SparkSide:
    """The store's session over Spark."""

    spark: Any
    staged: Any
    old: bool
    failures: dict[str, list[dict[str, Any]]]

    @property
    def rows(self) -> Any:
        return self.spark.table("staged")

    @property
    def existing(self) -> Any:
        return self.spark.table("existing") if self.old else None

    def table(self, dataset_id: str) -> Any:
        return self.spark.table(dataset_id.replace(".", "_"))

    def execute(self, expr: Any) -> pa.Table:
        return self.spark.to_pyarrow(expr.as_table())

    def fail(self, check_id: str, failing: Any) -> None:
        self.failures[check_id] = sorted(self.execute(failing).to_pylist(), key=lambda r: r["_row"])


def test_set_rules_find_the_same_rows(session: SparkSession) -> None:
    rules = (
        "key: [s, at]\nrules: [{rule: refers, column: s, to: demo.stations, to_column: code}, {rule: monotone, column: n, by: [s]}, "
        "{rule: jump, column: v, by: [s], order: at, limit: 10}, {rule: unique, columns: [n]}]"
    )
    dataset = small.dataset_of("s text, at instant, v number, n integer", rules)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    rows = [
        {"s": s, "at": start + timedelta(hours=h), "v": v, "n": n}
        for s, h, v, n in (("a", 2, 21.0, 5), ("a", 0, 1.0, 4), ("b", 1, 11.0, 7), ("a", 2, 50.0, None), ("c", 3, 1.0, 7), ("a", 9, 2.0, 9))
    ]
    old = [{"s": "a", "at": start, "v": 1.0, "n": 1}]
    stations = pa.table({"code": ["a", "b"]})
    expected = small.settled(dataset, rows, existing=old, others={"demo.stations": stations})
    assert set(expected.failures) == {"s-at.unique", "s.refers", "n.monotone", "v.jump", "n.unique"}
    p = plan(dataset, today=small.TODAY)
    view(session, "staged", small.staged_rows(p, rows))
    view(session, "existing", pa.Table.from_pylist(old, p.schema))
    view(session, "demo_stations", stations)
    side = SparkSide(ibis.pyspark.connect(session), small.staged_of(p, Counts(read=6, accepted=6)), old=True, failures={})
    settle(p, side.staged, side)
    assert {c: [r["_row"] for r in rows] for c, rows in side.failures.items()} == {c: expected.rows(c) for c in expected.failures}
