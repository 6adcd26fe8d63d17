"""Where a delivered workbook has its table: in each sheet the header, told by names or titles of the fields, and the column of each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from openpyxl.worksheet.worksheet import Worksheet

from tianfu.model import Dataset, Origin

from .annotated import MOST_BYTES, Laid, opened
from .asked_fields import asked_fields
from .returned import as_text

if TYPE_CHECKING:
    from pathlib import Path

    from tianfu.store import Store

LOOKED_AT = 30
"""Rows in which a header is looked for."""
UPPER = 2
"""A header may have so many rows above the last one."""
OLD_KIND = b"\xd0\xcf\x11\xe0"


def layout(store: "Store", dataset: Dataset, origin: Origin) -> tuple[Laid, ...] | None:
    """The sheets that hold fields of the dataset; None of what is no workbook, or too large to be marked."""
    path = store.raw.path(origin.sha256)
    if origin.bytes > MOST_BYTES or not _is_workbook(path):
        return None
    named = _named(dataset)
    sheets = enumerate(opened(path.read_bytes()).worksheets)
    return tuple(Laid(n, sheet.title, columns) for n, sheet in sheets if (columns := columns_of(sheet, named)))


def columns_of(sheet: Worksheet, named: Mapping[str, str]) -> dict[str, int]:
    """Field -> column, by the row that names most of them; what it does not name may stand in the rows above."""
    found = [_row(sheet, row, named) for row in range(1, min(sheet.max_row, LOOKED_AT) + 1)]
    best = max(range(len(found)), key=lambda n: len(found[n]), default=None)
    if best is None or not found[best]:
        return {}
    merged: dict[str, int] = {}
    for row in found[max(0, best - UPPER) : best + 1]:
        merged |= row
    return merged


def _row(sheet: Worksheet, row: int, named: Mapping[str, str]) -> dict[str, int]:
    cells = ((as_text(sheet.cell(row, c).value), c) for c in range(1, min(sheet.max_column, 500) + 1))
    return {named[key]: c for text, c in reversed(list(cells)) if (key := _plain(text)) in named}


def _named(dataset: Dataset) -> dict[str, str]:
    """What a header may say -> field: its name in the file, that of its column, its title."""
    found: dict[str, str] = {}
    for field in asked_fields(dataset):
        names = (field.name, field.title, *((field.column.name, field.column.title) if field.column else ()))
        for name in names:
            found.setdefault(_plain(name), field.name)
    return found


def _plain(text: str) -> str:
    return text.strip().lstrip("*＊★ ").casefold()


def _is_workbook(path: "Path") -> bool:
    with path.open("rb") as file:
        if file.read(4) == OLD_KIND:
            return True
    try:
        with ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False
