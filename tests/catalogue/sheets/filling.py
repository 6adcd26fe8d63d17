"""Templates filled in as a clerk does: codes as they stand in the drop-down, days as days, numbers as numbers, codes of digits as text."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import BinaryIO

from openpyxl import load_workbook

from tianfu.catalogue.sheets.asked_fields import asked_fields, source_of
from tianfu.catalogue.sheets.template import FIRST, NAME_ROW, SHEET
from tianfu.model import Dataset

DAY = "%Y-%m-%d"


def sample_rows(dataset: Dataset, sample: bytes) -> list[dict[str, str]]:
    """The records of a pack's sample, by the names of its fields."""
    lines = sample.decode("utf-8-sig").splitlines(keepends=True)
    comment = source_of(dataset).dialect.comment
    kept = [line for line in lines if not (comment and line.startswith(comment))]
    return [{name.strip(): value for name, value in row.items()} for row in csv.DictReader(StringIO("".join(kept), newline=""))]


def filled_in(template: bytes, dataset: Dataset, rows: list[dict[str, str]]) -> BinaryIO:
    """The template with these records below its names; each cell has the format of its column, as typing gives it."""
    book = load_workbook(BytesIO(template))
    sheet = book[SHEET]
    kinds = {f.name: f.kind for f in asked_fields(dataset)}
    columns = {str(c.value): c for c in sheet[NAME_ROW]}
    for number, row in enumerate(rows, FIRST):
        for name, head in columns.items():
            cell = sheet.cell(number, head.column)
            cell.value = typed(row[name], kinds[name])
            cell.number_format = sheet.column_dimensions[head.column_letter].number_format
            if isinstance(cell.value, str):
                cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def typed(text: str, kind: str) -> date | float | str | None:
    """What a spreadsheet makes of what is typed; a text stays one in a column of texts, and wherever it is nothing else."""
    if not text or kind in ("text", "boolean"):
        return text or None
    try:
        match kind:
            case "date":
                return datetime.strptime(text, DAY)  # spreadsheets know no zones
            case "instant":
                return datetime.fromisoformat(text).replace(tzinfo=None)
            case _:
                return float(text)
    except ValueError:
        return text
