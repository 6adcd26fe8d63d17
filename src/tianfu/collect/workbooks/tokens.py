"""Cells of a sheet's XML by the places of its tags, a piece at a time: arrays instead of a parser, four times as fast as one expression.

It reads what spreadsheets usually write, and says so where a piece holds anything else.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .cells import Numbers

Places = np.ndarray[Any, np.dtype[np.int64]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
BEHIND = b"\0" * 16
FEW, ANY = 254, 255
EXPECTED = np.zeros(256, np.uint8)
"""The sign behind the first one of a tag: one, few that may end a short name, or any. No sign is 0."""
EXPECTED[list(b"/ric")] = [ANY, ord("o"), ord("s"), ord(" ")]
EXPECTED[list(b"vft")] = FEW
IS_FEW = np.isin(np.arange(256), list(b" >/"))


@dataclass(frozen=True, slots=True)
class Raw:
    """Cells with a value or a formula, in the order of the file."""

    rows: Numbers
    columns: Numbers
    attributes: pa.BinaryArray
    """what a cell's tag says beside its place"""
    formulas: "np.ndarray[Any, np.dtype[np.bool_]]"
    values: pa.BinaryArray


def raw_cells(piece: bytes) -> Raw | None:
    """The cells, or None for XML of another form: comments, rich text, prefixes, cells without their reference."""
    piece += BEHIND
    text = np.frombuffer(piece, np.uint8)
    begins, ends = np.flatnonzero(text == ord("<")), np.flatnonzero(text == ord(">"))
    if len(begins) != len(ends) or (begins >= ends).any() or (ends[:-1] >= begins[1:]).any():
        return None
    first, second = text[begins + 1], text[begins + 2]
    if not _are_usual(first, second):
        return None
    cells = np.flatnonzero(first == ord("c"))
    places = _references(text, begins[cells])
    found = _values(text, begins, ends, first, cells)
    if places is None or found is None:
        return None
    owners, begun, ended = found
    formulas = np.zeros(len(cells), np.bool_)
    formulas[np.searchsorted(cells, np.flatnonzero(first == ord("f")), "right") - 1] = True
    starts, stops = ends[cells], ends[cells].copy()
    starts[owners], stops[owners] = begun, ended
    filled = formulas.copy()
    filled[owners] = True
    kept = np.flatnonzero(filled)
    rows, columns, behind = places
    marks = _texts(piece, behind[kept], ends[cells][kept])
    return Raw(rows[kept], columns[kept], marks, formulas[kept], _texts(piece, starts[kept], stops[kept]))


def _are_usual(first: Bytes, second: Bytes) -> bool:
    """By the first two signs of every tag: row, c, f, v, is, t and their ends."""
    expected = EXPECTED[first]
    return bool(((expected == ANY) | (expected == second) | ((expected == FEW) & IS_FEW[second])).all())


def _references(text: Bytes, begins: Places) -> tuple[Numbers, Numbers, Places] | None:
    """Rows and columns of the cells that begin there, and the place behind the reference."""
    at = begins + 3
    if not ((text[at] == ord("r")) & (text[at + 1] == ord("=")) & (text[at + 2] == ord('"'))).all():
        return None
    at += 3
    columns, at = _counted(text, at, ord("A") - 1, 26, 3)
    rows, behind = _counted(text, at, ord("0"), 10, 7)
    sound = (columns > 0) & (behind > at) & (text[behind] == ord('"'))
    return (rows, columns, behind + 1) if sound.all() else None


def _counted(text: Bytes, at: Places, zero: int, radix: int, most: int) -> tuple[Numbers, Places]:
    """Numbers written in letters or digits, and the places behind them."""
    numbers, at = np.zeros(len(at), np.int64), at.copy()
    goes_on = np.ones(len(at), np.bool_)
    lowest = 1 if radix == 26 else 0
    for _ in range(most):
        digit = text[at].astype(np.int64) - zero
        goes_on &= (digit >= lowest) & (digit < radix + lowest)
        if not goes_on.any():
            break
        numbers = np.where(goes_on, numbers * radix + digit, numbers)
        at += goes_on
    return numbers, at


def _values(text: Bytes, begins: Places, ends: Places, first: Bytes, cells: Places) -> tuple[Places, Places, Places] | None:
    """Of the values: their cells, where they begin and where they end. None where a cell has two, or something stands in one."""
    opened = np.flatnonzero(((first == ord("v")) | (first == ord("t"))) & (text[ends - 1] != ord("/")))
    owners = np.searchsorted(cells, opened, "right") - 1
    if not len(opened):
        return owners, opened, opened
    if opened[-1] + 1 >= len(begins) or owners[0] < 0 or (np.diff(owners) <= 0).any() or (first[opened + 1] != ord("/")).any():
        return None
    return owners, ends[opened] + 1, begins[opened + 1]


def _texts(piece: bytes, begins: Places, ends: Places) -> pa.BinaryArray:
    """Slices of the piece, in its order: those between them are made too, and left out."""
    offsets = np.column_stack((begins, ends)).ravel().astype(np.int32)
    if not len(offsets):
        return pa.array([], pa.binary())
    slices = pa.Array.from_buffers(pa.binary(), len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(piece)])
    return slices.take(pa.array(np.arange(0, len(offsets), 2)))
