"""The measured steps. Each returns plain values; times leave imports and preparation out unless said."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

DATASET = "bench.firms"
TYPED = {
    "id": "VARCHAR", "credit_code": "VARCHAR", "name": "VARCHAR", "area": "VARCHAR", "address": "VARCHAR", "industry": "VARCHAR",
    "capital": "DECIMAL(18, 4)", "founded_on": "DATE", "seen_at": "TIMESTAMP", "mobile": "VARCHAR",
}  # fmt: skip
TODAY = date(2026, 11, 24)


def make(folder: str, rows: int, mode: str = "replace") -> dict[str, Any]:
    """The input file and a pack that declares it."""
    from tianfu.synth import bench_csv, bench_declaration

    inbox, pack = Path(folder) / "inbox", Path(folder) / "packs" / "bench"
    (pack / "datasets").mkdir(parents=True, exist_ok=True)
    (pack / "__init__.py").write_text('"""Benchmarks."""\n')
    (pack / "pack.yaml").write_text('title: 基准测试\nitems: ["9"]\nstewards: [dept.data]\n', "utf-8")
    (pack / "datasets" / "firms.yaml").write_text(f"{bench_declaration('bench.csv')}mode: {mode}\n", "utf-8")
    path = bench_csv(inbox / "bench.csv", rows=rows)
    return {"bytes": path.stat().st_size}


def duckdb_read(folder: str) -> dict[str, Any]:
    """The peer and bound of a load: DuckDB's own typed read of the file to Parquet, two threads, 1 GB."""
    import duckdb

    source, target = Path(folder) / "inbox" / "bench.csv", Path(folder) / "peer.parquet"
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    query = f"FROM read_csv('{source}', header=true, auto_detect=false, delim=',', quote='\"', columns={json.dumps(TYPED)})"
    with timed() as clock:
        con.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return clock()


def hash_file(folder: str) -> dict[str, Any]:
    """The physical limit: reading the bytes once and hashing them, which the raw copy must do at least."""
    with timed() as clock, (Path(folder) / "inbox" / "bench.csv").open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return clock()


def keep_raw(folder: str, home: str) -> dict[str, Any]:
    """Only the raw copy of a load."""
    path = Path(folder) / "inbox" / "bench.csv"
    with opened(home) as store, timed() as clock:
        store.raw.keep(path, path.name)
    return clock()


def load(folder: str, home: str) -> dict[str, Any]:
    """A whole load: raw file kept, checked, typed, scored, profiled, committed, until readers see the version.

    What follows, the second look with its distinct counts and histograms, is told apart as `second_look`: it is no part of the load.
    """
    return timed_load(folder, home)


def timed_load(folder: str, home: str, warm: Path | None = None) -> dict[str, Any]:
    """A load of what lies in the folder's inbox, after one of the few rows in `warm`."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.flow import load as flow_load
    from tianfu.model import Progress

    registry = load_packs((Path(folder) / "packs",))
    _warmed_up(registry, Path(home).with_name(f"{Path(home).name}-warm"), warm)
    done: list[tuple[float, float]] = []

    def watch(progress: Progress) -> None:
        if progress.done:
            done.append((time.perf_counter(), time.process_time()))

    with opened(home) as store:
        declare_all(store, registry)
        began = time.perf_counter(), time.process_time()
        run = flow_load(store, registry, DATASET, roots=(Path(folder) / "inbox",), now=datetime.now(UTC), report=watch)
        looked = time.perf_counter() - done[0][0]
    spent = {"seconds": done[0][0] - began[0], "cpu": done[0][1] - began[1], "second_look": looked}
    return {**spent, "state": run.state, "read": run.counts.read, "kept": run.counts.kept, "message": run.message}


def _warmed_up(registry: Any, home: Path, inbox: Path | None = None) -> None:
    """A load of a few rows elsewhere: imports are no part of a load, neither for the peer nor for us."""
    from tianfu.catalogue import declare_all
    from tianfu.flow import load as flow_load
    from tianfu.synth import bench_csv

    if inbox is None:
        inbox = bench_csv(home / "inbox" / "bench.csv", rows=100).parent
    with opened(str(home)) as store:
        declare_all(store, registry)
        flow_load(store, registry, DATASET, roots=(inbox,), now=datetime.now(UTC))


def queries(home: str, rows: int, times: int) -> dict[str, Any]:
    """Page at depth, filter with count, facet through the gate: milliseconds of different, uncached questions."""
    from tianfu.model import BROWSING, OPERATOR
    from tianfu.store import Where

    with opened(home) as store:
        deep = [_deep(store, rows, i) for i in range(times + 1)]
        area = [(Where("area", "eq", code),) for code in _areas()]
        ask: dict[str, Callable[[int], object]] = {
            "depth": lambda i: store.page(DATASET, OPERATOR, BROWSING, deep[i], today=TODAY),
            "count": lambda i: store.count(DATASET, OPERATOR, BROWSING, area[i], today=TODAY),
            "facet": lambda i: store.facet(DATASET, OPERATOR, BROWSING, "industry", area[i], today=TODAY),
        }
        return {name: _milliseconds(question, times) for name, question in ask.items()}


def duckdb_queries(folder: str, rows: int, times: int) -> dict[str, Any]:
    """The same questions as plain SQL over the peer's Parquet file; the page by OFFSET, as portals do it."""
    import duckdb

    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    table = f"read_parquet('{Path(folder) / 'peer.parquet'}')"
    sql: dict[str, Callable[[int], str]] = {
        "depth": lambda i: f"SELECT * FROM {table} ORDER BY id LIMIT 100 OFFSET {_depth(rows, i)}",
        "count": lambda i: f"SELECT count(*) FROM {table} WHERE area = '{_areas()[i]}'",
        "facet": lambda i: f"SELECT industry, count(*) n FROM {table} WHERE area = '{_areas()[i]}' GROUP BY 1 ORDER BY n DESC LIMIT 20",
    }
    return {name: _milliseconds(lambda i, q=question: con.execute(q(i)).fetchall(), times) for name, question in sql.items()}


def sqlite_table(folder: str) -> dict[str, Any]:
    """The same rows as a SQLite table with an index on its key, for Datasette."""
    import duckdb

    target = Path(folder) / "bench.db"
    target.unlink(missing_ok=True)
    plain = "capital::DOUBLE AS capital, founded_on::VARCHAR AS founded_on, seen_at::VARCHAR AS seen_at"
    rows = duckdb.sql(f"SELECT * REPLACE ({plain}) FROM '{folder}/peer.parquet'")
    columns = ", ".join(f"{name} REAL" if name == "capital" else f"{name} TEXT" for name in TYPED)
    with timed() as clock, sqlite3.connect(target) as con:
        con.execute(f"CREATE TABLE firms ({columns}, PRIMARY KEY (id))")
        while batch := rows.fetchmany(50_000):
            con.executemany(f"INSERT INTO firms VALUES ({', '.join('?' * len(TYPED))})", batch)
    return clock()


@contextmanager
def timed() -> Iterator[Callable[[], dict[str, Any]]]:
    """Wall and CPU seconds of the block, told by the function it gives."""
    spent: dict[str, Any] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield lambda: spent
    spent["seconds"] = time.perf_counter() - wall
    spent["cpu"] = time.process_time() - cpu


@contextmanager
def opened(home: str) -> Iterator[Any]:
    """The store of a home folder."""
    from tianfu.model import Settings
    from tianfu.store import Store

    with Store.open(Settings(home=Path(home))) as store:
        yield store


def _milliseconds(question: Callable[[int], object], times: int) -> list[float]:
    spent = []
    for i in range(times + 1):
        began = time.perf_counter()
        question(i)
        spent.append((time.perf_counter() - began) * 1000)
    return spent[1:]


def _depth(rows: int, i: int) -> int:
    return rows * 9 // 10 + 101 * i


def _deep(store: Any, rows: int, i: int) -> Any:
    """The question for the page behind row 9/10 of the table: its cursor comes from the page before."""
    from tianfu.model import BROWSING, OPERATOR
    from tianfu.store import PageQuery, Where

    before = PageQuery(filters=(Where("id", "gte", f"N{_depth(rows, i):08d}"),), sort="id", limit=1)
    cursor = json.loads(store.page(DATASET, OPERATOR, BROWSING, before, today=TODAY).body)["next"]
    return PageQuery(sort="id", after=cursor, limit=100)


def _areas() -> list[str]:
    from tianfu.synth.places import area_codes

    return list(area_codes().to_pylist())
