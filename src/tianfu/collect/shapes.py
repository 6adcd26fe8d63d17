"""Fields joined, turned into rows, set or cut as a source declares, a whole batch at a time; all stays text."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tianfu.model import Constant, Instant, Split, Unpivot

from .instants import instants

Shape = Instant | Unpivot | Constant | Split


def shaped(batch: pa.RecordBatch, shapes: Sequence[Shape]) -> pa.RecordBatch:
    """The batch after all shapes, in their order."""
    return reduce(_shaped, shapes, batch)


def _shaped(batch: pa.RecordBatch, shape: Shape) -> pa.RecordBatch:
    match shape:
        case Instant():
            return _with(batch, shape.into, instants([batch[f] for f in shape.fields], shape.format, shape.zone))
        case Constant():
            return _with(batch, shape.into, pa.repeat(pa.scalar(shape.value, pa.string()), batch.num_rows))
        case Split():
            return reduce(lambda b, part: _with(b, *part), zip(shape.into, _parts(batch[shape.field], shape), strict=True), batch)
        case Unpivot():
            return _unpivoted(batch, shape)


def _with(batch: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    """A column that takes the place of one of its name."""
    place = batch.schema.get_field_index(name)
    return batch.append_column(name, values) if place < 0 else batch.set_column(place, name, values)


def _parts(texts: pa.Array, shape: Split) -> list[pa.Array]:
    """What stands between the separators; the last part keeps what is left, a part that is not there is empty."""
    wanted = len(shape.into)
    pieces = pc.split_pattern(texts, shape.separator, max_splits=wanted - 1)
    padded = pc.list_slice(pieces, 0, wanted, return_fixed_size_list=True).flatten().fill_null("")
    return [padded.take(pa.array(np.arange(n, len(texts) * wanted, wanted))) for n in range(wanted)]


def _unpivoted(batch: pa.RecordBatch, shape: Unpivot) -> pa.RecordBatch:
    """A row per record and column, those of a record together, in the order of the declaration."""
    fields, rows = list(shape.columns), batch.num_rows
    repeated = pa.array(np.repeat(np.arange(rows), len(fields)))
    others = [n for n in batch.schema.names if n not in shape.columns and n not in (shape.name, shape.value)]
    columns: dict[str, Any] = {n: batch[n].take(repeated) for n in others}
    labels = pa.array(list(shape.columns.values()), pa.string())
    across = pa.array(np.arange(rows * len(fields)).reshape(len(fields), rows).T.reshape(-1))
    columns[shape.name] = labels.take(pa.array(np.tile(np.arange(len(fields)), rows)))
    columns[shape.value] = pa.concat_arrays([batch[f] for f in fields]).take(across)
    return pa.RecordBatch.from_pydict(columns)
