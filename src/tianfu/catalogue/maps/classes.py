"""Classes of a map: up to five, with about as many areas each; equal values are always in one class."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, groupby

MOST = 5
Bounds = tuple[tuple[float, float], ...]


def bounds_of(values: Sequence[float]) -> Bounds:
    """The smallest and the largest value of each class.

    >>> bounds_of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))
    >>> bounds_of([0, 0, 0, 0, 0, 0, 7, 8]), bounds_of([3]), bounds_of([])
    (((0, 0), (7, 7), (8, 8)), ((3, 3),), ())
    """
    counted = [(value, len(list(same))) for value, same in groupby(sorted(values))]
    behind = list(accumulate(count for _, count in counted))
    if len(counted) <= MOST:
        return tuple((v, v) for v, _ in counted)
    ends = sorted({bisect_left(behind, len(values) * n / MOST) for n in range(1, MOST)} | {len(counted) - 1})
    begins = [0, *(e + 1 for e in ends[:-1])]
    return tuple((counted[b][0], counted[e][0]) for b, e in zip(begins, ends, strict=True))


def step_of(value: float | None, bounds: Bounds) -> int:
    """1 for the lowest class; 0 where there is no value."""
    if value is None:
        return 0
    return next((n for n, (_, high) in enumerate(bounds, 1) if value <= high), len(bounds))
