"""Rows of a sheet's XML as cells. What is not in the form that spreadsheets usually write is first written in that way."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import LAST_COLUMN, LAST_ROW, Cells, Look, Numbers, pieced
from .escapes import unescaped
from .moments import Floats, Shows, iso
from .numbers import number_texts
from .parts import local, walk
from .tokens import Raw, raw_cells

TYPE, STYLE = re.compile(rb'\bt="(\w+)"'), re.compile(rb'\bs="([0-9]{1,7})"')
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class RowsReader:
    """Pieces of rows to cells, as the workbook's strings, styles and epoch say."""

    strings: Callable[[], pa.StringArray]
    formats: tuple[Shows, ...]
    since_1904: bool
    prefix: bytes = b""
    last_row: int = field(default=0, init=False)

    def cells(self, piece: bytes) -> Cells:
        """The cells that hold something."""
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        found = None if self.prefix else raw_cells(piece)
        if found is None:
            piece = as_usual(piece, self.last_row)
            found = raw_cells(piece)
        if found is None:
            raise ValueError("cells of an unknown form")
        if not len(found.rows):
            return Cells.none()
        self._in_bounds(found)
        texts = unescaped(found.values.cast(pa.string()), entities=b"&" in piece, controls=False)
        texts, looks = self._read(texts, found, controls=b"_x" in piece)
        filled = (pc.binary_length(texts).to_numpy(zero_copy_only=False) > 0) | (looks == Look.uncalculated)
        cells = Cells.of(found.rows, found.columns, texts, looks)
        return cells if filled.all() else cells.where(filled)

    def _in_bounds(self, found: Raw) -> None:
        first, last = int(found.rows.min()), int(found.rows.max())
        if first <= self.last_row or last > LAST_ROW or found.columns.max() > LAST_COLUMN:
            raise ValueError(f"row {last if last > LAST_ROW else first}, column {found.columns.max()}")
        self.last_row = last

    def _read(self, raw: pa.StringArray, found: Raw, *, controls: bool) -> tuple[pa.StringArray, Numbers]:
        """Texts and looks. The few ways in which cells are marked are told apart once."""
        marked = found.attributes.dictionary_encode()
        kinds = [self._kind(a) for a in marked.dictionary.to_pylist()]
        codes = marked.indices.to_numpy(zero_copy_only=False)
        looks = np.zeros(len(raw), np.int64)
        nothing = pc.equal(pc.binary_length(raw), 0).to_numpy(zero_copy_only=False)
        made: list[tuple[Any, Callable[[Numbers], pa.StringArray]]] = []
        for kind in dict.fromkeys(kinds):
            where = np.array([k == kind for k in kinds], np.bool_)[codes]
            made += self._pieces(kind, where, raw, nothing, looks)
            if kind != "str":
                looks[where & nothing & found.formulas] = Look.uncalculated
        texts = pieced(len(raw), made)
        return (unescaped(texts, entities=False, controls=True) if controls else texts), looks

    def _pieces(self, kind: str | Shows, where: Any, raw: pa.StringArray, nothing: Any, looks: Numbers) -> list[tuple[Any, Any]]:
        there = where & ~nothing
        left = (where & nothing, lambda w: raw.take(pa.array(w)))
        match kind:
            case "s":
                return [left, (there, lambda w: self._shared(raw.take(pa.array(w))))]
            case "b":
                return [left, (there, lambda w: pc.if_else(pc.equal(raw.take(pa.array(w)), "1"), "TRUE", "FALSE"))]
            case Shows.number:
                return [left, (there, lambda w: self._numbers(raw, w, looks))]
            case Shows():
                return [left, (there, lambda w: self._dated(raw.take(pa.array(w)), kind))]
            case _:
                return [(where, lambda w: raw.take(pa.array(w)))]

    def _shared(self, raw: pa.StringArray) -> pa.StringArray:
        return self.strings().take(raw.cast(pa.int64()))

    def _numbers(self, raw: pa.StringArray, where: Numbers, looks: Numbers) -> pa.StringArray:
        texts, looks[where] = number_texts(raw.take(pa.array(where)))
        return texts

    def _dated(self, raw: pa.StringArray, shown: Shows) -> pa.StringArray:
        values = _floats(raw)
        texts = iso(values, shown, since_1904=self.since_1904)
        return pc.if_else(pa.array(np.isnan(values)), raw, texts)

    def _kind(self, attributes: bytes) -> str | Shows:
        """The type of a cell, and of a number what its format shows."""
        typed = TYPE.search(attributes)
        kind = typed[1].decode() if typed else "n"
        if kind != "n":
            return kind
        style = STYLE.search(attributes)
        number = int(style[1]) if style else 0
        return self.formats[number] if number < len(self.formats) else Shows.number


def as_usual(piece: bytes, row: int) -> bytes:
    """The same rows in the form that is read: references written out, text joined, comments gone."""
    written: list[str] = []
    at, column, parts, cell, inside = row, 0, list[str](), dict[str, str](), list[str]()

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, column, cell
        inside.append(local(name))
        if inside[-1] == "row":
            at, column = int(attributes.get("r", at + 1)), 0
        elif inside[-1] == "c":
            at, column = _reference(attributes.get("r", ""), at, column + 1)
            cell = {**attributes, "f": ""}
            parts.clear()
        elif inside[-1] == "f":
            cell["f"] = "<f/>"

    def text(data: str) -> None:
        if inside[-1] == "v" or (inside[-1] == "t" and "is" in inside and "rPh" not in inside):
            parts.append(data)

    def end(name: str) -> None:
        if local(name) == "c":
            marks = "".join(f' {n}="{cell[n]}"' for n in ("s", "t") if n in cell and cell[n].isalnum())
            written.append(f'<c r="{letters(column)}{at}"{marks}>{cell["f"]}<v>{escape("".join(parts))}</v></c>')
        inside.pop()

    walk(b"<rows>" + piece + b"</rows>", begin, end, text)
    return "".join(written).encode()


def _reference(reference: str, row: int, column: int) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference)
    return (int(found[2]), number(found[1])) if found else (row, column)


def number(letters: str) -> int:
    """The number of a column from its letters; the first is 1."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    if found > LAST_COLUMN:
        raise ValueError(f"column {letters}")
    return found


def letters(column: int) -> str:
    """The letters of a column."""
    if column > LAST_COLUMN:
        raise ValueError(f"column {column}")
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(65 + rest) + written
    return written


def _floats(raw: pa.StringArray) -> Floats:
    try:
        return np.asarray(raw.cast(pa.float64()))
    except pa.ArrowInvalid:
        return np.array([_float(v) for v in raw.to_pylist()])


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
