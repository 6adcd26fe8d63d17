"""The list 问题清单: every problem of a delivery, with a way to its cell."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.corrections.findings import Finding
from tianfu.catalogue.terms import OUTCOMES
from tianfu.model import Severity

from .look import BAD, DOUBT, LINE, fill, font, header, line, printed, titled

SHEET = "问题清单"


def listed(sheet: Worksheet, title: str, note: str, found: Sequence[Finding]) -> None:
    """Fills the list; where a finding has a place in the workbook, its row leads there."""
    columns = ("序号", "工作表", "行", "数据项", "填报的值", "处理", "问题和改法", "应为", "标准")
    titled(sheet, title, len(columns), note)
    sheet.row_dimensions[2].height = 32
    header(sheet, 3, columns, (7, 16, 9, 22, 26, 20, 70, 36, 22))
    for number, each in enumerate(found, 1):
        row = number + 3
        where = each.row or each.place
        line(
            sheet,
            row,
            (number, each.sheet, where, each.title, each.value, OUTCOMES[each.severity][0].zh, each.said.zh, each.expected, each.standard),
        )
        sheet.cell(row, 6).fill = fill(BAD if each.severity is Severity.quarantine else DOUBT)
        if each.sheet and each.row:
            _linked(sheet, row, each)
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(columns))}{max(4, len(found) + 3)}"
    printed(sheet, 3)


def _linked(sheet: Worksheet, row: int, found: Finding) -> None:
    """A link inside the workbook: to the bad cell, or the first of its row."""
    letter = get_column_letter(found.columns[0] if found.columns else 1)
    cell = sheet.cell(row, 3)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(found.sheet)}!{letter}{found.row}", display=str(found.row))
    cell.font, cell.border = font("1F4E8C"), LINE
