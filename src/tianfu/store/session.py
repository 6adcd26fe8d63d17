"""What the store lends to set rules: the staged rows as a table, and a way to fail some of them.

Only the files that hold failing rows are written again.
"""

# ruff: noqa: S608 - names and paths are quoted

from collections import Counter
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from tianfu.model import CHECK_BITS, Check, Counts, Part, Severity, Staged

from . import problem_rows
from .engine import literal, quoted, scan
from .parts import write_part

if TYPE_CHECKING:
    from types import TracebackType

    import ibis.expr.types as ir

    from .shelves import Shelves

FAILING = "_failing"
ROW_BITS = 32
"""`_row` = number of the file << 32 | number of the row in it."""


class Session:
    """A cursor of one's own over the staged files; its views end with it."""

    def __init__(self, shelves: "Shelves", staged: Staged, schema: pa.Schema) -> None:
        self._shelves = shelves
        self._staged = staged
        self._schema = schema
        self._folder = shelves.home.table(staged.dataset.id)
        self._cursor = shelves.engine.new_cursor()
        self._numbers = count()
        self._existing: ir.Table | None = None
        self._rows = self._rows_now()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None") -> None:
        self.close()

    def close(self) -> None:
        self._cursor.close()

    @property
    def rows(self) -> "ir.Table":
        """Rows kept so far: typed columns, `_record`, and `_row`, unique and in the order of the files."""
        return self._rows

    @property
    def existing(self) -> "ir.Table | None":
        """The rows that the load adds to, without those that it takes the place of; None where it replaces all or there are none."""
        dataset, mode = self._staged.dataset, self._staged.mode.value
        if mode == "replace" or self._shelves.version(dataset.id) is None:
            return None
        if self._existing is None:
            self._existing = self.table(dataset.id)
        return self._existing.anti_join(self._rows, list(dataset.key)) if mode == "upsert" else self._existing

    @property
    def staged(self) -> Staged:
        """The load as it is after what has failed so far."""
        return self._staged

    def table(self, dataset_id: str) -> "ir.Table":
        """The newest version of a dataset; UnknownVersion where there is none."""
        version = self._shelves.records.at(dataset_id)
        schema = self._shelves.schema(dataset_id, version.number)
        declared = pa.schema([schema.field(n) for n in version.columns if n in schema.names])
        return self._view(scan(self._shelves.files(dataset_id, version.number), declared), declared)

    def execute(self, expr: "ir.Expr") -> pa.Table:
        """The answer to an expression over the session's tables."""
        return self._cursor.execute(str(ibis.to_sql(expr, dialect="duckdb"))).to_arrow_table()

    def fail(self, check_id: str, failing: "ir.Table") -> None:
        """Flags the rows, or moves them to the problem rows, by the severity of the check.

        `failing`: `_row:int64, field, value, cause: string`; of several lines on one `_row` the first counts.
        """
        place, check = next((n, c) for n, c in enumerate(self._staged.checks) if c.id == check_id)
        found = self.execute(failing.distinct(on="_row", keep="first"))
        if not found.num_rows:
            return
        self._cursor.register(FAILING, found)
        self._explain(check)
        if check.severity is Severity.quarantine:
            self._quarantine(found)
        else:
            self._flag(found, place)
        failed = Counter(self._staged.failed) + Counter({check_id: found.num_rows})
        self._staged = replace(self._staged, failed=dict(failed))
        self._cursor.unregister(FAILING)
        self._rows = self._rows_now()

    def _quarantine(self, found: pa.Table) -> None:
        flagged = self._rewrite(
            found, "SELECT * EXCLUDE (_here) FROM ({rows}) WHERE _here NOT IN ({failing}) ORDER BY _here", self._flagged()
        )
        n, counts = found.num_rows, self._staged.counts
        after = Counts(counts.read, counts.accepted - (n - flagged), counts.flagged - flagged, counts.quarantined + n)
        self._staged = replace(self._staged, counts=after)

    def _flag(self, found: pa.Table, place: int) -> None:
        word = quoted(f"_flag{place // CHECK_BITS or ''}")
        mark = f"CASE WHEN _here IN ({{failing}}) THEN {word} | {1 << place % CHECK_BITS} ELSE {word} END AS {word}"
        before = self._rewrite(found, f"SELECT * EXCLUDE (_here) REPLACE ({mark}) FROM ({{rows}}) ORDER BY _here", self._flagged())
        n, counts = found.num_rows - before, self._staged.counts
        self._staged = replace(self._staged, counts=replace(counts, accepted=counts.accepted - n, flagged=counts.flagged + n))

    def _rewrite(self, found: pa.Table, change: str, flagged: str) -> int:
        """Writes the files anew that hold failing rows; how many of those rows were flagged already.

        DuckDB keeps no order across a join, and IN is one: `change` puts the rows back in theirs.
        """
        affected = {r >> ROW_BITS for r in found["_row"].to_pylist()}
        parts, already = [], 0
        for number, part in enumerate(self._staged.parts):
            if number not in affected:
                parts.append(part)
                continue
            mask = (1 << ROW_BITS) - 1
            failing = f"SELECT _row & {mask} FROM {FAILING} WHERE _row >> {ROW_BITS} = {number}"
            already += self._number(f"SELECT count(*) FROM ({self._source(part)}) WHERE _here IN ({failing}) AND {flagged}")
            new = self._written(part, change.format(rows=self._source(part), failing=failing))
            parts += [new] if new.rows else []
            for gone in [part, *([] if new.rows else [new])]:
                (self._folder / gone.path).unlink()
        self._staged = replace(self._staged, parts=tuple(parts))
        return already

    def _written(self, part: Part, sql: str) -> Part:
        name = f"{self._staged.attempt}-{part.path.removeprefix(self._staged.attempt + '-')[:6]}-s{next(self._numbers)}.parquet"
        return write_part(self._cursor, sql, self._folder, name, self._schema)

    def _explain(self, check: Check) -> None:
        """Problem rows of the failing rows. Their text is gone by now, so `raw` holds the typed values."""
        names = [c.name for c in self._staged.dataset.columns]
        values = ", ".join(f"{quoted(n)} := CAST(r.{quoted(n)} AS VARCHAR)" for n in names)
        raw = f"CAST(to_json(struct_pack({values})) AS VARCHAR)" if check.severity is Severity.quarantine else "NULL::VARCHAR"
        sql = f"""SELECT {literal(self._staged.run)} AS run, r._record AS record, {literal(check.severity.value)} AS outcome,
            f.field, {literal(check.id)} AS "check", f.value, f.cause, {raw} AS raw
            FROM {FAILING} f JOIN ({self._numbered()}) r USING (_row) ORDER BY _row"""
        rows = self._cursor.execute(sql).to_arrow_table().cast(problem_rows.SCHEMA)
        name = f"{self._staged.attempt}-s{next(self._numbers):06}.parquet"
        part = problem_rows.write_problems(self._cursor, rows, self._shelves.home.problems(self._staged.dataset.id), name)
        self._staged = replace(self._staged, problem_parts=(*self._staged.problem_parts, part))

    def _rows_now(self) -> "ir.Table":
        names = [*(c.name for c in self._staged.dataset.columns), "_record"]
        schema = pa.schema([self._schema.field(n) for n in names])
        return self._view(self._numbered(), schema.append(pa.field("_row", pa.int64())))

    def _numbered(self) -> str:
        schema = pa.schema([f for f in self._schema if not f.name.startswith("_bad")])
        if not self._staged.parts:
            return scan([], schema.append(pa.field("_row", pa.int64())))
        files = [str(self._folder / p.path) for p in self._staged.parts]
        inner = scan(files, schema, ", file_row_number=true")
        return inner.replace(" FROM ", f", (file_index::BIGINT << {ROW_BITS}) | file_row_number AS _row FROM ", 1)

    def _source(self, part: Part) -> str:
        """The rows of one file with their place in it."""
        schema = pa.schema([f for f in self._schema if not f.name.startswith("_bad")])
        inner = scan([str(self._folder / part.path)], schema, ", file_row_number=true")
        return inner.replace(" FROM ", ", file_row_number AS _here FROM ", 1)

    def _flagged(self) -> str:
        words = [n for n in self._schema.names if n.startswith("_flag")]
        return "(" + " OR ".join(f"{quoted(w)} <> 0" for w in words) + ")"

    def _number(self, sql: str) -> int:
        found = self._cursor.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def _view(self, sql: str, schema: pa.Schema) -> "ir.Table":
        name = f"_lent{next(self._numbers)}"
        self._cursor.execute(f"CREATE TEMP VIEW {name} AS {sql}")
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)
