"""A sheet of entries as departments send it: where its header is, which column is which fact, and which rows are one entry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .guide import HEADINGS, Heading
from .said import as_text

LOOKED_AT = 15
"""Rows in which a header is looked for."""
NEEDED = ("title", "item")
TOTALS = ("合计", "总计", "填表说明", "填报说明", "注：", "备注：", "说明：")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one entry: `first` has its facts, each of `items` an item."""

    first: int
    items: tuple[int, ...]


class EntrySheet:
    """A sheet whose header was found. Cells below a merge count as its first one."""

    def __init__(self, sheet: Worksheet, columns: Mapping[str, int], begin: int) -> None:
        self.sheet, self.columns, self.begin = sheet, columns, begin
        self._merged = merged(sheet)

    @classmethod
    def of(cls, sheet: Worksheet) -> "EntrySheet | None":
        """None where the first rows are no header of entries."""
        over = merged(sheet)
        texts = {row: _texts(sheet, row, over) for row in range(1, min(sheet.max_row, LOOKED_AT) + 1)}
        best = max(
            ((len(found), end, found) for end in texts for found in (_columns(texts, end),)), key=lambda f: (f[0], -f[1]), default=None
        )
        if best is None or not set(NEEDED) <= set(best[2]):
            return None
        return cls(sheet, best[2], best[1] + 1)

    def text(self, row: int, fact: str) -> str:
        """The fact as written; empty where the sheet has no such column."""
        column = self.columns.get(fact)
        if column is None:
            return ""
        at = self._merged.get((row, column), (row, column))
        value = self.sheet.cell(*at).value
        return as_text(value.date() if fact == "published_on" and isinstance(value, datetime) else value)

    def cell(self, row: int, fact: str) -> str:
        """Where the fact stands; of one that has no column, the first cell of the row."""
        at = self._merged.get((row, self.columns.get(fact, 1)), (row, self.columns.get(fact, 1)))
        return f"{get_column_letter(at[1])}{at[0]}"

    def entries(self) -> Iterator[Rows]:
        """A new entry begins where its title changes or is written again; rows without a title go on with the one before."""
        first, items = 0, list[int]()
        for row in range(self.begin, self.sheet.max_row + 1):
            title = self.text(row, "title")
            if not any(self.text(row, f) for f in self.columns) or title.startswith(TOTALS) or self._is_note(row):
                continue
            if self._begins(row, first):
                if first:
                    yield Rows(first, tuple(items))
                first, items = row, []
            items.append(row)
        if first:
            yield Rows(first, tuple(items))

    def _begins(self, row: int, first: int) -> bool:
        """Titles that are merged, left out, or repeated in every row belong together."""
        if not first:
            return True
        title = self.text(row, "title")
        same = [f for f in ("code", "provider") if self.text(row, f) not in ("", self.text(first, f))]
        return bool(title) and (title != self.text(first, "title") or bool(same))

    def _is_note(self, row: int) -> bool:
        """A text of its own in the first column, over the whole width."""
        first = as_text(self.sheet.cell(row, 1).value)
        return first.startswith(TOTALS) and not self.text(row, "item")


def merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell -> the first cell of the merge that it lies in."""
    return {
        (row, column): (found.min_row, found.min_col)
        for found in sheet.merged_cells.ranges
        for row in range(found.min_row, min(found.max_row, found.min_row + 5_000) + 1)
        for column in range(found.min_col, min(found.max_col, found.min_col + 200) + 1)
    }


def _texts(sheet: Worksheet, row: int, over: Mapping[tuple[int, int], tuple[int, int]]) -> list[str]:
    width = min(sheet.max_column, 200)
    return [_plain(as_text(sheet.cell(*over.get((row, c), (row, c))).value)) for c in range(1, width + 1)]


def _plain(text: str) -> str:
    """Without marks of required columns, line breaks and remarks in brackets."""
    return re.sub(r"[\s*＊★：:]|[（(].*?[）)]|^\d+[.、]", "", text)


def _columns(texts: Mapping[int, list[str]], end: int) -> dict[str, int]:
    """Fact -> column, if the header ended in this row; the row above it may be the upper half."""
    found: dict[str, int] = {}
    above = texts.get(end - 1, [])
    for column, own in enumerate(texts[end], 1):
        upper = above[column - 1] if column <= len(above) else ""
        fact = _fact(own, upper)
        if fact and fact not in found:
            found[fact] = column
    return found


def _fact(own: str, upper: str) -> str | None:
    """By its own name under its group, else by its name alone."""
    grouped = (h for h in HEADINGS if h.group and _is(h, own) and upper and (upper in h.group or h.group in upper))
    alone = (h for h in HEADINGS if _is(h, own) and h.fact not in ("class", "section", "subject", "detail"))
    first = next(grouped, None) or next(alone, None)
    return first.fact if first else None


def _is(heading: Heading, text: str) -> bool:
    return bool(text) and text in (heading.title, *heading.names)
