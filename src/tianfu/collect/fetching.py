"""From files to batches: each file is kept first, then read; nothing is delivered of one whose encoding is not proven."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Batch, Dataset, Files, Origin

from .classified import keep
from .contents import Content
from .fields import RECORD
from .finding import find
from .formats import opened
from .shapes import shaped

if TYPE_CHECKING:
    from tianfu.store import Store


def fetch(dataset: Dataset, source: Files, *, store: "Store", roots: Sequence[Path], upload: Origin | None = None) -> Iterator[Batch]:
    """Batches of all files that the source finds, or of the upload. MissingFiles where there are none, CollectError for a bad one."""
    origins = [upload] if upload is not None else (keep(store, dataset.id, path) for path in find(source, roots))
    yield from _batches(dataset, source, store, origins)


def _batches(dataset: Dataset, source: Files, store: "Store", origins: "Iterator[Origin] | Sequence[Origin]") -> Iterator[Batch]:
    read: set[int] = set()
    for origin in origins:
        if origin.number in read:  # a copy under another name: its records are here already
            yield Batch(_nothing(), origin)
            continue
        read.add(origin.number)
        file = opened(Content(store.raw.path(origin.sha256), origin.name), source)
        yield from _with_rows(Batch(shaped(data, source.shape), origin, rejected=r) for data, r in file.records(dataset, origin))


def _with_rows(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Without those that hold nothing, but one at least: it names the file."""
    first = next(batches)
    yield first
    yield from (b for b in batches if b.data.num_rows or b.rejected)


def _nothing() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], pa.schema([(RECORD, pa.int64())]))
