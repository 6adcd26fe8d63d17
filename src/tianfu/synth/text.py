"""Whole columns of text at once: tables of words, characters side by side, lines of a file."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .draw import Whole

Letters = NDArray[np.uint8]


def words(texts: Sequence[str]) -> pa.Array:
    """A table of texts to pick from."""
    return pa.array(texts, pa.string())


def pick(table: pa.Array, places: "Whole") -> pa.Array:
    """The texts at these places."""
    return table.take(pa.array(places))


def join(*parts: pa.Array | str) -> pa.Array:
    """Texts side by side."""
    return pc.binary_join_element_wise(*(pa.scalar(p) if isinstance(p, str) else p for p in parts), "")


def choose(where: NDArray[np.bool_], yes: pa.Array | str, no: pa.Array | str) -> pa.Array:
    """`yes` in the rows where it holds, else `no`."""
    return pc.if_else(pa.array(where), yes, no)


def digits(values: "Whole", width: int) -> Letters:
    """Decimal digits of each value as ASCII, one row per value, filled with zeros at the left."""
    out = np.empty((len(values), width), dtype=np.uint8)
    rest = values.astype(np.uint64)
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, np.uint64(10))
        out[:, place] = digit.astype(np.uint8) + 48
    return out


def letters(text: str, rows: int) -> Letters:
    """The same ASCII text in every row."""
    return np.broadcast_to(np.frombuffer(text.encode("ascii"), dtype=np.uint8), (rows, len(text)))


def fixed(*parts: Letters) -> pa.Array:
    """ASCII characters side by side, every row of the same length, as text without a copy per row."""
    matrix = np.ascontiguousarray(np.hstack(parts))
    rows, width = matrix.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(matrix))


def tenths(low: int, high: int) -> pa.Array:
    """The texts of low/10 to high/10 with one decimal: the place of a value v is v - low."""
    return words([f"{'-' if v < 0 else ''}{abs(v) // 10}.{abs(v) % 10}" for v in range(low, high + 1)])


def days(first: date, last: date) -> pa.Array:
    """The texts of all days from first to last, as 2026-11-22."""
    return words([(first + timedelta(days=d)).isoformat() for d in range((last - first).days + 1)])


def lines(columns: Mapping[str, pa.Array]) -> bytes:
    """The rows as CSV lines. Fields that need quotes carry them already (`quoted`)."""
    rows = pc.binary_join_element_wise(*columns.values(), ",")
    one = pa.LargeListArray.from_arrays(pa.array([0, len(rows)], pa.int64()), rows)
    return pc.binary_join(one, "\n")[0].as_buffer().to_pybytes() + b"\n" if len(rows) else b""


def quoted(text: str) -> str:
    """The text as a CSV field."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text
