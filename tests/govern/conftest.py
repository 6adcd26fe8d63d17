"""A small engine for plans: DuckDB in memory, the chunk as an Arrow table of texts, the set rules on a session that follows the seam."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest

from tianfu.govern import plan, settle
from tianfu.model import Check, Counts, Dataset, Mode, Part, Plan, Severity, Staged
from tianfu.model.declaration import declare_dataset

TODAY = date(2026, 11, 24)
Row = Mapping[str, Any]


@dataclass
class Checked:
    """What a plan made of a chunk: `rows` typed, the failed checks by record, and the explanations."""

    plan: Plan
    rows: list[dict[str, Any]]
    failed: dict[int, set[str]]
    explain: Callable[[], list[dict[str, Any]]]

    @cached_property
    def problems(self) -> list[dict[str, Any]]:
        return self.explain()

    def kept(self, record: int) -> bool:
        return not any(self._severity(c) is Severity.quarantine for c in self.failed[record])

    def check(self, check_id: str) -> Check:
        return next(c for c in self.plan.checks if c.id == check_id)

    def cause(self, record: int, check_id: str) -> str | None:
        return next(p["cause"] for p in self.problems if p["_record"] == record and self.plan.checks[p["check"]].id == check_id)

    def _severity(self, check_id: str) -> Severity:
        return self.check(check_id).severity


def dataset_of(columns: str, extra: str = "", source: str = '{channel: upload, missing: [""]}') -> Dataset:
    """A dataset `demo.example` from `name element, name element ...` and further YAML."""
    pairs = [c.split() for c in columns.split(",")]
    lines = "\n".join(f"  - {{name: {n}, element: {e}, title: {n} 标题}}" for n, e in pairs)
    text = f"title: 示例\nsteward: dept.example\nsource: {source}\ncolumns:\n{lines}\n{extra}"
    return declare_dataset(text, "example.yaml", "demo.example")


def chunk(dataset: Dataset, rows: Sequence[Row], *, typed: bool, p: Plan) -> pa.Table:
    """Rows as collect delivers them, numbered from 1; missing fields are null."""
    schema = p.schema if typed else pa.schema([(f, pa.string()) for f in p.fields])
    columns = {name: pa.array([r.get(name) for r in rows], schema.field(name).type) for name in schema.names}
    return pa.table({**columns, "_record": pa.array(range(1, len(rows) + 1), pa.int64())})


def run(
    dataset: Dataset,
    rows: Sequence[Row],
    *,
    today: date = TODAY,
    custom: Mapping[str, Callable[..., Any]] | None = None,
    typed: bool = False,
    glance: bool = True,
) -> Checked:
    p = plan(dataset, today=today, custom=custom or {}, typed=typed)
    data = chunk(dataset, rows, typed=typed, p=p)
    data = p.glance(data) if glance else data
    with duckdb.connect() as connection:
        connection.execute("set timezone='UTC'")
        connection.register("chunk", data)
        for name, codes in p.codes.items():
            connection.register(name, codes)
        raw = ibis.table(ibis.Schema.from_pyarrow(data.schema), name="chunk")
        applied = connection.sql(ibis.to_sql(p.apply(raw), dialect="duckdb")).to_arrow_table().to_pylist()
    applied.sort(key=lambda r: r["_record"])
    return Checked(p, applied, {r["_record"]: failed_checks(p, r) for r in applied}, lambda: explained(p, data))


def explained(p: Plan, data: pa.Table) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        connection.register("chunk", data)
        for name, codes in p.codes.items():
            connection.register(name, codes)
        raw = ibis.table(ibis.Schema.from_pyarrow(data.schema), name="chunk")
        result: list[dict[str, Any]] = connection.sql(ibis.to_sql(p.explain(raw), dialect="duckdb")).to_arrow_table().to_pylist()
        return result


def failed_checks(p: Plan, row: Row) -> set[str]:
    """The checks whose bit is set in a row's mask words."""
    result = set()
    for word in range(p.words):
        for name in (f"_bad{word or ''}", f"_flag{word or ''}"):
            result |= {p.checks[62 * word + bit].id for bit in range(62) if row[name] >> bit & 1}
    return result


@dataclass
class DuckSession:
    """The store's session in small: one table of kept rows, failures collected by check."""

    connection: duckdb.DuckDBPyConnection
    staged: Staged
    schema: ibis.Schema
    old: bool
    failures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    queries: int = 0

    @property
    def rows(self) -> Any:
        return ibis.table(self.schema, name="staged")

    @property
    def existing(self) -> Any:
        return ibis.table({n: t for n, t in self.schema.items() if not n.startswith("_")}, name="existing") if self.old else None

    def table(self, dataset_id: str) -> Any:
        name = dataset_id.replace(".", "_")
        columns = self.connection.sql(f'from "{name}" limit 0').to_arrow_table().schema
        return ibis.table(ibis.Schema.from_pyarrow(columns), name=name)

    def execute(self, expr: Any) -> pa.Table:
        self.queries += 1
        return self.connection.sql(ibis.to_sql(expr, dialect="duckdb")).to_arrow_table()

    def fail(self, check_id: str, failing: Any) -> None:
        self.failures[check_id] = sorted(self.execute(failing).to_pylist(), key=lambda r: r["_row"])
        counted = {**self.staged.failed, check_id: len(self.failures[check_id])}
        self.staged = replace(self.staged, failed=counted)


@dataclass
class Settled:
    plan: Plan
    staged: Staged
    failures: dict[str, list[dict[str, Any]]]
    queries: int

    def rows(self, check_id: str) -> list[int]:
        return [r["_row"] for r in self.failures.get(check_id, [])]


def settled(
    dataset: Dataset, rows: Sequence[Row], *, existing: Sequence[Row] | None = None, others: Mapping[str, pa.Table] | None = None
) -> Settled:
    """Typed rows, numbered from 0 by `_row`, after the dataset's set rules."""
    p = plan(dataset, today=TODAY)
    with duckdb.connect() as connection:
        connection.execute("set timezone='UTC'")
        data = staged_rows(p, rows)
        connection.register("staged", data)
        if existing is not None:
            connection.register("existing", pa.Table.from_pylist(list(existing), p.schema))
        for name, table in (others or {}).items():
            connection.register(name.replace(".", "_"), table)
        before = staged_of(p, Counts(read=len(rows), accepted=len(rows)))
        session = DuckSession(connection, before, ibis.Schema.from_pyarrow(data.schema), existing is not None)
        after = settle(p, before, session)
        return Settled(p, after, session.failures, session.queries)


def staged_rows(p: Plan, rows: Sequence[Row]) -> pa.Table:
    data = pa.table({n: pa.array([r.get(n) for r in rows], p.schema.field(n).type) for n in p.schema.names})
    data = data.append_column("_record", pa.array(range(1, len(rows) + 1), pa.int64()))
    return data.append_column("_row", pa.array(range(len(rows)), pa.int64()))


def staged_of(p: Plan, counts: Counts, failed: Mapping[str, int] | None = None, stats: Mapping[str, Any] | None = None) -> Staged:
    part = Part("part-0.parquet", counts.kept, 1, stats or {})
    return Staged(p.dataset, "run", "attempt", Mode.replace, counts, p.checks, failed or {}, (part,), ())


@dataclass(frozen=True)
class Kit:
    dataset_of: Callable[..., Dataset]
    run: Callable[..., Checked]
    settled: Callable[..., Settled]
    staged_of: Callable[..., Staged]
    today: date


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit(dataset_of, run, settled, staged_of, TODAY)
