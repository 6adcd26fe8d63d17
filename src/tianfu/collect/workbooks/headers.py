"""Where a sheet's header stands: titles above it are passed over, merged groups name the columns below them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .cells import Merged

LOOKED_AT = 30
"""Rows from the top in which the header begins."""
DEEPEST = 3
BLANK = re.compile(r"\s+")
ALIKE = str.maketrans("（）％／：，", "()%/:,")

Rows = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Header:
    """Names by column, whole and as they stand in the lowest row, and the wanted fields that were found."""

    rows: tuple[int, ...]
    names: Mapping[int, str]
    fields: Mapping[str, int]
    missing: tuple[str, ...]
    last: int
    """the last row that belongs to it"""

    @property
    def closeness(self) -> tuple[int, int]:
        """How many fields it has, and how many columns with the title of a missing one below different groups."""
        missing = {plain(m) for m in self.missing}
        return len(self.fields), sum(plain(n.rpartition("-")[2]) in missing for n in self.names.values())


def find_header(rows: Rows, merged: Sequence[Merged], wanted: Sequence[str], declared: Sequence[int]) -> Header:
    """The first rows that hold all fields, single ones before pairs; else those that hold most."""
    places = [tuple(declared)] if declared else [tuple(range(r, r + d)) for d in range(1, DEEPEST + 1) for r in range(1, LOOKED_AT + 1)]
    best, closeness = Header((), {}, {}, tuple(wanted), 0), (-1, 0)
    for place in places:
        found = _header(place, rows, merged, wanted)
        if not found.missing:
            return found
        if (close := found.closeness) > closeness:
            best, closeness = found, close
    return best


@lru_cache(2**15)
def plain(text: str) -> str:
    """What counts of a title: no blanks, no line breaks, brackets of one width, no star that marks what must be filled in.

    >>> plain(" *产值\\n（万元）")
    '产值(万元)'
    """
    return BLANK.sub("", text).translate(ALIKE).strip("*＊").removesuffix(":")


def _header(place: tuple[int, ...], rows: Rows, merged: Sequence[Merged], wanted: Sequence[str]) -> Header:
    levels = _levels(place, rows, merged)
    whole = {c: "-".join(t) for c, t in levels.items() if t}
    lowest = {c: t[-1] for c, t in levels.items() if t}
    by_whole, by_lowest = _by_title(whole), _by_title(lowest)
    fields = {w: c for w in wanted if (c := _column(plain(w), by_whole, by_lowest)) is not None}
    return Header(place, whole, fields, tuple(w for w in wanted if w not in fields), _last(place, rows, merged))


def _levels(place: tuple[int, ...], rows: Rows, merged: Sequence[Merged]) -> dict[int, list[str]]:
    """Titles of each column from the top; the same title in two rows counts once."""
    found: dict[int, list[str]] = {}
    for row in place:
        titles = dict(rows.get(row, {}))
        for m in merged:
            if m.top == row and (title := titles.get(m.left)):
                titles |= dict.fromkeys(range(m.left, min(m.right, m.left + 1_000) + 1), title)
        for column, title in sorted(titles.items()):
            text = BLANK.sub(" ", title).strip()
            if text and found.setdefault(column, [])[-1:] != [text]:
                found[column].append(text)
    return found


def _by_title(names: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, name in names.items():
        found.setdefault(plain(name), []).append(column)
    return found


def _column(sought: str, whole: Mapping[str, Sequence[int]], lowest: Mapping[str, Sequence[int]]) -> int | None:
    """The first column of that whole name, or the only one of that title in the lowest row."""
    if sought in whole:
        return whole[sought][0]
    named = lowest.get(sought, ())
    return named[0] if len(named) == 1 else None


def twice(header: Header) -> list[str]:
    """Fields whose name two columns have."""
    counts = Counter(plain(n) for n in header.names.values())
    return [f for f, c in header.fields.items() if counts[plain(header.names[c])] > 1]


def _last(place: tuple[int, ...], rows: Rows, merged: Sequence[Merged]) -> int:
    """The rows into which merged titles reach; below titles that are merged sideways stands one row more."""
    last = place[-1]
    reach = [m for m in merged if m.top <= last <= m.bottom and m.left in rows.get(m.top, {})]
    if len(place) == 1 and any(m.right > m.left and m.bottom == last for m in reach) and any(m.bottom > last for m in reach):
        last += 1
    return max([last, *(m.bottom for m in reach if m.top in place and m.bottom - m.top < DEEPEST)])
