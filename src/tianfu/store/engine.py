"""DuckDB, the engine on one machine: one database in memory, a cursor per thread, limits from the settings."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from tianfu.model import Settings

from .home import Home

if TYPE_CHECKING:
    import pyarrow as pa


class Engine:
    """Queries over Parquet files. It sees no names but those that are registered with it: Python variables are not tables."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self._root = duckdb.connect(
            config={
                "memory_limit": settings.memory,
                "threads": settings.threads,
                "temp_directory": str(home.spill),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            }
        )
        self._root.execute("SET GLOBAL TimeZone = 'UTC'")
        self._root.execute("SET GLOBAL parquet_metadata_cache = true")  # files never change: their footers are read once
        self._local = threading.local()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's cursor; it stays open. Registered tables and temporary views belong to it alone."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._root.cursor()
        return cursor

    def new_cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of one's own; whoever asks closes it."""
        return self._root.cursor()

    @contextmanager
    def session(self, tables: "Mapping[str, pa.Table] | None" = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own with these tables registered, closed at the end."""
        cursor = self.new_cursor()
        try:
            for name, table in (tables or {}).items():
                cursor.register(name, table)
            yield cursor
        finally:
            cursor.close()

    def arrow(self, sql: str, parameters: Sequence[object] = ()) -> "pa.Table":
        """The answer to a query, as Arrow."""
        return self.cursor().execute(sql, list(parameters)).to_arrow_table()

    def close(self) -> None:
        self._root.close()


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def scan(files: Sequence[str], schema: "pa.Schema", extra: str = "", lacking: Collection[str] = ()) -> str:
    """A SELECT of the columns of `schema` from Parquet files, in the order of the files; without files an empty relation of these types.

    `lacking` are columns that none of the files has: they were added to the table later.
    """
    if not files:
        nothing = ", ".join(f"NULL::{sql_type(f.type)} AS {quoted(f.name)}" for f in schema)
        return f"SELECT {nothing} WHERE false"
    columns = ", ".join(f"NULL::{sql_type(f.type)} AS {quoted(f.name)}" if f.name in lacking else quoted(f.name) for f in schema)
    listed = ", ".join(literal(f) for f in files)
    return f"SELECT {columns} FROM read_parquet([{listed}], union_by_name=true{extra})"  # noqa: S608 - names and paths are quoted


SQL_TYPES = {
    "string": "VARCHAR",
    "large_string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMP WITH TIME ZONE",
}


def sql_type(kind: "pa.DataType") -> str:
    """DuckDB's name of an Arrow type that the platform uses (see `standards`)."""
    name = str(kind)
    if name.startswith("decimal128"):
        return name.replace("decimal128", "DECIMAL")
    return SQL_TYPES[name]
