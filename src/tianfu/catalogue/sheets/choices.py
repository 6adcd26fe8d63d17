"""What may be chosen in a column: short lists stand in the drop-down itself, long ones in a sheet of codes that people can look up in."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from .asked_fields import Field
from .look import TEXT_FORMAT, head, put, titled

SHEET = "代码表"
INLINE = 250
"""A drop-down holds 255 characters of its own."""
FIRST = 3
"""The row on which codes begin."""


def drop_downs(book: Workbook, fields: Sequence[Field]) -> dict[str, str]:
    """Field -> the formula of its drop-down. The sheet of codes is made where a list has titles to look up, or is too long."""
    listed = [f for f in fields if f.choices and (f.from_codes or _inline(f) is None)]
    columns = _written(book.create_sheet(SHEET), listed) if listed else {}
    return {f.name: _inline(f) or columns[f.name] for f in fields if f.choices}


def _inline(field: Field) -> str | None:
    text = ",".join(value for value, _ in field.choices)
    plain = not any(sign in value for value, _ in field.choices for sign in ',"')
    return f'"{text}"' if len(text) <= INLINE and plain else None


def _written(sheet: Worksheet, fields: Sequence[Field]) -> dict[str, str]:
    """Two columns for each field: code and name."""
    titled(sheet, "代码表：填报时填代码（左列）", max(2, 3 * len(fields) - 1))
    for place, field in enumerate(fields):
        for offset, text in enumerate((field.title, field.from_codes or "说明")):
            head(sheet.cell(2, 3 * place + 1 + offset), text)
    found: dict[str, str] = {}
    for place, field in enumerate(fields):
        code = 3 * place + 1
        for row, (value, title) in enumerate(field.choices, FIRST):
            line_at(sheet, row, code, (value, title))
        sheet.column_dimensions[get_column_letter(code)].width = 16
        sheet.column_dimensions[get_column_letter(code + 1)].width = 30
        sheet.column_dimensions[get_column_letter(code + 2)].width = 3
        letter = get_column_letter(code)
        found[field.name] = f"{quote_sheetname(SHEET)}!${letter}${FIRST}:${letter}${FIRST + len(field.choices) - 1}"
    sheet.freeze_panes = f"A{FIRST}"
    return found


def line_at(sheet: Worksheet, row: int, column: int, values: Sequence[str]) -> None:
    for offset, value in enumerate(values):
        cell = sheet.cell(row, column + offset)
        cell.number_format = TEXT_FORMAT
        put(cell, value)
