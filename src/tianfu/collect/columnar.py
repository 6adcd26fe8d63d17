"""Parquet and Arrow files: the types of their columns become text again, and the dataset's own checks say what they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tianfu.model import RECORD_BITS, Dataset, Files, Origin

from .column_texts import texts
from .contents import INFLATED_BYTES, Content
from .documents.values import json_text
from .failures import BrokenFile, TooLarge
from .fields import RECORD, field_names, wanted
from .found import Found
from .parsing import Parsed

ROWS = 65_536


@dataclass(frozen=True)
class Columnar:
    """Rows of a file with typed columns, in its own order. The content is not packed."""

    content: Content
    source: Files
    batches: Callable[[Content], Iterator[pa.RecordBatch]]

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of numbered rows; none is ever rejected."""
        fields = wanted(dataset, self.source)
        first, size = 1, 0
        for batch in self._batches():
            size += batch.nbytes
            if size > INFLATED_BYTES:
                raise self._too_large()
            names = field_names(batch.schema.names, fields, self.content.name)
            numbers = np.arange(first, first + batch.num_rows, dtype=np.int64) + (origin.number << RECORD_BITS)
            with self._explained():
                columns = [texts(column) for column in batch.columns]
            yield pa.RecordBatch.from_arrays([*columns, pa.array(numbers)], [*names, RECORD]), ()
            first += batch.num_rows

    def place(self, number: int) -> Found:
        """The row of that number, as JSON."""
        first = 1
        for batch in self._batches():
            if number < first + batch.num_rows:
                row = batch.slice(number - first, 1)
                return Found("", number, json_text({n: texts(c)[0].as_py() for n, c in zip(row.schema.names, row.columns, strict=True)}))
            first += batch.num_rows
        return Found("", number, "")

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with self._explained():
            yield from self.batches(self.content)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, OSError) as error:
            raise BrokenFile(
                f"“{self.content.name}”不完整或已损坏（{error}），没有装载任何记录。请重新导出或重新传输后提交。",
                f"'{self.content.name}' breaks off or is damaged ({error}); nothing was loaded. Export or transfer it again.",
            ) from error

    def _too_large(self) -> TooLarge:
        limit = f"{INFLATED_BYTES / 2**30:,.3g} GB"
        return TooLarge(
            f"“{self.content.name}”展开后超过 {limit}，没有装载。请按时间拆分后提交。",
            f"'{self.content.name}' holds more than {limit} and was not loaded. Split it by time.",
        )


def of_parquet(content: Content) -> Iterator[pa.RecordBatch]:
    """Batches of a Parquet file; one without rows where it has none."""
    with pq.ParquetFile(content.path) as file:
        yield from _or_nothing(file.iter_batches(ROWS), file.schema_arrow)


def of_arrow(content: Content) -> Iterator[pa.RecordBatch]:
    """Batches of an Arrow file."""
    with pa.memory_map(str(content.path)) as mapped, pa.ipc.open_file(mapped) as file:
        yield from _or_nothing((file.get_batch(n) for n in range(file.num_record_batches)), file.schema)


def _or_nothing(batches: Iterator[pa.RecordBatch], schema: Any) -> Iterator[pa.RecordBatch]:
    is_empty = True
    for batch in batches:
        yield batch
        is_empty = False
    if is_empty:
        yield pa.RecordBatch.from_pylist([], schema)
