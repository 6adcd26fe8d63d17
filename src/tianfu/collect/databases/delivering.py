"""Raw files that were read from a database: their rows as batches, and the place of a record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tianfu.collect.fields import RECORD
from tianfu.collect.found import Found
from tianfu.collect.shapes import shaped
from tianfu.model import RECORD_BITS, Batch, Database, Dataset

from .extracting import Extract

if TYPE_CHECKING:
    from tianfu.store import Store

SUFFIX = ".parquet"


def delivered(store: "Store", source: Database, taken: Extract) -> Iterator[Batch]:
    """The rows of an extract in batches, one at least."""
    origin = taken.origin
    for rows in Extracted(store.raw.path(origin.sha256)).rows(origin.number << RECORD_BITS):
        yield Batch(shaped(rows, source.shape), origin, cursor=taken.cursor)


def source_of(dataset: Dataset, name: str) -> Database | None:
    """The database that a raw file of this name was read from; None for a file that was delivered."""
    databases = (s for s in dataset.sources if isinstance(s, Database))
    return next((s for s in databases if name.endswith(SUFFIX) and name.startswith(f"{s.connection}.")), None)


def is_extract(dataset: Dataset, name: str) -> bool:
    return source_of(dataset, name) is not None


@dataclass(frozen=True, slots=True)
class Extracted:
    """The Parquet file of an extract. Records are numbered as the database gave them."""

    path: Path

    def rows(self, number_before: int) -> Iterator[pa.RecordBatch]:
        """Text columns with `_record`, counted from `number_before`; a null is empty text, as in files."""
        with pq.ParquetFile(self.path) as file:
            if not file.num_row_groups:
                yield _numbered(_empty(file), number_before)
            for group in range(file.num_row_groups):
                (rows,) = file.read_row_group(group, use_threads=False).combine_chunks().to_batches() or [_empty(file)]
                yield _numbered(rows, number_before)
                number_before += rows.num_rows

    def place(self, number: int) -> Found:
        """The record as JSON; its line is its number."""
        before = 0
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                size = file.metadata.row_group(group).num_rows
                if number <= before + size:
                    row = file.read_row_group(group).slice(number - before - 1, 1).to_pylist()[0]
                    return Found("", number, json.dumps(row, ensure_ascii=False))
                before += size
        return Found("", number, "")


def _numbered(rows: pa.RecordBatch, number_before: int) -> pa.RecordBatch:
    filled = pa.RecordBatch.from_arrays([pc.fill_null(c, "") for c in rows.columns], names=rows.schema.names)
    return filled.append_column(RECORD, pa.array(np.arange(1, rows.num_rows + 1, dtype=np.int64) + number_before))


def _empty(file: pq.ParquetFile) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], file.schema_arrow)
