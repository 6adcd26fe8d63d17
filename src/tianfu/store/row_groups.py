"""Which row groups of a version's files hold which part of its key: read once per version from the footers.

Where files were delivered in the order of their key, a page lies in one or two row groups, and only their files need opening: 8 instead of
14 ms at a million rows, whatever the depth.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .engine import literal
from .parts import value_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Group:
    """A row group: its file, its rows, and the bounds of the first key column in it."""

    file: str
    rows: int
    low: Any  # text, number, date or instant: whatever the key is, its bounds compare
    high: Any


@dataclass(frozen=True, slots=True)
class KeyRanges:
    """Row groups in the order of the key, no two of which overlap but at their ends."""

    groups: tuple[Group, ...]
    lows: tuple[Any, ...]
    highs: tuple[Any, ...]

    def window(self, place: object | None, rows: int, *, descending: bool) -> tuple[list[str], object | None]:
        """The files that hold the next `rows` rows from the place on, and how far one must look in them; None: to the end."""
        ordered = self.groups
        if descending:
            start = len(ordered) - 1 if place is None else bisect_right(self.lows, place) - 1
            rest = ordered[start::-1] if start >= 0 else ()
        else:
            start = 0 if place is None else bisect_left(self.highs, place)
            rest = ordered[start:]
        taken, found = [], 0
        for number, group in enumerate(rest):
            taken.append(group)
            found += group.rows if number or place is None else 0  # the place may be anywhere in the first one
            if found >= rows:
                bound = group.low if descending else group.high
                upto = [g for g in rest[number + 1 :] if (g.high >= bound if descending else g.low <= bound)]
                return _files([*taken, *upto]), bound
        return _files(taken) or [g.file for g in ordered[:1]], None


def _files(groups: Sequence[Group]) -> list[str]:
    return sorted({g.file for g in groups})


def key_ranges(cursor: "duckdb.DuckDBPyConnection", files: Sequence[str], column: str, kind: "pa.DataType") -> KeyRanges | None:
    """The row groups by key; None where the files are not in the order of the key, or a bound is unknown."""
    if not files:
        return None
    listed = ", ".join(literal(f) for f in files)
    found = cursor.execute(
        f"""SELECT file_name, row_group_num_rows, coalesce(stats_min_value, stats_min), coalesce(stats_max_value, stats_max)
        FROM parquet_metadata([{listed}]) WHERE path_in_schema = ? AND row_group_num_rows > 0""",  # noqa: S608 - paths are quoted
        [column],
    ).fetchall()
    if not found or any(low is None or high is None for _, _, low, high in found):
        return None
    groups = sorted((Group(f, n, value_of(low, kind), value_of(high, kind)) for f, n, low, high in found), key=lambda g: (g.low, g.high))
    if any(left.high > right.low for left, right in pairwise(groups)):
        return None
    return KeyRanges(tuple(groups), tuple(g.low for g in groups), tuple(g.high for g in groups))
