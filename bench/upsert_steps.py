"""The measured steps of an upsert; see `bench.steps`."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def make_delivery(folder: str, rows: int, delivered: int) -> dict[str, Any]:
    """A file with changed rows from all over the table and, a tenth of it, new ones."""
    import duckdb

    from bench.steps import TYPED, timed

    source, target = Path(folder) / "inbox" / "bench.csv", Path(folder) / "delivery.csv"
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    types = json.dumps(dict.fromkeys(TYPED, "VARCHAR"))
    base = f"read_csv('{source}', header=true, auto_detect=false, delim=',', quote='\"', columns={types})"
    every, new = rows // (delivered - delivered // 10), delivered // 10
    changed = f"SELECT * REPLACE (mobile[1:10] || '7' AS mobile, '99.5' AS capital) FROM {base} WHERE substr(id, 2)::BIGINT % {every} = 1"
    added = f"SELECT * REPLACE ('N' || lpad((90000000 + substr(id, 2)::BIGINT)::VARCHAR, 8, '0') AS id) FROM {base} LIMIT {new}"
    with timed() as clock:
        con.execute(f"COPY ((({changed}) LIMIT {delivered - new}) UNION ALL ({added})) TO '{target}' (HEADER)")
    return clock()


def upsert(folder: str, home: str, turn: int) -> dict[str, Any]:
    """The whole load of the delivery into a copy of the home. Files are linked, not copied."""
    import io
    import time

    from bench.steps import DATASET, _warmed_up, opened
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.collect import receive
    from tianfu.flow import load
    from tianfu.model import Progress

    mine = linked(home, f"{home}-{turn}")
    registry = load_packs((Path(folder) / "packs",))
    _warmed_up(registry, Path(f"{mine}-warm"))
    steps: dict[str, float] = {}

    def watch(progress: Progress) -> None:
        steps.setdefault("done" if progress.done else progress.step, time.perf_counter())

    with opened(mine) as store:
        declare_all(store, registry)
        began, spent = time.perf_counter(), time.process_time()
        kept = receive(store, registry.dataset(DATASET), io.BytesIO((Path(folder) / "delivery.csv").read_bytes()), "delivery.csv")
        run = load(store, registry, DATASET, roots=(), now=datetime.now(UTC), upload=kept, report=watch)
        spent = time.process_time() - spent
        version = store.version(DATASET)
    shutil.rmtree(mine)
    assert version
    seconds = {"seconds": steps["done"] - began, "commit": steps["done"] - steps["commit"], "cpu": spent}
    return {**seconds, "state": run.state, "rows": version.rows, "updated": version.updated, "quarantined": run.counts.quarantined}


def delta_merge(folder: str, home: str) -> dict[str, Any]:
    """The peer: the same rows, typed already, by delta-rs' own MERGE. No checks, no record."""
    import duckdb
    from deltalake import DeltaTable

    from bench.steps import TYPED, timed

    mine = linked(home, f"{home}-merge")
    table = DeltaTable(str(Path(mine) / "tables" / "bench" / "firms"))
    columns = ", ".join(f"{n}::{'TIMESTAMPTZ' if n == 'seen_at' else k} AS {n}" for n, k in TYPED.items())
    con = duckdb.connect(config={"threads": 2})
    con.execute("SET TimeZone = 'UTC'")
    rows = con.execute(
        f"SELECT {columns}, 0::BIGINT AS _record, 0::BIGINT AS _flag FROM read_csv('{folder}/delivery.csv', all_varchar=true)"
    ).to_arrow_table()
    with timed() as clock:
        merge = table.merge(rows, predicate="s.id = t.id", source_alias="s", target_alias="t")
        merge.when_matched_update_all().when_not_matched_insert_all().execute()
    shutil.rmtree(mine)
    return clock()


def copy_files(folder: str, home: str) -> dict[str, Any]:
    """The limit: every file of the table read and written the quickest way we know, two at a time, nothing looked for."""
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace

    from bench.steps import DATASET, opened, timed
    from tianfu.store.rewriting import Rewriting

    target = Path(folder) / "copied"
    target.mkdir(exist_ok=True)
    with opened(home) as store:
        files = store.files(DATASET)
        reading = Rewriting.at(store.engine, store.home.table(DATASET), "copy", store.schema(DATASET))
        writing = replace(reading, folder=target)

        def copied(name: str) -> None:
            writing.write(reading.read([name]), like=str(reading.folder / name))

        with timed() as clock, ThreadPoolExecutor(2) as workers:
            list(workers.map(copied, [Path(f).name for f in files]))
    shutil.rmtree(target)
    return clock()


def linked(home: str, other: str) -> str:
    """Another home with the same content: data files are hard links, which nobody writes to."""
    shutil.rmtree(other, ignore_errors=True)

    def link(source: str, target: str) -> None:
        if source.endswith(".parquet"):
            Path(target).hardlink_to(source)
        else:
            shutil.copy2(source, target)

    shutil.copytree(home, other, copy_function=link)
    return other
