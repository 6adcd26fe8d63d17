"""What the footers of Parquet files say of their columns: bounds and missing values, without reading a row."""

# ruff: noqa: S608 - names and paths are quoted

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .engine import literal, quoted
from .parts import value_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Stats = tuple[object, object, int]


def stats_of_files(cursor: "duckdb.DuckDBPyConnection", files: Sequence[str], types: "Mapping[str, pa.DataType]") -> dict[str, list[Stats]]:
    """Column -> (minimum, maximum, missing values) by row group; a column that a file lacks is missing in all its rows.

    Where a row group gives no bounds, those of the whole column are looked up.
    """
    if not files:
        return {name: [] for name in types}
    listed = ", ".join(literal(f) for f in files)
    found = cursor.execute(
        f"""SELECT path_in_schema, row_group_num_rows, coalesce(stats_min_value, stats_min), coalesce(stats_max_value, stats_max),
            stats_null_count FROM parquet_metadata([{listed}])"""
    ).fetchall()
    rows = cursor.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata([{listed}])").fetchone()
    total = int(rows[0]) if rows else 0
    groups: dict[str, list[tuple[int, str | None, str | None, int | None]]] = {name: [] for name in types}
    for name, size, low, high, nulls in found:
        if name in groups:
            groups[name].append((size, low, high, nulls))
    return {name: _of_column(cursor, listed, name, kind, groups[name], total) for name, kind in types.items()}


def whole(stats: Sequence[Stats]) -> Stats:
    """The same of all row groups together."""
    lows, highs = [s[0] for s in stats if s[0] is not None], [s[1] for s in stats if s[1] is not None]
    low, high = (min(lows), max(highs)) if lows and highs else (None, None)  # type: ignore[type-var]  # values of one column compare
    return low, high, sum(s[2] for s in stats)


def _of_column(
    cursor: "duckdb.DuckDBPyConnection",
    listed: str,
    name: str,
    kind: "pa.DataType",
    groups: Sequence[tuple[int, str | None, str | None, int | None]],
    total: int,
) -> list[Stats]:
    lacking = total - sum(size for size, *_ in groups)
    unknown = [g for g in groups if g[3] is None or (g[1] is None and g[3] < g[0])]
    if unknown:
        return [_looked_up(cursor, listed, name, kind)]
    found: list[Stats] = [(_value(low, kind), _value(high, kind), int(nulls or 0)) for _, low, high, nulls in groups]
    return [*found, (None, None, lacking)]


def _looked_up(cursor: "duckdb.DuckDBPyConnection", listed: str, name: str, kind: "pa.DataType") -> Stats:
    column = quoted(name)
    real = f" FILTER (NOT isnan({column}))" if str(kind) == "double" else ""
    sql = f"""SELECT min({column}){real}::VARCHAR, max({column}){real}::VARCHAR, count(*) - count({column})
        FROM read_parquet([{listed}], union_by_name=true)"""
    low, high, nulls = cursor.execute(sql).fetchone() or (None, None, 0)
    return _value(low, kind), _value(high, kind), int(nulls)


def _value(text: str | None, kind: "pa.DataType") -> object:
    return None if text is None else value_of(text, kind)
