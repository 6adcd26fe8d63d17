"""Outlines for a drawing: degrees become pixels (equirectangular, true at the middle latitude), with no more points than show."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

import numpy as np

from .boundary import Boundary, Ring

WIDTH = 640.0
MARGIN = 8.0
TOLERANCE = 0.7
"""Pixels."""


@dataclass(frozen=True)
class Frame:
    """A part of the earth on paper."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Pixels per degree of latitude."""
        return (WIDTH - 2 * MARGIN) / ((self.east - self.west) * self._squeeze)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale + 2 * MARGIN

    @property
    def _squeeze(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    def place(self, points: Ring) -> Ring:
        """Degrees to pixels, north above."""
        x = (points[:, 0] - self.west) * self.scale * self._squeeze + MARGIN
        return np.column_stack((x, (self.north - points[:, 1]) * self.scale + MARGIN))


def frame_around(rings: Iterable[Ring], *, room: float = 0.0) -> Frame:
    """The frame of all points, with so many degrees of room on each side; never thinner than a quarter of a degree."""
    every = np.vstack(list(rings))
    (west, south), (east, north) = every.min(axis=0) - room, every.max(axis=0) + room
    wide = max(0.0, 0.25 - (east - west)) / 2
    tall = max(0.0, (east - west) / 3 - (north - south)) / 2
    return Frame(float(west - wide), float(south - tall), float(east + wide), float(north + tall))


@dataclass(frozen=True)
class Outline:
    """The path of an area, and the box of its largest part: the middle and the width."""

    path: str
    x: float
    y: float
    width: float


@lru_cache(maxsize=8)
def outlines_of(boundary: Boundary) -> tuple[Frame, dict[str, Outline]]:
    """The frame of a pack and the outline of each area, made once."""
    frame = frame_around(r for rings in boundary.areas.values() for r in rings)
    return frame, {code: _outline([frame.place(r) for r in rings]) for code, rings in boundary.areas.items() if rings}


def _outline(rings: list[Ring]) -> Outline:
    boxes = [(r.min(axis=0), r.max(axis=0)) for r in rings]
    low, high = max(boxes, key=lambda box: float(np.prod(box[1] - box[0])))
    x, y = ((low + high) / 2).tolist()
    return Outline("".join(map(path, rings)), x, y, float(high[0] - low[0]))


def path(points: Ring) -> str:
    """A closed path of rounded pixels; nothing where it is smaller than a pixel."""
    kept = simplified(points, TOLERANCE)
    if len(kept) < 4:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept[:-1].tolist()) + "Z"


def simplified(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker: no point of the line is farther from what is kept than the tolerance."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far = _distances(points[first + 1 : last], points[first], points[last])
        at = int(far.argmax())
        if far[at] > tolerance:
            middle = first + 1 + at
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return points[keep]


def _distances(points: Ring, begin: Ring, end: Ring) -> Ring:
    """From the line through two points; from the point where both are the same, as in a ring."""
    along = end - begin
    length = float(np.hypot(*along))
    away = points - begin
    if length == 0:
        return np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
    across: Ring = np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length
    return across
