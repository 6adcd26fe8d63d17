"""Draws by counter: the value of a row depends on seed, stream and row number only, never on the chunk it is made in.

Integer arithmetic throughout, so that every machine and every numpy draws the same province.
"""

from dataclasses import dataclass
from hashlib import blake2b
from math import gcd

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Draw:
    """A named stream of a seed. Rows are any numbers; the same row always draws the same value."""

    seed: int
    stream: str

    def bits(self, rows: Rows) -> Rows:
        """64 bits per row (splitmix64 over the row number)."""
        z = rows * np.uint64(0x9E3779B97F4A7C15) + np.uint64(self._key())
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    def below(self, rows: Rows, limit: int | Whole) -> Whole:
        """A whole number from 0 to limit - 1; limits stay below 2^31."""
        high = self.bits(rows) >> np.uint64(33)
        return ((high * np.asarray(limit, dtype=np.uint64)) >> np.uint64(31)).astype(np.int64)

    def weighted(self, rows: Rows, weights: list[int]) -> Whole:
        """The place of one of the weights, each as often as it weighs."""
        ends = np.cumsum(weights)
        return np.searchsorted(ends, self.below(rows, int(ends[-1])), side="right").astype(np.int64)

    def about(self, rows: Rows, spread: int) -> Whole:
        """Bell-shaped around 0 with about this standard deviation: the sum of four 16-bit draws."""
        bits = self.bits(rows)
        total = sum(((bits >> np.uint64(s)) & np.uint64(0xFFFF)).astype(np.int64) for s in (0, 16, 32, 48))
        return (np.asarray(total, dtype=np.int64) - 131070) * spread // 37837

    def shuffled(self, rows: Rows, size: int) -> Whole:
        """A different number below `size` for each row below `size`: an affine walk that meets every number once. size < 2^32."""
        size = max(size, 1)
        first, step = (
            int.from_bytes(blake2b(f"{self.seed}/{self.stream}/{part}".encode(), digest_size=8).digest()) % size for part in "ab"
        )
        while gcd(step, size) != 1:
            step += 1
        return ((rows * np.uint64(step % size or 1) + np.uint64(first)) % np.uint64(size)).astype(np.int64)

    def _key(self) -> int:
        return int.from_bytes(blake2b(f"{self.seed}/{self.stream}".encode(), digest_size=8).digest())


def span(start: int, stop: int) -> Rows:
    """The row numbers from start to stop - 1."""
    return np.arange(start, stop, dtype=np.uint64)
