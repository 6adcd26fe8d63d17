"""The profile that takes a second look: how many different values, and how they are spread."""

# ruff: noqa: S608 - names and paths are quoted

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Bin, ColumnProfile, Dataset, Version

from .engine import quoted, scan
from .parts import value_of
from .profile import is_personal, text_of

if TYPE_CHECKING:
    import duckdb

    from .shelves import Shelves

EXACT_ROWS = 5_000_000
"""Up to so many rows every column's distinct values are counted."""
EXACT_DISTINCT = 100_000
"""Beyond it, columns that seem to have at most so many: an estimate of few values is far off (24 % low on 520)."""
BARS = 16
TOP = 20
ORDERED = ("int", "double", "decimal", "date", "timestamp")
EPOCH = date(1970, 1, 1)


def second_look(shelves: "Shelves", dataset: Dataset, version: Version) -> Version:
    """The version with distinct counts and histograms; personal columns get counts only."""
    schema = shelves.schema(dataset.id, version.number)
    names = [c.name for c in version.profile if c.name in schema.names]
    rows = scan(shelves.files(dataset.id, version.number), pa.schema([schema.field(n) for n in names]))
    with shelves.engine.session() as cursor:
        look = Look(cursor, rows, version, dataset)
        columns = [look.at(c, schema.field(c.name).type) if c.name in names else c for c in version.profile]
    return version.model_copy(update={"profile": tuple(columns)})


class Look:
    """One look at a version, column by column."""

    def __init__(self, cursor: "duckdb.DuckDBPyConnection", rows: str, version: Version, dataset: Dataset) -> None:
        self._cursor = cursor
        self._rows = rows
        self._version = version
        self._dataset = dataset
        self._estimates: dict[str, int] = {}

    def at(self, column: ColumnProfile, kind: "pa.DataType") -> ColumnProfile:
        """The column with its distinct count; with bars for ordered types, frequent values for the others."""
        shown = self._version.rows > 0 and not is_personal(self._dataset, column.name)
        ordered = str(kind).startswith(ORDERED)
        bins = self._bars(column, kind) if shown and ordered else ()
        distinct, exact, top = self._distinct(column, TOP if shown and not ordered else 0)
        return column.model_copy(update={"distinct": distinct, "distinct_exact": exact, "bins": (*bins, *top)})

    def _distinct(self, column: ColumnProfile, top: int) -> tuple[int, bool, list[Bin]]:
        """How many, whether that was counted, and the most frequent ones. A key is known to have as many as rows."""
        if self._dataset.key == (column.name,):
            return self._version.rows - column.nulls, True, []
        if self._version.rows > EXACT_ROWS and (about := self._estimate(column.name)) > EXACT_DISTINCT:
            return about, False, []
        name = quoted(column.name)
        grouped = f"SELECT {name} AS v, count(*) AS n FROM ({self._rows}) WHERE {name} IS NOT NULL GROUP BY 1"
        found = self._cursor.execute(
            f"WITH g AS MATERIALIZED ({grouped}) SELECT v, n, (SELECT count(*) FROM g) FROM g ORDER BY n DESC, v LIMIT {max(top, 1)}"
        ).fetchall()
        repeated = [Bin(low=text_of(v), count=n) for v, n, _ in found if n > 1]
        return (found[0][2] if found else 0), True, repeated[:top]

    def _estimate(self, name: str) -> int:
        """All columns are estimated in one scan."""
        if not self._estimates:
            names = [c.name for c in self._version.profile]
            terms = ", ".join(f"approx_count_distinct({quoted(n)})" for n in names)
            found = self._cursor.execute(f"SELECT {terms} FROM ({self._rows})").fetchone() or ()
            self._estimates = dict(zip(names, found, strict=True))
        return self._estimates[name]

    def _bars(self, column: ColumnProfile, kind: "pa.DataType") -> list[Bin]:
        """Bars of equal width from the smallest to the largest value."""
        if column.minimum is None or column.maximum is None:
            return []
        name, (low, width, bars) = quoted(column.name), _axis(column, kind)
        place = f"greatest(0, least({bars - 1}, floor(({_number(name, kind)} - {low!r}) / {width!r})))::INTEGER"
        found = self._cursor.execute(f"SELECT {place}, count(*) FROM ({self._rows}) WHERE {name} IS NOT NULL GROUP BY 1").fetchall()
        counts = dict(found)
        edges = [column.minimum, *(_text(low + width * n, kind) for n in range(1, bars)), column.maximum]
        return [Bin(low=edges[n], high=edges[n + 1], count=counts.get(n, 0)) for n in range(bars)]


def _axis(column: ColumnProfile, kind: "pa.DataType") -> tuple[float, float, int]:
    """Where the bars begin, how wide they are and how many; whole widths for whole numbers and days."""
    low, high = (_as_number(value_of(t or "", kind)) for t in (column.minimum, column.maximum))
    if high == low:
        return low, 1.0, 1
    width = (high - low) / BARS
    if not str(kind).startswith(("int", "date")):
        return low, width, BARS
    whole = float(math.ceil(width))
    return low, whole, min(BARS, int((high - low) // whole) + 1)


def _number(name: str, kind: "pa.DataType") -> str:
    if str(kind).startswith("timestamp"):
        return f"epoch({name})"
    if str(kind).startswith("date"):
        return f"({name} - DATE '1970-01-01')"
    return f"{name}::DOUBLE"


def _as_number(value: object) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return float(str(value))


def _text(number: float, kind: "pa.DataType") -> str:
    """The edge of a bar, written like a value of the column."""
    if str(kind).startswith("timestamp"):
        return text_of(datetime.fromtimestamp(round(number), UTC))
    if str(kind).startswith("date"):
        return text_of(EPOCH + timedelta(days=number))
    return str(int(number)) if str(kind).startswith("int") else f"{number:.6g}"
