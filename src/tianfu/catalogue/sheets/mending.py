"""The bad rows of a delivery as a workbook of their own: mended there and uploaded again, they are loaded as corrections."""

from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.corrections.findings import Finding
from tianfu.catalogue.corrections.values import by_record, fields_of, values_of
from tianfu.model import Dataset

from .listing import SHEET as LIST
from .listing import listed
from .look import GREY, LINE, PALE, TEXT_FORMAT, as_bytes, fill, font, head, put, titled, width_of
from .marks import cells_of, mark
from .stamp import Place, Stamp, stamp

SHEET = "问题数据"
TITLE_ROW, NAME_ROW, FIRST = 3, 4, 5
OWN = 2
"""Columns of ours before the fields: the record's number, and what is wrong with it."""
NOTE = "每行是一条问题记录。请改正标红的单元格，然后在数据集页面上传本文件：只装载改动过的行，其余不变。请勿改动表头和记录号。"


def mending_book(dataset: Dataset, declaration: str, found: Sequence[Finding]) -> bytes:
    """One row per quarantined record with its fields as delivered, bad cells filled and commented; beside it the list of all findings."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    records = by_record(found)
    fields = fields_of(dataset)
    _head(sheet, dataset, fields)
    places = [_record(sheet, row, dataset, fields, r) for row, r in enumerate(records.values(), FIRST)]
    sheet.freeze_panes = f"{get_column_letter(OWN + 1)}{FIRST}"
    placed = {(p.run, p.record, p.part): p.row for p in places}
    shown = [f for f in found if f.key not in placed]
    in_sheet = [_placed(f, placed[f.key], fields, dataset) for f in found if f.key in placed]
    listed(
        book.create_sheet(LIST), f"{dataset.title}：问题清单", "点击“行”可跳到该单元格；已入库并标记的记录只列在这里。", [*in_sheet, *shown]
    )
    columns = tuple((SHEET, field, OWN + n) for n, field in enumerate(fields, 1))
    stamp(book, Stamp("problems", dataset.id, declaration, tuple(places), columns))
    return as_bytes(book)


def _head(sheet: Worksheet, dataset: Dataset, fields: Sequence[str]) -> None:
    titled(sheet, f"{dataset.title}：问题数据", OWN + len(fields), NOTE)
    sheet.row_dimensions[2].height, sheet.row_dimensions[TITLE_ROW].height = 20, 30
    titles = {c.field: c.title for c in dataset.columns}
    for column, (title, name) in enumerate([("记录号", ""), ("问题", ""), *((titles[f], f) for f in fields)], 1):
        head(sheet.cell(TITLE_ROW, column), title)
        cell = put(sheet.cell(NAME_ROW, column), name)
        cell.font, cell.fill, cell.border = font(GREY, 9), fill(PALE), LINE
        cell.alignment = Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = (
            10 if column == 1 else 48 if column == OWN else min(36, max(14, width_of(title) + 4))
        )


def _record(sheet: Worksheet, row: int, dataset: Dataset, fields: Sequence[str], found: Sequence[Finding]) -> Place:
    raw = next((f.raw for f in found if f.raw), None)
    values = values_of(dataset, raw)
    said = [f.said.zh for f in found] + ([f"原始记录：{raw}"] if raw and not values else [])
    for column, value in enumerate([found[0].place, "\n".join(said), *(values.get(f, "") for f in fields)], 1):
        cell = put(sheet.cell(row, column), value)
        cell.font, cell.border = font(GREY if column <= OWN else "1F2933", 9.5 if column <= OWN else 10), LINE
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.number_format = TEXT_FORMAT if column > 1 else "0"
    for each in found:
        for column in cells_of(each, {f: OWN + n for n, f in enumerate(fields, 1)}, dataset):
            mark(sheet, row, column, each)
    return Place(sheet.title, row, *found[0].key)


def _placed(found: Finding, row: int, fields: Sequence[str], dataset: Dataset) -> Finding:
    columns = cells_of(found, {f: OWN + n for n, f in enumerate(fields, 1)}, dataset)
    return replace(found, sheet=SHEET, row=row, columns=tuple(columns))
