"""One chunk of a load: all its rows through the plan into a file, those that fail explained and taken out again."""

# ruff: noqa: S608 - names and paths are quoted

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from tianfu.model import Counts, Part, Plan

from .chunks import Chunk
from .compiled import CHUNK, Compiled
from .engine import Engine, literal, quoted
from .parts import write_part
from .problem_rows import STRUCTURE, of_explained, of_rejected, write_problems

if TYPE_CHECKING:
    import duckdb


@dataclass
class Taken:
    """What became of a chunk."""

    parts: list[Part] = field(default_factory=list)
    problem_parts: list[Part] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    counts: Counts = field(default_factory=Counts)


class Load(Protocol):
    """The load that the chunk belongs to."""

    plan: Plan
    folder: Path
    problems_folder: Path
    attempt: str
    engine: Engine
    compiled: Compiled
    schema: pa.Schema


def take(load: Load, number: int, chunk: Chunk, run: str) -> Taken:
    """The chunk's rows in files that are named by the attempt and its number."""
    chunk = replace(chunk, data=load.plan.glance(chunk.data))
    with load.engine.session({**load.plan.codes, CHUNK: chunk.data}) as cursor:
        return _Chunk(load, f"{load.attempt}-{number:06}.parquet", chunk, run, cursor).taken()


@dataclass
class _Chunk:
    load: Load
    name: str
    chunk: Chunk
    run: str
    cursor: "duckdb.DuckDBPyConnection"

    def taken(self) -> Taken:
        rejected = self.chunk.rejected
        taken = Taken(counts=Counts(read=len(rejected), quarantined=len(rejected)))
        problems = [of_rejected(rejected, self.run)] if rejected else []
        if rejected:
            taken.failed[STRUCTURE] += len(rejected)
        if self.chunk.data.num_rows:
            problems += self._rows_into(taken)
        if any(t.num_rows for t in problems):
            taken.problem_parts.append(write_problems(self.cursor, pa.concat_tables(problems), self.load.problems_folder, self.name))
        return taken

    def _rows_into(self, taken: Taken) -> list[pa.Table]:
        """Writes the rows and counts them; problem rows of those that fail."""
        part, problems, flagged = self._write(), [], 0
        if _highest(part, "_bad") or _highest(part, "_flag"):
            flagged = self._count_flagged(part)
            problems.append(self._explain(part, taken.failed))
        kept = self._without_bad(part) if _highest(part, "_bad") else part
        if kept.rows:
            taken.parts.append(_visible(kept))
        else:
            (self.load.folder / kept.path).unlink()
        taken.counts += Counts(part.rows, kept.rows - flagged, flagged, part.rows - kept.rows)
        return problems

    def _write(self) -> Part:
        """All rows with their masks. A filter around the plan would be pushed below it, and every check computed twice."""
        sql = self.load.compiled.apply(self.chunk.data.schema)
        return write_part(self.cursor, sql, self.load.folder, self.name, self.load.schema)

    def _without_bad(self, part: Part) -> Part:
        """The same rows without those that break a rule, in a file of its own."""
        folder, schema = self.load.folder, self.load.schema
        source = folder / part.path
        columns = ", ".join(quoted(n) for n in schema.names if not n.startswith("_bad"))
        sql = f"SELECT {columns} FROM read_parquet({literal(str(source))}) WHERE NOT {self._any('_bad')}"
        kept = write_part(self.cursor, sql, folder, part.path.replace(".parquet", "-kept.parquet"), schema)
        source.unlink()
        return kept

    def _count_flagged(self, part: Part) -> int:
        path = literal(str(self.load.folder / part.path))
        sql = f"SELECT count(*) FROM read_parquet({path}) WHERE {self._any('_flag')} AND NOT {self._any('_bad')}"
        found = self.cursor.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def _explain(self, part: Part, failed: Counter[str]) -> pa.Table:
        """Only the failing rows are looked at again, as they were delivered."""
        path = literal(str(self.load.folder / part.path))
        marked = f"SELECT _record FROM read_parquet({path}) WHERE {self._any('_bad')} OR {self._any('_flag')}"
        failing = self.cursor.execute(f"SELECT * FROM {CHUNK} WHERE _record IN ({marked})").to_arrow_table()
        self.cursor.register(CHUNK, failing)
        found = self.cursor.execute(self.load.compiled.explain(self.chunk.data.schema)).to_arrow_table()
        rows = of_explained(found, self.load.plan.checks, self.run)
        failed.update(rows["check"].to_pylist())
        return rows

    def _any(self, mask: str) -> str:
        return "(" + " OR ".join(f"{quoted(f'{mask}{w or str()}')} <> 0" for w in range(self.load.plan.words)) + ")"


def _visible(part: Part) -> Part:
    """Without the statistics of columns that the table does not have."""
    return Part(part.path, part.rows, part.bytes, {n: s for n, s in part.stats.items() if not n.startswith("_bad")})


def _highest(part: Part, mask: str) -> bool:
    """Whether any row has a bit of this mask."""
    return any(bool(s[1]) for n, s in part.stats.items() if n.startswith(mask))
