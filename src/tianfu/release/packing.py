"""A package: rows exactly as the public reads them and a signed manifest, built in the outbox, then laid into the gap as a whole."""

import os
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tianfu.model import PUBLIC

from .checks import RELEASING
from .manifest import MANIFEST, ROWS, SIGNATURE, PackedFile

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir
    import pyarrow as pa

    from tianfu.store import Store

CHUNK_ROWS = 65_536
BLOCK = 2**20


def packed_rows(store: "Store", dataset_id: str, version: int, folder: Path, *, today: "date") -> PackedFile:
    """The rows that the gate gives the public, in a file of the folder. Refused when it gives none any more."""
    opened = store.read(dataset_id, PUBLIC, RELEASING, today=today, at=version)
    path = folder / ROWS
    schema, rows = _written(opened.table, path)
    types = {f.name: str(f.type) for f in schema}
    return PackedFile(name="rows.parquet", sha256=hashed(path), bytes=path.stat().st_size, rows=rows, types=types)


def _written(table: "ir.Table", path: Path) -> "tuple[pa.Schema, int]":
    import pyarrow.parquet as pq

    reader, rows = table.to_pyarrow_batches(chunk_size=CHUNK_ROWS), 0
    with pq.ParquetWriter(path, reader.schema, compression="zstd", store_schema=False) as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return reader.schema, rows


def sealed(building: Path, manifest: bytes, signature: bytes, target: Path) -> None:
    """Adds what is said and signed, and gives the folder its name; afterwards the whole of it is on the disk."""
    (building / MANIFEST).write_bytes(manifest)
    (building / SIGNATURE).write_bytes(signature)
    reach_disk(building)
    building.rename(target)
    _sync(target.parent)


def laid(package: Path, gap: Path) -> Path:
    """Copies a sealed package into the gap: under another name first, so that what has its name is whole. The same one again is fine."""
    gap.mkdir(parents=True, exist_ok=True)
    target, unfinished = gap / package.name, gap / f".{package.name}.{uuid4().hex[:8]}"
    if target.is_dir() and _same(package, target):
        return target
    try:
        shutil.copytree(package, unfinished)
        reach_disk(unfinished)
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _sync(gap)
    return target


def sweep(gap: Path, outbox: Path, keep: Sequence[str]) -> None:
    """Removes what a crash left: unfinished copies in the gap, and packages in the outbox that never got their number."""
    for folder in gap.glob(".[0-9]*-*.*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in outbox.iterdir() if outbox.is_dir() else ():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def hashed(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def reach_disk(folder: Path) -> None:
    """The folder, its files and their names survive a power cut."""
    for path in (*folder.iterdir(), folder, folder.parent):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _same(ours: Path, theirs: Path) -> bool:
    sizes = [{p.name: p.stat().st_size for p in f.iterdir()} for f in (ours, theirs)]
    return sizes[0] == sizes[1] and all(hashed(ours / n) == hashed(theirs / n) for n in sizes[0])
