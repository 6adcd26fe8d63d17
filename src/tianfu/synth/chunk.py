"""A piece of a file with the truth about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from .draw import Rows, Whole
from .planting import Planted

Lines = list[tuple[str, ...]]
NO_PAIRS: Whole = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Chunk:
    """Consecutive records of a file as text columns.

    `repeats` are pairs (row, earlier row that describes the same thing). `extra` are further lines of truth: file below truth/ -> its rows.
    """

    columns: Mapping[str, pa.Array]
    planted: list[Planted] = field(default_factory=list)
    repeats: Whole = field(default_factory=lambda: NO_PAIRS)
    extra: Mapping[str, Lines] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(next(iter(self.columns.values())))


def pairs(records: Rows, sources: Rows) -> Whole:
    """(record, earlier record) where a record tells what an earlier one told."""
    again = records != sources
    return np.stack([records[again], sources[again]], axis=1).astype(np.int64)
