"""Where the table lies in each sheet of a workbook, and which sheets hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

from tianfu.collect.failures import MissingFields
from tianfu.collect.fields import missing_fields
from tianfu.model import Sheet

from .asides import is_below_header
from .cells import LAST_ROW, Book, Cells, Merged
from .headers import DEEPEST, LOOKED_AT, Header, find_header, twice

BELOW = 5
"""Rows of units and column numbers below a header."""
MOST_NAMES = 2_000
"""Of a wide sheet, among which a near name is looked for."""
NEARLY = 0.5
"""A sheet with more than this part of the fields is meant to be read: it may not be passed over."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet that holds the table: rows of its header, and the column of each field, both counted from 1."""

    name: str
    index: int
    header: tuple[int, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet: names of its columns, and the last row that stands above its records."""

    layout: SheetLayout
    names: Mapping[int, str]
    last: int
    merged: tuple[Merged, ...]


def tables(book: Book, sheet: Sheet, wanted: Sequence[str], file: str) -> list[Table]:
    """Of all sheets that hold the fields. MissingFields where none does, and where one nearly does."""
    found: list[Table] = []
    best: tuple[str, Header] | None = None
    for index, name in enumerate(book.sheets):
        if sheet.name and not fnmatchcase(name, sheet.name):
            continue
        merged = book.merged(index)
        top = _top(book, index, sheet)
        header = find_header(top.by_row(), merged, wanted, sheet.header)
        if not header.missing:
            found.append(_table(name, index, header, top, merged, file))
        elif _is_near(header, wanted):
            raise _missing(header, name, file)
        elif best is None or header.closeness > best[1].closeness:
            best = name, header
    if not found:
        raise _missing(best[1], best[0], file) if best else _no_sheet(sheet, book, file)
    return found


def _top(book: Book, index: int, sheet: Sheet) -> Cells:
    """The rows in which the header is looked for, and some below."""
    last = max([LOOKED_AT + DEEPEST, *sheet.header]) + BELOW
    rows = next(islice(book.cells(index), 1), None)
    return rows.until(min(last, LAST_ROW)) if rows is not None else Cells.none()


def _table(name: str, index: int, header: Header, top: Cells, merged: tuple[Merged, ...], file: str) -> Table:
    if doubled := twice(header):
        raise MissingFields(
            f"“{file}”工作表“{name}”的表头中字段 {'、'.join(f'“{d}”' for d in doubled)} 出现不止一次，无法确定用哪一列。请改正表头。",
            f"Sheet '{name}' of '{file}' has the field {', '.join(map(repr, doubled))} more than once. Mend the header.",
        )
    rows, last = top.by_row(), header.last
    while last < header.last + BELOW and is_below_header(rows.get(last + 1, {})):
        last += 1
    return Table(SheetLayout(name, index, header.rows, dict(header.fields)), header.names, last, merged)


def _is_near(header: Header, wanted: Sequence[str]) -> bool:
    return len(header.fields) > 1 and len(header.fields) > len(wanted) * NEARLY


def _missing(header: Header, sheet: str, file: str) -> MissingFields:
    said = missing_fields(header.missing, list(dict.fromkeys(header.names.values()))[:MOST_NAMES], file).text
    return MissingFields(f"工作表“{sheet}”：{said.zh}", f"Sheet '{sheet}': {said.en}")


def _no_sheet(sheet: Sheet, book: Book, file: str) -> MissingFields:
    names = "、".join(book.sheets[:30]) or "（无）"
    return MissingFields(
        f"“{file}”中没有名为“{sheet.name or '*'}”的工作表。其中有：{names}。请改正工作表名称，或声明中的 sheet.name。",
        f"'{file}' has no sheet named '{sheet.name or '*'}'. It has: {', '.join(book.sheets[:30]) or '(none)'}. Mend 'sheet.name'.",
    )
