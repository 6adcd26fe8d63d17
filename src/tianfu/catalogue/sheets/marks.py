"""Bad cells marked: filled, and with a comment that says what is wrong, what was expected and how to put it right."""

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.corrections.findings import Finding
from tianfu.catalogue.corrections.values import values_of
from tianfu.model import Dataset, Files, Instant, Severity, Split, Unpivot

from .look import BAD, DOUBT, restyled

AUTHOR = "问题数据"
BOX = (420, 150)
LONGEST = 4_000


def cells_of(found: Finding, columns: Mapping[str, int], dataset: Dataset) -> list[int]:
    """The columns of the sheet in which the values stand that the check looked at."""
    names = found.names or ((found.field,) if found.field else ())
    fields = [f for n in names for c in dataset.columns if c.name == n for f in _delivered(c.field, found, columns, dataset)]
    return list(dict.fromkeys(columns[f] for f in fields if f in columns))


def _delivered(field: str, found: Finding, columns: Mapping[str, int], dataset: Dataset) -> Sequence[str]:
    """The fields of the file that a field was made of: the parts of an instant, the one column of a row that was turned."""
    if field in columns:
        return (field,)
    for shape in next((s.shape for s in dataset.sources if isinstance(s, Files)), ()):
        match shape:
            case Instant() if field == shape.into:
                return shape.fields
            case Split() if field in shape.into:
                return (shape.field,)
            case Unpivot() if field in (shape.name, shape.value):
                label = values_of(dataset, found.raw).get(shape.name)
                return [f for f, of in shape.columns.items() if of == label]
            case _:
                continue
    return ()


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
