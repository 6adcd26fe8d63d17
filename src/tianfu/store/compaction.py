"""Many small files become few, in the order of the key. Readers notice nothing but speed: the version keeps its number and its rows."""

# ruff: noqa: S608 - names and paths are quoted

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Dataset, Mode, Part, Text, Version

from . import delta
from .acts import attempt_at, recorded
from .engine import literal, quoted, scan
from .failures import Unbalanced
from .landing import size_after
from .rewriting import Rewriting
from .row_groups import key_ranges

if TYPE_CHECKING:
    import duckdb

    from .shelves import Shelves

TARGET_ROWS = 525_000
"""Two chunks of a load: large enough to be few, small enough for an upsert to hold two of them in memory."""
SMALL_ROWS = TARGET_ROWS // 4
MANY = 16
"""So many small files are put together after a load. Sixteen small ones make one less small one: rows are rewritten a few times at most."""


def compact(shelves: "Shelves", dataset: Dataset, *, whole: bool) -> Version | None:
    """The newest version in fewer files; None where there is nothing to gain. The caller holds the lock.

    `whole`: all files, so that they are in the order of the key from one end to the other; else only the small ones, once they are many.
    """
    before = shelves.version(dataset.id)
    files = shelves.files(dataset.id) if before else []
    chosen = _chosen(shelves, dataset, files, whole=whole)
    if before is None or not chosen:
        return None
    folder, schema = shelves.home.table(dataset.id), shelves.schema(dataset.id)
    with attempt_at(shelves, dataset.id) as attempt:
        parts = _written(shelves, Rewriting.at(shelves.engine, folder, attempt, schema), dataset, schema, chosen)
        _same_rows(shelves, dataset.id, schema, chosen, [str(folder / p.path) for p in parts])
        without = [Path(f).name for f in chosen]
        version = before.model_copy(
            update={"bytes": size_after(folder, before, parts, without), "compacted_at": datetime.now(UTC), "delta_before": before.delta}
        )
        return recorded(
            shelves,
            version,
            lambda record: delta.commit(folder, parts, schema, Mode.append, record, without=without, same_rows=True),
            attempt,
        )


def _chosen(shelves: "Shelves", dataset: Dataset, files: Sequence[str], *, whole: bool) -> list[str]:
    if len(files) < (2 if whole else MANY):
        return []
    small = _small(shelves, files)
    if not whole:
        return small if len(small) >= MANY else []
    return list(files) if len(small) > 1 or not _in_order(shelves, dataset, files) else []


def _small(shelves: "Shelves", files: Sequence[str]) -> list[str]:
    listed = ", ".join(literal(f) for f in files)
    found = shelves.engine.cursor().execute(f"SELECT file_name FROM parquet_file_metadata([{listed}]) WHERE num_rows < {SMALL_ROWS}")
    return sorted(name for (name,) in found.fetchall())


def _in_order(shelves: "Shelves", dataset: Dataset, files: Sequence[str]) -> bool:
    """Whether the files are in the order of the key already; without a key any order is."""
    schema = shelves.schema(dataset.id)
    key = dataset.key[:1]
    return not key or key_ranges(shelves.engine.cursor(), files, key[0], schema.field(key[0]).type) is not None


def _written(shelves: "Shelves", rewriting: Rewriting, dataset: Dataset, schema: pa.Schema, files: Sequence[str]) -> list[Part]:
    """The rows sorted by the engine, which goes to the disk when memory is short, and cut into files as they come."""
    order = f" ORDER BY {', '.join(quoted(n) for n in dataset.key)}" if dataset.key else ""
    with shelves.engine.session() as cursor:
        rows = cursor.execute(f"{scan(files, schema)}{order}")
        return [rewriting.write(some, like=Path(files[0]).name) for some in _pieces(rows, schema)]


def _pieces(rows: "duckdb.DuckDBPyConnection", schema: pa.Schema) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    for batch in rows.to_arrow_reader(TARGET_ROWS // 7):
        held.append(batch)
        if sum(b.num_rows for b in held) >= TARGET_ROWS:
            yield pa.Table.from_batches(held).cast(schema)
            held = []
    if held:
        yield pa.Table.from_batches(held).cast(schema)


def _same_rows(shelves: "Shelves", dataset_id: str, schema: pa.Schema, old: Sequence[str], new: Sequence[str]) -> None:
    """Count and checksum over all columns are the same, or nothing has happened."""
    columns = ", ".join(quoted(n) for n in schema.names)

    def checksum(files: Sequence[str]) -> tuple[object, ...]:
        sql = f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM ({scan(files, schema)})"
        return shelves.engine.cursor().execute(sql).fetchone() or ()

    if checksum(old) != checksum(new):
        text = Text(
            zh=f"{dataset_id} 整理前后内容不一致，未生效。", en=f"{dataset_id}: compacted files differ from the old; nothing changed."
        )
        raise Unbalanced(text)
