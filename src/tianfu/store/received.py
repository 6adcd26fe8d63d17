"""Versions that were made elsewhere: rows come as one checked Parquet file, their facts with them. The same crash safety as a load.

Only a store of the public zone receives. What it receives can be forgotten as a whole: withdrawn data leave no file behind.
"""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Counts, Dataset, Grant, Mode, Part, Staged, Version
from tianfu.model.problems import SUFFIX

from .attempts import remove_files
from .commit import complete, register
from .delta import DeltaCommit
from .engine import literal, quoted
from .failures import full_disk_explained
from .parts import write_part
from .tables import datasets, declarations, grants, seen, versions

if TYPE_CHECKING:
    from .store import Store

WAIT_SECONDS = 60.0


def declare_received(store: "Store", dataset: Dataset, held: Iterable[Grant]) -> None:
    """Makes the declaration and the grants that came with a dataset those that count here."""
    store.declare(dataset, sha256(dataset.model_dump_json().encode()).hexdigest()[:32])
    with store.unit() as tx:
        tx.execute(grants.delete().where(grants.c.dataset == dataset.id))
        for grant in held:
            store.grants.record(grant, tx)


def receive(store: "Store", dataset: Dataset, version: Version, rows: Path, schema: pa.Schema) -> Version:
    """The version with the rows of the file; `version.run` names where it came from, and the same one again changes nothing.

    The dataset is declared already. The file is read as what `schema` says and written anew, so that no byte of it is kept as it came.
    """
    with store.lock(dataset.id, wait_seconds=WAIT_SECONDS), full_disk_explained(store.home.table(dataset.id)):
        known = store.version(dataset.id, version.number)
        if known is not None and known.run == version.run:
            return known
        before = store.version(dataset.id)
        staged = _staged(store, dataset, version, rows, schema)
        facts = {"bytes": staged.parts[0].bytes, "inserted": version.rows, "deleted": before.rows if before else 0, "problems": 0}
        received = version.model_copy(update=facts)
        record = {"version": received.model_dump(mode="json", exclude={"delta"}), "problems": [], "attempt": staged.attempt, "note": ""}
        store.pause("staged")
        number = register(store, staged, schema, record)
        store.pause("committed")
        return complete(store, DeltaCommit(number, record))


def forget(store: "Store", dataset_id: str) -> bool:
    """Removes a dataset with everything about it: first from sight, in one step, then from the disk. Whether there was anything."""
    ids = (dataset_id, f"{dataset_id}{SUFFIX}")
    folders = [f for f in (store.home.table(i) for i in ids) if f.exists()]
    with store.locks.hold(dataset_id, wait_seconds=WAIT_SECONDS):
        with store.unit() as tx:
            columns = (datasets.c.id, declarations.c.dataset, versions.c.dataset, seen.c.dataset, grants.c.dataset)
            found = sum(tx.execute(c.table.delete().where(c.in_(ids))).rowcount for c in columns)
        store.pause("forgotten")
        for folder in (*folders, *(store.home.exports / i for i in ids)):
            shutil.rmtree(folder, ignore_errors=True)
    return bool(found or folders)


def _staged(store: "Store", dataset: Dataset, version: Version, rows: Path, schema: pa.Schema) -> Staged:
    """The file's rows in a file of the table that no version holds yet. After an error nothing is left of it."""
    folder = store.home.table(dataset.id)
    folder.mkdir(parents=True, exist_ok=True)
    attempt = store.attempts.begin(folder)
    with ExitStack() as undo:
        undo.callback(store.attempts.end, attempt)
        undo.callback(remove_files, folder, attempt)
        part = _written(store, rows, folder, f"{attempt}-00000.parquet", schema)
        undo.pop_all()
    counts = Counts(*(version.counts[n] for n in ("read", "accepted", "flagged", "quarantined")))
    return Staged(dataset, version.run, attempt, Mode.replace, counts, (), {}, (part,), ())


def _written(store: "Store", rows: Path, folder: Path, name: str, schema: pa.Schema) -> Part:
    columns = ", ".join(quoted(n) for n in schema.names)
    with store.engine.session() as cursor:
        return write_part(cursor, f"SELECT {columns} FROM read_parquet({literal(str(rows))})", folder, name, schema)  # noqa: S608 - quoted
