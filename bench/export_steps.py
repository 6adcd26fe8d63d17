"""Measured steps of files for download, each in a process of its own."""

import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.steps import DATASET, TYPED, opened, timed

TODAY = date(2026, 11, 24)
SHOWN = tuple(n for n in TYPED if n not in ("address", "mobile"))
"""Those that everybody sees as they are: a mask would be work that the peer does not do."""


def copy_csv(home: str, folder: str) -> dict[str, Any]:
    """The peer and bound: DuckDB writes the same columns of the same files as CSV, two threads, 1 GB."""
    import duckdb

    with opened(home) as store:
        files = store.files(DATASET)
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    target = Path(folder) / "peer.csv"
    with timed() as clock:
        con.execute(f"COPY (SELECT {', '.join(SHOWN)} FROM read_parquet({files})) TO '{target}' (FORMAT csv)")
    return {**clock(), "bytes": target.stat().st_size}


def copy_xlsx(home: str, folder: str, rows: int) -> dict[str, Any]:
    """The peer of workbooks: the engine's own extension."""
    import duckdb
    import duckdb_extension_excel

    with opened(home) as store:
        files = store.files(DATASET)
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    extension = next(Path(duckdb_extension_excel.__file__).parent.rglob("*.duckdb_extension"))
    con.execute(f"LOAD '{extension}'")
    columns = ", ".join("seen_at::TIMESTAMP AS seen_at" if n == "seen_at" else n for n in SHOWN)
    target = Path(folder) / "peer.xlsx"
    with timed() as clock:
        con.execute(f"COPY (SELECT {columns} FROM read_parquet({files}) LIMIT {rows}) TO '{target}' (FORMAT xlsx, HEADER true)")
    return {**clock(), "bytes": target.stat().st_size}


def exported(home: str, kind: str) -> dict[str, Any]:
    """The whole view as a file, through the gate: a first time, when it is made, and a second time."""
    from tianfu.model import BROWSING, OPERATOR
    from tianfu.store import PageQuery

    shutil.rmtree(Path(home) / "cache" / "exports", ignore_errors=True)
    with opened(home) as store:

        def take(query: PageQuery) -> tuple[int, float]:
            began, first, size = time.perf_counter(), 0.0, 0
            for piece in store.export(DATASET, OPERATOR, BROWSING, query, kind, today=TODAY).chunks:
                first = first or time.perf_counter() - began
                size += len(piece)
            return size, first

        take(PageQuery(columns=("id",), sort="id"))  # imports and footers of the files are no part of it
        with timed() as clock:
            size, first = take(PageQuery(columns=SHOWN))
        while store.exports.size(DATASET, OPERATOR, BROWSING, PageQuery(columns=SHOWN), kind, today=TODAY) is None:
            time.sleep(0.01)
        with timed() as again:
            take(PageQuery(columns=SHOWN))
    return {**clock(), "first_byte": first, "second": again()["seconds"], "bytes": size}
