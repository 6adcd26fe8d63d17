"""The process that runs other people's SQL, one query after the other, and has nothing else: the files of the query's datasets to read,
nothing to write, no network, little memory.

It is started by `sql_pool` and imports nothing of the platform. A query arrives on standard input as a line of JSON, `{"views": {name:
select}, "files", "sql", "seconds", "rows", "bytes"}`; back go a line `{"error"?, "about"?, "cut", "bytes"}` and so many bytes of Arrow.

What the engine says of an error may quote cells. It stays here: only the kind of the error leaves, with names of functions and types.
"""

import json
import re
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa

OVERHEAD_BYTES = 1536 * 2**20
"""Python, Arrow, and what the engine takes beside its own limit: strings in flight. Counted in addresses; 0.8 GB of them are never used."""
GRACE_SECONDS = 1.0
BATCH_ROWS = 1024
VALUES = (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException)
TYPES = re.compile(r"No function matches the given name and argument types '([a-z_]+\([A-Z0-9_,() ]{0,200}\))'")
GROUPING = re.compile(r"must appear in the GROUP BY clause|cannot contain aggregates|must be part of an aggregate", re.IGNORECASE)


def main() -> None:
    """Answers until standard input ends."""
    memory_mb, threads = int(sys.argv[1]), int(sys.argv[2])
    _confine(memory_mb * 2**20 + OVERHEAD_BYTES)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, question["seconds"] + GRACE_SECONDS)  # what cannot be interrupted dies
        head, body = _answer(question, memory_mb, threads)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.buffer.write(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


def _confine(memory: int) -> None:
    """Not a byte to any file, no cores, and memory that ends."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _connect(files: list[str], memory_mb: int, threads: int) -> duckdb.DuckDBPyConnection:
    """A new database in memory that reads these files and nothing else. Days are China's days."""
    config: dict[str, Any] = {
        "memory_limit": f"{memory_mb}MB",
        "threads": threads,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    connection = duckdb.connect(config=config)
    listed = ", ".join("'{}'".format(f.replace("'", "''")) for f in files)
    for setting in (
        "TimeZone = 'Asia/Shanghai'",
        f"allowed_paths = [{listed}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _answer(question: dict[str, Any], memory_mb: int, threads: int) -> tuple[dict[str, Any], bytes]:
    connection = _connect(question["files"], memory_mb, threads)
    timer = threading.Timer(question["seconds"], connection.interrupt)
    timer.start()
    try:
        for name, select in question["views"].items():
            connection.execute(f'CREATE VIEW "{name}" AS {select}')
        return _rows(connection, question)
    except (duckdb.Error, MemoryError, OSError, pa.ArrowException) as error:
        return _kind(error), b""
    finally:
        timer.cancel()
        connection.close()


def _rows(connection: duckdb.DuckDBPyConnection, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """At most so many rows and bytes; whether there were more."""
    reader = connection.execute(question["sql"]).to_arrow_reader(BATCH_ROWS)
    kept, size, cut = [], 0, False
    for batch in reader:
        size += batch.nbytes
        if size > question["bytes"]:
            cut = True
            break
        kept.append(batch)
    if cut and not kept:
        return {"error": "large"}, b""
    table = pa.Table.from_batches(kept, reader.schema)
    cut = cut or table.num_rows > question["rows"]
    sink = pa.BufferOutputStream()
    shown = _plain(table.slice(0, question["rows"]))
    with pa.ipc.new_stream(sink, shown.schema) as writer:
        writer.write_table(shown)
    return {"cut": cut}, sink.getvalue().to_pybytes()


def _plain(table: pa.Table) -> pa.Table:
    """The types that the platform uses, and text for all others."""
    columns = [_column(c) for c in table.columns]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_decimal(kind) and kind.scale == 0:  # sums of whole numbers
        fits = all(v is None or -(2**63) <= v < 2**63 for v in column.to_pylist())
        return column.cast(pa.int64()) if fits else column
    if pa.types.is_integer(kind) and kind.bit_width < 64:
        return column.cast(pa.int64())
    if pa.types.is_floating(kind):
        return column.cast(pa.float64())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_boolean(kind) or pa.types.is_decimal(kind):
        return column
    if pa.types.is_integer(kind) or pa.types.is_string(kind):
        return column
    return pa.chunked_array([pa.array(list(_texts(column)), pa.string())])


def _texts(column: pa.ChunkedArray) -> Iterator[str | None]:
    for value in column.to_pylist():
        if isinstance(value, pa.MonthDayNano):
            yield f"{value.months} months {value.days} days {timedelta(microseconds=value.nanoseconds // 1000)}"
        else:
            yield None if value is None else str(value)


def _kind(error: BaseException) -> dict[str, Any]:
    """The error without a word that could come from a cell."""
    said = str(error)
    if isinstance(error, duckdb.InterruptException):
        return {"error": "time"}
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError) or "Out of Memory" in said:
        return {"error": "memory"}
    if found := TYPES.search(said):
        return {"error": "types", "about": found[1]}
    if isinstance(error, duckdb.BinderException) and GROUPING.search(said):
        return {"error": "grouping"}
    if isinstance(error, duckdb.BinderException) and "Ambiguous reference" in said:
        return {"error": "ambiguous"}
    return {"error": "values" if isinstance(error, VALUES) else "other"}


if __name__ == "__main__":
    main()
