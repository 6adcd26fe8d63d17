"""How our sheets look, and how a value is put into a cell: fonts, fills, borders, widths; texts stay texts."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FACE = "微软雅黑"
BLUE, RED, GREY, INK = "1F4E8C", "B3261E", "6B7280", "1F2933"
HEADER, OPTIONAL, PALE, BAD, DOUBT = "1F4E8C", "5B7FA6", "F3F6FA", "FAD4D0", "FDEBC8"
LONGEST = 32_000
"""A cell holds 32,767 characters."""
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
SIDE = Side(style="thin", color="D5DBE3")
LINE = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
TEXT_FORMAT = "@"


def put(cell: Cell | MergedCell, value: object) -> Cell | MergedCell:
    """The value in the cell. A text is written as text even if it looks like a formula, and editing it leaves it one."""
    if not isinstance(value, str):
        cell.value = value  # type: ignore[assignment]  # numbers, days, nothing
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
    cell.value = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = True
    return cell


def font(colour: str = INK, size: float = 10, *, bold: bool = False) -> Font:
    return Font(name=FACE, size=size, bold=bold, color=colour)


def fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour)


def titled(sheet: Worksheet, title: str, columns: int, note: str = "") -> None:
    """The title in the first row, over all columns; a note below it in the second where there is one."""
    for row, (text, size, colour) in enumerate([(title, 14, BLUE), *([(note, 9.5, GREY)] if note else [])], 1):
        cell = put(sheet.cell(row, 1), text)
        cell.font = font(colour, size, bold=row == 1)
        cell.alignment = Alignment(vertical="center", wrap_text=row > 1)
        if columns > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[1].height = 30


def header(sheet: Worksheet, row: int, titles: Sequence[str], widths: Sequence[float] = ()) -> None:
    """A row of column titles, white on blue; `widths` in characters."""
    for column, title in enumerate(titles, 1):
        head(sheet.cell(row, column), title)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = 24


def head(cell: Cell | MergedCell, title: str, colour: str = HEADER) -> None:
    put(cell, title)
    cell.font, cell.fill, cell.border = font("FFFFFF", bold=True), fill(colour), LINE
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def line(sheet: Worksheet, row: int, values: Iterable[object], formats: Mapping[int, str] | None = None) -> None:
    """A row of values, wrapped; `formats`: column from 1 -> number format."""
    for column, value in enumerate(values, 1):
        cell = put(sheet.cell(row, column), value)
        cell.font, cell.border = font(), LINE
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if formats and column in formats:
            cell.number_format = formats[column]


def width_of(text: str) -> int:
    """How wide a text stands: Chinese characters count twice.

    >>> width_of("PM2.5 浓度")
    10
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def printed(sheet: Worksheet, rows: int) -> None:
    """Prints on A4 across, as wide as the page, with the first rows on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = sheet.sheet_properties.pageSetUpPr or _fit()
    sheet.print_title_rows = f"1:{rows}"


def restyled(cell: Cell, colour: str) -> None:
    """Another fill; whatever else the cell looked like stays."""
    cell._style = copy(cell._style)  # type: ignore[attr-defined]  # else cells that share a style change together
    cell.fill = fill(colour)


def as_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
