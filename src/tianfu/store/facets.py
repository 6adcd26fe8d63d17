"""Facets: how often each value occurs among the rows that a reader may see. Only of columns shown plainly.

Answers come, in this order, from the version's profile, from a small cube of counts made once per version, or from the files.
"""

# ruff: noqa: S608 - column names are declared ones and quoted, values are bound

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tianfu.model import Bin, Purpose, Reader, Text

from .cache import Answers
from .engine import quoted
from .gate import Admitted, Gate
from .gated import Gated
from .page_query import Where, area_head, conditions, plain_column
from .paging import OVERHEAD, asked
from .profile import text_of
from .typed import BadQuestion, value_from

if TYPE_CHECKING:
    from .shelves import Shelves

CELLS = 100_000
"""A cube holds at most so many counts; beyond, each question goes to the files."""
BINS_MOST = 1000
UNKNOWN_ROWS = 5_000_000
"""Beyond it, a column of unknown or many different values is not counted by value."""
IN_CUBE = ("eq", "in", "under")
"""Conditions that a cube can answer."""
Cube = Mapping[tuple[object, ...], int]


class Facets:
    """Counts by value."""

    def __init__(self, shelves: "Shelves", gate: Gate) -> None:
        self._shelves = shelves
        self._gate = gate
        self._answers: Answers[list[Bin]] = Answers(16 * 2**20)
        self._cubes: Answers[Cube] = Answers(128 * 2**20)

    def facet(
        self, dataset_id: str, reader: Reader, purpose: Purpose, column: str, filters: tuple[Where, ...], *, today: date, limit: int = 20
    ) -> list[Bin]:
        """The most frequent values under the conditions, then in their own order; missing values are not listed."""
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today)
        seen = self._gate.gated(admitted)
        plain_column(column, admitted.dataset, seen)
        limit = max(1, min(limit, BINS_MOST))
        key = (admitted.scope, column, filters, limit)
        found = self._answers.get(key)
        if found is None:
            found = self._found(admitted, seen, column, filters, limit)
            self._answers.put(key, found, OVERHEAD * (1 + len(found)))
        detail: dict[str, str | int | None] = {"version": admitted.version.number, "column": column}
        self._gate.journal(
            "facet", dataset_id, reader, purpose, admitted.decision, **detail, **({"asked": asked(filters)} if filters else {})
        )
        return found

    def _found(self, admitted: Admitted, seen: Gated, column: str, filters: tuple[Where, ...], limit: int) -> list[Bin]:
        profiled = None if filters or admitted.decision.rows else _from_profile(admitted, column, limit)
        if profiled is not None:
            return profiled
        having = conditions(filters, admitted.dataset, seen)
        named = tuple(dict.fromkeys([column, *(w.column for w in filters)]))
        if all(w.op in IN_CUBE for w in filters) and _cells(admitted, named) <= CELLS:
            return _from_cube(self._cube(admitted, seen, named), seen, named, filters, limit)
        if admitted.version.rows > UNKNOWN_ROWS and _cells(admitted, (column,)) > CELLS:
            raise BadQuestion(
                Text(
                    zh=f"数据项 {column} 取值过多，不能按值统计。", en=f"Column '{column}' has too many different values to count by value."
                )
            )
        where = " AND ".join([f"{quoted(column)} IS NOT NULL", *(c.sql for c in having)])
        rows = self._shelves.engine.arrow(
            f"SELECT {quoted(column)} AS v, count(*) AS n FROM ({seen.sql}) WHERE {where} GROUP BY 1 ORDER BY n DESC, v LIMIT {limit}",
            [v for c in having for v in c.values],
        )
        return [Bin(low=text_of(r["v"]), count=r["n"]) for r in rows.to_pylist()]

    def _cube(self, admitted: Admitted, seen: Gated, columns: tuple[str, ...]) -> Cube:
        """Counts by all combinations of the columns' values."""
        key = (admitted.scope, columns)
        found = self._cubes.get(key)
        if found is None:
            names = ", ".join(map(quoted, columns))
            rows = self._shelves.engine.arrow(f"SELECT {names}, count(*) AS n FROM ({seen.sql}) GROUP BY ALL")
            *values, counts = (c.to_pylist() for c in rows.columns)
            found = dict(zip(zip(*values, strict=True), counts, strict=True))
            self._cubes.put(key, found, 200 * len(found) + OVERHEAD)
        return found


def _from_profile(admitted: Admitted, column: str, limit: int) -> list[Bin] | None:
    """The frequent values on record, if they are all there are or as many as asked for."""
    known = admitted.version.column(column)
    if known is None or not known.distinct_exact or any(b.high for b in known.bins) or not known.bins:
        return None
    return list(known.bins[:limit]) if len(known.bins) >= min(limit, known.distinct or 0) else None


def _cells(admitted: Admitted, columns: Iterable[str]) -> int:
    """How many cells a cube of the columns may have; many, where the profile does not say."""
    cells = 1
    for name in columns:
        known = admitted.version.column(name)
        cells *= known.distinct + 1 if known is not None and known.distinct is not None else CELLS + 1
    return cells


def _from_cube(cube: Cube, seen: Gated, columns: tuple[str, ...], filters: tuple[Where, ...], limit: int) -> list[Bin]:
    holds = [(columns.index(w.column), _test(w, seen.columns[w.column])) for w in filters]
    totals: Counter[object] = Counter()
    for cell, count in cube.items():
        if cell[0] is not None and all(test(cell[place]) for place, test in holds):
            totals[cell[0]] += count
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [Bin(low=text_of(v), count=n) for v, n in ranked[:limit]]


def _test(where: Where, kind: str) -> Callable[[object], bool]:
    """Whether a value in the cube meets the condition."""
    if where.op == "under":
        head = area_head(where, kind)
        return lambda value: isinstance(value, str) and value.startswith(head)
    texts = where.value.split(",") if where.op == "in" else [where.value]
    values = {value_from(t, kind, where.column) for t in texts}
    return lambda value: value in values
