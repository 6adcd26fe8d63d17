"""Cells below a header by their rows: which rows hold something, with what each begins."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Cells, Look, Numbers

Truths = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Filled cells in the columns of a table; `places` says to which of the rows each belongs."""

    cells: Cells
    numbers: Numbers
    places: Numbers

    @classmethod
    def below(cls, cells: Cells, last: int, columns: Numbers) -> "Rows":
        """What stands below row `last`. Cells of blanks alone hold nothing."""
        blank = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells.texts)), 0).to_numpy(zero_copy_only=False)
        kept = (~blank | (cells.looks == Look.uncalculated)) & (cells.rows > last) & np.isin(cells.columns, columns)
        cells = cells if kept.all() else cells.where(kept)
        begins = np.flatnonzero(np.diff(cells.rows, prepend=-1))
        places = np.cumsum(np.diff(cells.rows, prepend=-1) != 0) - 1
        return cls(cells, cells.rows[begins], places)

    def hold(self, columns: Collection[int], look: Look | None = None) -> Truths:
        """The rows with a cell in these columns, of this look where one is given."""
        where = np.isin(self.cells.columns, list(columns))
        if look is not None:
            where &= self.cells.looks == look
        return np.bincount(self.places[where], minlength=len(self.numbers)) > 0

    def first(self) -> pa.StringArray:
        """The first cell of each row."""
        return self.cells.texts.take(pa.array(np.flatnonzero(np.diff(self.cells.rows, prepend=-1))))

    def at(self, column: int) -> Numbers:
        """The place among all cells of each row's cell in the column; -1 where it has none."""
        where = np.flatnonzero(self.cells.columns == column)
        found = np.full(len(self.numbers), -1)
        found[self.places[where]] = where
        return found

    def texts(self, place: int) -> list[str]:
        """The filled cells of a row."""
        begin, end = np.searchsorted(self.places, [place, place + 1])
        return [str(t) for t in self.cells.texts.slice(begin, end - begin).to_pylist()]
