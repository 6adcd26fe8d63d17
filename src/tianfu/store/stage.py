"""One pass over what was collected: each chunk runs through the plan into a Parquet file; rows that fail are explained."""

# ruff: noqa: S608 - names and paths are quoted

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Batch, Counts, Mode, Origin, Part, Plan, Progress, Report, Staged

from .chunks import Chunk, chunks
from .compiled import CHUNK, Compiled
from .engine import literal, quoted
from .parts import write_part
from .problem_rows import STRUCTURE, of_explained, of_rejected, write_problems

if TYPE_CHECKING:
    import duckdb


@dataclass
class Staging:
    """An attempt at a load while its chunks come in."""

    plan: Plan
    folder: Path
    problems_folder: Path
    attempt: str
    cursor: "duckdb.DuckDBPyConnection"
    report: Report | None = None
    counts: Counts = field(default_factory=Counts)
    failed: Counter[str] = field(default_factory=Counter)
    parts: list[Part] = field(default_factory=list)
    problem_parts: list[Part] = field(default_factory=list)
    origins: dict[tuple[int, str], Origin] = field(default_factory=dict)
    cursor_value: str | None = None

    def __post_init__(self) -> None:
        self._compiled = Compiled(self.plan)
        self._schema = stored_schema(self.plan)
        self._started = time.monotonic()
        for name, codes in self.plan.codes.items():
            self.cursor.register(name, codes)

    def run(self, batches: Iterable[Batch], *, run: str, mode: Mode) -> Staged:
        """Every chunk in turn."""
        self._tell("check")
        for chunk in chunks(batches):
            self._take(chunk, run)
            self._tell("check")
        return Staged(
            dataset=self.plan.dataset,
            run=run,
            attempt=self.attempt,
            mode=mode,
            counts=self.counts,
            checks=self.plan.checks,
            failed=dict(self.failed),
            parts=tuple(self.parts),
            problem_parts=tuple(self.problem_parts),
            origins=tuple(self.origins.values()),
            cursor=self.cursor_value,
        )

    def _take(self, chunk: Chunk, run: str) -> None:
        self.origins |= {(o.number, o.name): o for o in chunk.origins}
        self.cursor_value = chunk.cursor if chunk.cursor is not None else self.cursor_value
        problems = [of_rejected(chunk.rejected, run)] if chunk.rejected else []
        if chunk.rejected:
            self.failed[STRUCTURE] += len(chunk.rejected)
        quarantined, flagged = 0, 0
        if chunk.data.num_rows:
            self.cursor.register(CHUNK, chunk.data)
            part = self._write(chunk.data.schema)
            if _highest(part, "_bad") or _highest(part, "_flag"):
                problems.append(self._explain(part, chunk.data.schema, run))
                flagged = self._count_flagged(part)
            kept = self._without_bad(part) if _highest(part, "_bad") else part
            quarantined = part.rows - kept.rows
            if kept.rows:
                self.parts.append(_visible(kept))
            else:
                (self.folder / kept.path).unlink()
            self.cursor.unregister(CHUNK)
        self._add_problems(problems)
        read, torn = chunk.data.num_rows, len(chunk.rejected)
        self.counts += Counts(read + torn, read - quarantined - flagged, flagged, quarantined + torn)

    def _write(self, schema: pa.Schema) -> Part:
        """All rows with their masks. A filter around the plan would be pushed below it, and every check computed twice."""
        name = f"{self.attempt}-{len(self.parts):06}.parquet"
        return write_part(self.cursor, self._compiled.apply(schema), self.folder, name, self._schema)

    def _without_bad(self, part: Part) -> Part:
        """The same rows without those that break a rule, in a file of its own."""
        source = self.folder / part.path
        columns = ", ".join(quoted(n) for n in self._schema.names if not n.startswith("_bad"))
        sql = f"SELECT {columns} FROM read_parquet({literal(str(source))}) WHERE NOT {_any('_bad', self.plan.words)}"
        kept = write_part(self.cursor, sql, self.folder, part.path.replace(".parquet", "-kept.parquet"), self._schema)
        source.unlink()
        return kept

    def _count_flagged(self, part: Part) -> int:
        path, words = literal(str(self.folder / part.path)), self.plan.words
        sql = f"SELECT count(*) FROM read_parquet({path}) WHERE {_any('_flag', words)} AND NOT {_any('_bad', words)}"
        found = self.cursor.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def _explain(self, part: Part, schema: pa.Schema, run: str) -> pa.Table:
        """Only the failing rows are looked at again, as they were delivered."""
        path, words = literal(str(self.folder / part.path)), self.plan.words
        marked = f"SELECT _record FROM read_parquet({path}) WHERE {_any('_bad', words)} OR {_any('_flag', words)}"
        failing = self.cursor.execute(f"SELECT * FROM {CHUNK} WHERE _record IN ({marked})").to_arrow_table()
        self.cursor.register(CHUNK, failing)
        found = self.cursor.execute(self._compiled.explain(schema)).to_arrow_table()
        rows = of_explained(found, self.plan.checks, run)
        self.failed.update(rows["check"].to_pylist())
        return rows

    def _add_problems(self, problems: list[pa.Table]) -> None:
        if problems and any(t.num_rows for t in problems):
            name = f"{self.attempt}-{len(self.problem_parts):06}.parquet"
            self.problem_parts.append(write_problems(self.cursor, pa.concat_tables(problems), self.problems_folder, name))

    def _tell(self, step: str) -> None:
        if self.report:
            dataset, seconds = self.plan.dataset, time.monotonic() - self._started
            self.report(Progress(dataset.id, dataset.title, step, self.counts, seconds))


def stored_schema(plan: Plan) -> pa.Schema:
    """Columns of the files: the declared ones, `_record` and the mask words."""
    words = [f"{mask}{word or ''}" for word in range(plan.words) for mask in ("_bad", "_flag")]
    return pa.schema([*plan.schema, ("_record", pa.int64()), *((w, pa.int64()) for w in words)])


def visible_schema(plan: Plan) -> pa.Schema:
    """The same as the table knows it: `_bad` is zero in every row that is kept, and no column of the table."""
    return pa.schema([f for f in stored_schema(plan) if not f.name.startswith("_bad")])


def _visible(part: Part) -> Part:
    """Without the statistics of columns that the table does not have."""
    return Part(part.path, part.rows, part.bytes, {n: s for n, s in part.stats.items() if not n.startswith("_bad")})


def _highest(part: Part, mask: str) -> bool:
    """Whether any row has a bit of this mask."""
    return any(bool(s[1]) for n, s in part.stats.items() if n.startswith(mask))


def _any(mask: str, words: int) -> str:
    return "(" + " OR ".join(f"{quoted(f'{mask}{w or str()}')} <> 0" for w in range(words)) + ")"
