"""Parquet files written by DuckDB, with what the writer counted on the way."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.model import Part

from .engine import literal, quoted

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 2000, ROW_GROUP_SIZE 20480, RETURN_STATS"
"""Row groups of 10 vectors: a page at depth reads one (5 ms against 8 of 20 vectors, for 1 % more space). zstd of level 1 costs hardly more
time than snappy here and takes two thirds of the space; dictionaries pay for codes, and building larger ones for columns of names only
costs time (7 % of a load, both together)."""

Stats = Mapping[str, tuple[object, object, int]]


def write_part(cursor: "duckdb.DuckDBPyConnection", sql: str, folder: Path, name: str, schema: "pa.Schema") -> Part:
    """Writes the rows of a query to `folder/name`, in their order. Statistics are typed by `schema`; they cost no second look."""
    written = cursor.execute(f"COPY ({sql}) TO {literal(str(folder / name))} ({OPTIONS})").fetchone()
    if written is None:
        raise RuntimeError(f"COPY to {name} returned nothing; expected one row of statistics")
    _, rows, size, _, columns, _ = written
    found = {_plain(column): stats for column, stats in columns.items()}
    _complete(cursor, folder / name, found, rows)
    return Part(name, rows, size, {n: _typed(s, schema.field(n).type) for n, s in found.items() if n in schema.names})


def _complete(cursor: "duckdb.DuckDBPyConnection", path: Path, found: Mapping[str, dict[str, str]], rows: int) -> None:
    """Bounds that the writer left out: it gives none for a column that a whole row group lacks."""
    names = [n for n, s in found.items() if "min" not in s and s.get("has_nan") != "true" and int(s.get("null_count", 0)) < rows]
    if not names:
        return
    terms = ", ".join(f"min({quoted(n)})::VARCHAR, max({quoted(n)})::VARCHAR" for n in names)
    bounds = cursor.execute(f"SELECT {terms} FROM read_parquet({literal(str(path))})").fetchone() or ()  # noqa: S608 - names are quoted
    for place, name in enumerate(names):
        found[name]["min"], found[name]["max"] = bounds[2 * place], bounds[2 * place + 1]


def _plain(column: str) -> str:
    return column[1:-1].replace('""', '"') if column.startswith('"') else column


def _typed(stats: Mapping[str, str], kind: "pa.DataType") -> tuple[object, object, int]:
    """Bounds are missing where all values are, and where NaN makes them meaningless."""
    nulls = int(stats.get("null_count", 0))
    if "min" not in stats or stats.get("has_nan") == "true":
        return None, None, nulls
    return value_of(stats["min"], kind), value_of(stats["max"], kind), nulls


def value_of(text: str, kind: "pa.DataType") -> object:
    """A value from the text that DuckDB or a profile gives it."""
    name = str(kind)
    if name in ("int64", "int32"):
        return int(text)
    if name == "double":
        return float(text)
    if name.startswith("decimal"):
        return Decimal(text)
    if name == "bool":
        return text in ("1", "true")
    if name.startswith("date"):
        return date.fromisoformat(text)
    if name.startswith("timestamp"):
        return _instant(text)
    return text


def _instant(text: str) -> datetime:
    """`2016-02-03 08:00:00+00`"""
    return datetime.fromisoformat(text + ":00" if text[-3] in "+-" else text).astimezone(UTC)
