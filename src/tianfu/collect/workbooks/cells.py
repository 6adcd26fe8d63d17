"""Filled cells of a sheet, some thousand rows at a time, whatever kind of workbook they come from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

Numbers = np.ndarray[Any, np.dtype[np.int64]]
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Look(IntEnum):
    """What is special about a cell, beside its text."""

    ordinary = 0
    lost = 1
    """a whole number of more digits than the spreadsheet keeps"""
    uncalculated = 2
    """a formula without the value that it last had"""


@dataclass(frozen=True, slots=True)
class Cells:
    """Whole rows, in order. Rows and columns count from 1 as the spreadsheet shows them."""

    rows: Numbers
    columns: Numbers
    texts: pa.StringArray
    looks: Numbers

    @classmethod
    def of(cls, rows: Any, columns: Any, texts: pa.StringArray, looks: Any) -> "Cells":
        """In order of rows and columns; a cell that is there twice keeps its place."""
        row, column = np.asarray(rows, np.int64), np.asarray(columns, np.int64)
        place = row * (LAST_COLUMN + 1) + column
        look = np.asarray(looks, np.int64)
        if len(place) and (np.diff(place) < 0).any():
            order = np.argsort(place, kind="stable")
            return cls(row[order], column[order], texts.take(pa.array(order)), look[order])
        return cls(row, column, texts, look)

    @classmethod
    def none(cls) -> "Cells":
        """Of an empty sheet."""
        return cls.of([], [], pa.array([], pa.string()), [])

    def where(self, kept: Any) -> "Cells":
        """Some of the cells, by truth values."""
        places = np.flatnonzero(kept)
        return Cells(self.rows[places], self.columns[places], self.texts.take(pa.array(places)), self.looks[places])

    def until(self, row: int) -> "Cells":
        """The rows up to this one."""
        end = int(np.searchsorted(self.rows, row, "right"))
        return Cells(self.rows[:end], self.columns[:end], self.texts.slice(0, end), self.looks[:end])

    def by_row(self) -> Mapping[int, dict[int, str]]:
        """Row -> column -> text; for a few rows."""
        found: dict[int, dict[int, str]] = {}
        for row, column, text in zip(self.rows.tolist(), self.columns.tolist(), self.texts.to_pylist(), strict=True):
            found.setdefault(row, {})[column] = text
        return found


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells that is shown as one; its value stands in the first."""

    top: int
    left: int
    bottom: int
    right: int


def pieced(size: int, pieces: Iterable[tuple[Any, Callable[[Numbers], pa.StringArray]]]) -> pa.StringArray:
    """Texts put together from pieces: where each stands, as truth values, and what makes it for those places. Each place has one."""
    order = np.zeros(size, np.int64)
    made: list[pa.StringArray] = []
    count = 0
    for where, make in pieces:
        places = np.flatnonzero(where)
        if len(places) == size:
            return make(places)
        if len(places):
            made.append(make(places))
            order[places] = np.arange(count, count + len(places))
            count += len(places)
    return pa.concat_arrays(made).take(pa.array(order)) if made else pa.array([], pa.string())


class Book(Protocol):
    """A workbook that is open."""

    sheets: tuple[str, ...]
    """names of all sheets, hidden ones too"""

    def cells(self, sheet: int) -> Iterator[Cells]:
        """The filled cells of the sheet at this place; none of a chart."""
        ...

    def merged(self, sheet: int) -> tuple[Merged, ...]:
        """Its merged ranges."""
        ...
