"""What is different between two versions, for a reader: both are opened through the gate, so a change behind a mask is no change.

By key where the reader sees the key plainly: rows added, removed and changed, column by column. Otherwise by the content of rows, each
counted as often as it occurs. Files that both versions hold are not looked at. What takes longer than it may is broken off.
"""

# ruff: noqa: S608 - column names are declared ones and quoted

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from tianfu.model import Purpose, Reader, Text

from .engine import quoted
from .gate import Admitted, Gate
from .gated import Gated
from .sql_failures import QueryFailed

if TYPE_CHECKING:
    from .shelves import Shelves

LIMIT_MOST = 1000
AGAIN_SECONDS = 0.01
TOO_LONG = Text(
    zh="比较超过时限，已中止：两个版本的差别太大。请比较相邻的版本，或下载后自行比较。",
    en="The comparison took too long and was stopped: the versions differ too much. Compare neighbouring ones, or download both.",
)
TOO_LARGE = Text(
    zh="比较所需内存超过上限，已中止。请比较相邻的版本。",
    en="The comparison needs more memory than it may have and was stopped. Compare neighbouring versions.",
)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A row that is different: `before` and `after` hold the columns that changed, or the whole row where it is on one side only."""

    what: Literal["added", "removed", "changed"]
    key: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Diff:
    """`changed` and `by_column` (column -> rows in which it changed) are known by key only. `rows` are the first of them all."""

    dataset: str
    before: int
    after: int
    by_key: bool
    added: int
    removed: int
    changed: int
    by_column: dict[str, int]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    rows: tuple[DiffRow, ...]


def diff(
    shelves: "Shelves",
    gate: Gate,
    dataset_id: str,
    before: int,
    after: int,
    reader: Reader,
    purpose: Purpose,
    *,
    today: date,
    limit: int,
    seconds: float | None = None,
) -> Diff:
    """The difference; Refused like any reading, QueryFailed after so many seconds. A quota pays for the rows of both versions."""
    sides = [gate.admit(dataset_id, reader, purpose, today=today, at=n) for n in (before, after)]
    gate.consume(sides[1], reader, purpose, lambda: sum(gate.count_rows(s) for s in sides))
    with _bounded(shelves, seconds):
        found = _Comparison(shelves, gate, sides[0], sides[1]).made(max(0, min(limit, LIMIT_MOST)))
    detail: dict[str, str | int | None] = {"version": after, "before": before, "rows": len(found.rows)}
    gate.journal("diff", dataset_id, reader, purpose, sides[1].decision, **detail)
    return found


@contextmanager
def _bounded(shelves: "Shelves", seconds: float | None) -> Iterator[None]:
    """This thread's queries end after so many seconds; what ends them is said in words that hold no value of the data."""
    cursor, done = shelves.engine.cursor(), Event()
    watch = Thread(target=_ending, args=(cursor, done, seconds), daemon=True) if seconds is not None else None
    if watch is not None:
        watch.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryFailed(TOO_LONG) from error
    except duckdb.OutOfMemoryException as error:
        raise QueryFailed(TOO_LARGE) from error
    finally:
        done.set()
        if watch is not None:
            watch.join()  # so that nothing of it meets this thread's next query


def _ending(cursor: duckdb.DuckDBPyConnection, done: Event, seconds: float) -> None:
    """Again and again: an interruption between two queries is forgotten by the next one."""
    over = done.wait(seconds)
    while not over:
        cursor.interrupt()
        over = done.wait(AGAIN_SECONDS)


class _Comparison:
    def __init__(self, shelves: "Shelves", gate: Gate, old: Admitted, new: Admitted) -> None:
        self._shelves = shelves
        self._old, self._new = old, new
        a, b = gate.gated(old), gate.gated(new)
        self._types = a.columns, b.columns
        self._common = [n for n in b.columns if n in a.columns]
        self._a, self._b = _only(shelves, a, b), _only(shelves, b, a)
        self._key = [n for n in new.dataset.key if n in a.plain and n in b.plain]
        self._by_key = bool(new.dataset.key) and len(self._key) == len(new.dataset.key)

    def made(self, limit: int) -> Diff:
        added, removed, changed, by_column, rows = self._keyed(limit) if self._by_key else self._counted(limit)
        a, b = self._types
        return Diff(
            dataset=self._new.dataset.id,
            before=self._old.version.number,
            after=self._new.version.number,
            by_key=self._by_key,
            added=added,
            removed=removed,
            changed=changed,
            by_column=by_column,
            columns_added=tuple(n for n in b if n not in a),
            columns_removed=tuple(n for n in a if n not in b),
            rows=tuple(rows),
        )

    def _keyed(self, limit: int) -> tuple[int, int, int, dict[str, int], list[DiffRow]]:
        others = [n for n in self._common if n not in self._key]
        pairs = [f"{self._side('a', n)} IS DISTINCT FROM {self._side('b', n)}" for n in others]
        changed = " OR ".join(pairs) or "false"
        on = " AND ".join(f"{self._side('a', n)} IS NOT DISTINCT FROM {self._side('b', n)}" for n in self._key)
        joined = f"FROM (SELECT *, true AS _in FROM ({self._a})) a FULL JOIN (SELECT *, true AS _in FROM ({self._b})) b ON {on}"
        both = "a._in AND b._in"
        columns = [f"count(*) FILTER ({both} AND {pair})" for pair in pairs]
        kinds = ["b._in AND a._in IS NULL", "a._in AND b._in IS NULL", f"{both} AND ({changed})"]
        counts = [f"count(*) FILTER ({k})" for k in kinds]
        added, removed, altered, *each = self._one(f"SELECT {', '.join([*counts, *columns])} {joined}")
        key = ", ".join(f"coalesce({self._side('a', n)}, {self._side('b', n)}) AS {quoted(f'k_{n}')}" for n in self._key)
        order = ", ".join(str(i + 1) for i in range(len(self._key)))
        what = f"CASE WHEN {kinds[0]} THEN 'added' WHEN {kinds[1]} THEN 'removed' ELSE 'changed' END AS _what"
        values = ", ".join(f"{side}.{quoted(n)} AS {quoted(f'{side}_{n}')}" for side in "ab" for n in self._common)
        where = " OR ".join(f"({k})" for k in kinds)
        found = self._rows(f"SELECT {key}, {what}, {values} {joined} WHERE {where} ORDER BY {order} LIMIT {limit}")
        return added, removed, altered, dict(zip(others, each, strict=True)), [self._row(r) for r in found]

    def _row(self, row: dict[str, Any]) -> DiffRow:
        what = row["_what"]
        sides = [{n: row[f"{s}_{n}"] for n in self._common} for s in "ab"]
        names = [n for n in self._common if what != "changed" or sides[0][n] != sides[1][n]]
        before, after = ({n: s[n] for n in names} for s in sides)
        key = {n: row[f"k_{n}"] for n in self._key}
        return DiffRow(what, key, {} if what == "added" else before, {} if what == "removed" else after)

    def _counted(self, limit: int) -> tuple[int, int, int, dict[str, int], list[DiffRow]]:
        """Equal rows of both sides cancel each other out, one by one."""
        content = f"hash({', '.join(self._side('', n) for n in self._common)})"
        marked = f"SELECT {content} AS h, 1 AS n FROM ({self._b}) UNION ALL SELECT {content}, -1 FROM ({self._a})"
        left = f"SELECT h, sum(n) AS n FROM ({marked}) GROUP BY h HAVING sum(n) <> 0"
        added, removed = self._one(f"SELECT coalesce(sum(n) FILTER (n > 0), 0), coalesce(-sum(n) FILTER (n < 0), 0) FROM ({left})")
        names = ", ".join(map(quoted, self._common))
        rows: list[DiffRow] = []
        for what, side, sign in (("removed", self._a, "<"), ("added", self._b, ">")):
            hit = f"SELECT h FROM ({left}) WHERE n {sign} 0"
            found = self._rows(f"SELECT {names} FROM ({side}) WHERE {content} IN ({hit}) LIMIT {limit - len(rows)}")
            rows += [DiffRow("added", {}, {}, r) if what == "added" else DiffRow("removed", {}, r, {}) for r in found]
        return added, removed, 0, {}, rows

    def _side(self, side: str, name: str) -> str:
        """A column of one side; as text where the two versions have it in different types."""
        column = f"{side}.{quoted(name)}" if side else quoted(name)
        return column if self._types[0][name] == self._types[1][name] else f"{column}::VARCHAR"

    def _one(self, sql: str) -> list[int]:
        return [int(n) for n in self._shelves.engine.cursor().execute(sql).fetchone() or ()]

    def _rows(self, sql: str) -> Sequence[dict[str, Any]]:
        found: Sequence[dict[str, Any]] = self._shelves.engine.arrow(sql).to_pylist()
        return found


def _only(shelves: "Shelves", mine: Gated, other: Gated) -> str:
    """What the reader sees of the files that the other version does not hold."""
    files = [f for f in mine.files if f not in set(other.files)]
    return mine.over(files, shelves.lacking(files, mine.reads)) if files else f"SELECT * FROM ({mine.sql}) WHERE false"
