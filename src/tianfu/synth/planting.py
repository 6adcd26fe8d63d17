"""What is planted into clean rows: damaged values and records that repeat an earlier one, at places that seed and row number decide.

The rows of a file fall into blocks; in each block one row is planted, with the kinds in turn. So every kind occurs even in small files,
and the place of each is known without a list of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .draw import Draw, Rows, Whole
from .text import quoted

Outcome = Literal["accepted", "flagged", "quarantined"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of planting. `spoil` turns the right text of `field` into what is written; `repeats` copies an earlier record first."""

    name: str
    field: str = ""
    spoil: Callable[[str], str] | None = None
    outcome: Outcome = "quarantined"
    cause: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted value: the row (from 0), and what stands there instead of what."""

    row: int
    kind: Kind
    written: str
    right: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the kinds are planted in a file of `total` rows."""

    seed: int
    stream: str
    total: int
    kinds: Sequence[Kind]
    every: int = 40

    @property
    def block(self) -> int:
        """Rows per planted row: fewer in small files, so that each kind finds its place."""
        return max(4, min(self.every, self.total // max(1, len(self.kinds))))

    def places(self, start: int, stop: int) -> tuple[Rows, Whole]:
        """The planted rows from start to stop - 1, and the number of each one's kind."""
        blocks = np.arange(start // self.block, -(-stop // self.block), dtype=np.uint64)
        rows = blocks * np.uint64(self.block) + self._offset(blocks)
        inside = (rows >= start) & (rows < stop)
        return rows[inside], (blocks[inside] % np.uint64(len(self.kinds))).astype(np.int64)

    def sources(self, rows: Rows) -> Rows:
        """The row whose record each of these rows tells: itself, or an earlier clean one where a repetition is planted."""
        own = rows // np.uint64(self.block)
        repeating = np.array([k.repeats for k in self.kinds])[(own % np.uint64(len(self.kinds))).astype(np.int64)]
        again = repeating & (rows == own * np.uint64(self.block) + self._offset(own)) & (own > 0)
        some = own[again]
        back = Draw(self.seed, f"{self.stream}.back").below(some, np.minimum(some, np.uint64(50)).astype(np.int64))
        block = some - np.uint64(1) - back.astype(np.uint64)
        sources = rows.copy()
        sources[again] = block * np.uint64(self.block) + (self._offset(block) == 0)
        return sources

    def spoil(self, start: int, columns: dict[str, pa.Array]) -> list[Planted]:
        """Damage the columns of the rows from `start` in place; what was planted, by row."""
        size = len(next(iter(columns.values())))
        rows, numbers = self.places(start, start + size)
        found: list[Planted] = []
        for number in np.unique(numbers):
            kind = self.kinds[number]
            at = (rows[numbers == number] - np.uint64(start)).astype(np.int64)
            if kind.spoil is not None:
                found += _spoil(kind, kind.spoil, at, start, columns)
        return sorted(found, key=lambda p: p.row)

    def _offset(self, blocks: Rows) -> Rows:
        return Draw(self.seed, f"{self.stream}.planted").below(blocks, self.block).astype(np.uint64)


def _spoil(kind: Kind, spoil: Callable[[str], str], at: Whole, start: int, columns: dict[str, pa.Array]) -> list[Planted]:
    column = columns[kind.field]
    right: list[str] = column.take(pa.array(at)).to_pylist()
    written = [spoil(text) for text in right]
    mask = np.zeros(len(column), dtype=bool)
    mask[at] = True
    columns[kind.field] = pc.replace_with_mask(column, pa.array(mask), pa.array([quoted(w) for w in written], pa.string()))
    return [Planted(start + int(i), kind, w, r) for i, w, r in zip(at, written, right, strict=True) if w != r]


def expected(found: Sequence[Planted]) -> Mapping[str, int]:
    """How many of the planted values end in each outcome."""
    counts: dict[str, int] = {"accepted": 0, "flagged": 0, "quarantined": 0}
    for planted in found:
        counts[planted.kind.outcome] += 1
    return counts
