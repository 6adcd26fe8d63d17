"""The cells of a sheet in an old workbook, record by record."""

import struct
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import biff
from .cells import Cells, Look
from .moments import Shows, iso
from .numbers import of_float


@dataclass(frozen=True, slots=True)
class SheetCells:
    """Reads sheets with the strings and formats of their workbook."""

    strings: list[str]
    formats: tuple[Shows, ...]

    def read(self, stream: bytes, place: int, *, since_1904: bool) -> Cells:
        """All cells of the sheet that begins at this place of the stream."""
        found = _Found()
        for kind, data in biff.records(stream, place):
            match kind:
                case biff.LABEL_SST:
                    row, column, _, number = struct.unpack_from("<HHHI", data)
                    found.text(row, column, self.strings[number])
                case biff.RK:
                    row, column, style, raw = struct.unpack_from("<HHHI", data)
                    found.number(row, column, biff.rk(raw), self._format(style))
                case biff.NUMBER:
                    row, column, style, value = struct.unpack_from("<HHHd", data)
                    found.number(row, column, value, self._format(style))
                case biff.MANY_RK:
                    row, column = struct.unpack_from("<HH", data)
                    for n, at in enumerate(range(4, len(data) - 7, 6)):
                        style, raw = struct.unpack_from("<HI", data, at)
                        found.number(row, column + n, biff.rk(raw), self._format(style))
                case biff.FORMULA:
                    self._formula(found, data)
                case biff.STRING:
                    found.text(*found.awaited, biff.text(data, 0, wide=True))
                case biff.LABEL | biff.RICH:
                    row, column = struct.unpack_from("<HH", data)
                    found.text(row, column, biff.text(data, 6, wide=True))
                case biff.BOOL_ERROR:
                    row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
                    found.text(row, column, biff.ERRORS.get(value, "#?") if is_error else _truth(value))
        return found.cells(since_1904=since_1904)

    def _formula(self, found: "_Found", data: bytes) -> None:
        """Its last value: a number, or what its first byte says where the last two are full."""
        row, column, style = struct.unpack_from("<HHH", data)
        if data[12:14] != b"\xff\xff":
            found.number(row, column, struct.unpack_from("<d", data, 6)[0], self._format(style))
        elif data[6] == 0:
            found.awaited = (row, column)
        elif data[6] in (1, 2):
            found.text(row, column, _truth(data[8]) if data[6] == 1 else biff.ERRORS.get(data[8], "#?"))

    def _format(self, style: int) -> Shows:
        return self.formats[style] if style < len(self.formats) else Shows.number


@dataclass
class _Found:
    """Cells on their way: numbers of each format are written together."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    dated: dict[Shows, tuple[list[int], list[float]]] = field(default_factory=dict)
    awaited: tuple[int, int] = (0, 0)

    def text(self, row: int, column: int, text: str, look: Look = Look.ordinary) -> None:
        self.rows.append(row + 1)
        self.columns.append(column + 1)
        self.texts.append(text)
        self.looks.append(look)

    def number(self, row: int, column: int, value: float, shown: Shows) -> None:
        if shown is Shows.number:
            self.text(row, column, *of_float(value))
            return
        places, values = self.dated.setdefault(shown, ([], []))
        places.append(len(self.rows))
        values.append(value)
        self.text(row, column, "")

    def cells(self, *, since_1904: bool) -> Cells:
        for shown, (places, values) in self.dated.items():
            for place, written in zip(places, iso(np.array(values), shown, since_1904=since_1904).to_pylist(), strict=True):
                self.texts[place] = written
        texts = pa.array([t.encode(errors="replace").decode() for t in self.texts], pa.string())
        cells = Cells.of(self.rows, self.columns, texts, self.looks)
        return cells.where(pc.not_equal(cells.texts, "").to_numpy(zero_copy_only=False))


def _truth(value: int) -> str:
    return "TRUE" if value else "FALSE"
