"""Bad cells marked: filled, and with a comment that says what is wrong, what was expected and how to put it right."""

from collections.abc import Mapping

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.corrections.findings import Finding
from tianfu.model import Dataset, Severity

from .look import BAD, DOUBT, restyled

AUTHOR = "问题数据"
BOX = (420, 150)
LONGEST = 4_000


def cells_of(found: Finding, columns: Mapping[str, int], dataset: Dataset) -> list[int]:
    """The columns of the sheet in which the values stand that the check looked at."""
    names = found.names or ((found.field,) if found.field else ())
    fields = [c.field for n in names for c in dataset.columns if c.name == n]
    return [columns[f] for f in fields if f in columns]


def mark(sheet: Worksheet, row: int, column: int, found: Finding) -> None:
    """The cell filled, and the finding as a comment; several findings on a cell share one."""
    cell = shown_cell(sheet, row, column)
    bad = found.severity is Severity.quarantine
    restyled(cell, BAD if bad else DOUBT)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if found.said.zh in before:
        return
    text = f"{before}{'●' if bad else '○'} {found.said.zh}" + (f"\n  {found.said.en}" if found.said.en else "")
    cell.comment = Comment(text[:LONGEST], AUTHOR, width=BOX[0], height=BOX[1] + 60 * before.count("\n"))


def shown_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell; of merged ones the first, which alone is seen and can hold a comment."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    around = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
    first = sheet.cell(around.min_row, around.min_col)
    if isinstance(first, MergedCell):
        raise TypeError(f"{sheet.title}!{first.coordinate} is merged twice")
    return first
