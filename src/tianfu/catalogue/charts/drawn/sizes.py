"""What a drawing is made for: its size, and what it has to know of the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tianfu.model import Every, Text

from .ticks import Labels, dated, listed


@dataclass(frozen=True, slots=True)
class Size:
    """`beside`: what part of the width labels at the right may take; `columns`: of small multiples."""

    name: str
    width: float
    height: float
    beside: float
    columns: int


WIDE = Size("wide", 720, 300, 0.27, 3)
NARROW = Size("narrow", 350, 280, 0.36, 2)
SCREEN = Size("screen", 430, 168, 0.3, 3)
"""A panel of the cockpit."""
Sizes = tuple[Size, ...]
PAGE: Sizes = (WIDE, NARROW)


@dataclass(frozen=True, slots=True)
class Drawing:
    """`digits` behind the point, `whole` numbers only; moments, if time runs along the axis, or `named` values, whose names must be read.

    `partial` and `rest` are places that are drawn paler or grey.
    """

    names: tuple[Text, ...]
    digits: int
    whole: bool
    named: bool
    periods: tuple[date, ...] = ()
    every: Every = ""
    partial: frozenset[int] = frozenset()
    rest: int | None = None

    def labels(self, lang: str) -> Iterator[Labels]:
        """Which labels may stand along the axis, from close to far."""
        if self.every:
            return dated(self.periods, self.every)
        return listed([n.zh if lang == "zh" else n.en or n.zh for n in self.names])
