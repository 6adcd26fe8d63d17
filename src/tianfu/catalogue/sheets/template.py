"""The collection template of a dataset: a workbook that a department fills in and sends back by the ordinary upload."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.model import Check, Dataset

from . import hints
from .asked_fields import Field, asked_fields, source_of
from .choices import drop_downs
from .look import GREY, HEADER, LINE, OPTIONAL, PALE, TEXT_FORMAT, as_bytes, fill, font, head, printed, put, titled, width_of
from .notes import notes
from .stamp import Stamp, stamp

SHEET = "填报"
NOTE_ROW, TITLE_ROW, UNIT_ROW, NAME_ROW = 2, 3, 4, 5
FIRST = 6
"""The row on which records begin, right below the names by which the file is read."""
LAST = 1_048_576
FORMATS = {
    "text": TEXT_FORMAT,
    "boolean": TEXT_FORMAT,
    "integer": "0",
    "decimal": "0.00##",
    "date": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm:ss",
}
NOTE = "标 * 的为必填；单元格提示中有填写要求；第 5 行是系统读取的字段名，请勿改动。填好后在数据集页面上传本文件。"


def template(dataset: Dataset, declaration: str, checks: Sequence[Check], examples: Mapping[str, str] | None = None) -> bytes:
    """The workbook. `declaration` is the dataset's hash, `checks` those of its plan; CollectError where a dataset takes no files.

    `examples`: field -> a value to show; nothing that is about a person is shown.
    """
    fields, source = asked_fields(dataset), source_of(dataset)
    shown = {f.name: (examples or {}).get(f.name, "") for f in fields if not (f.meaning and f.meaning.mask)}
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    notes(book.create_sheet("填写说明"), dataset, fields, checks, shown)
    lists = drop_downs(book, fields)
    _head(sheet, dataset, fields)
    strict = source.missing == ("",)
    for column, field in enumerate(fields, 1):
        _column(sheet, column, field)
        sheet.add_data_validation(
            _validation(field, column, lists.get(field.name), hints.prompt(field, checks, shown.get(field.name, "")), strict=strict)
        )
    sheet.freeze_panes = f"A{FIRST}"
    printed(sheet, NAME_ROW)
    stamp(book, Stamp("template", dataset.id, declaration))
    return as_bytes(book)


def _head(sheet: Worksheet, dataset: Dataset, fields: Sequence[Field]) -> None:
    titled(sheet, dataset.title, len(fields), NOTE)
    sheet.row_dimensions[NOTE_ROW].height = 20
    sheet.row_dimensions[TITLE_ROW].height = 34
    for column, field in enumerate(fields, 1):
        head(sheet.cell(TITLE_ROW, column), _title(field), HEADER if field.required else OPTIONAL)
        for row, text in ((UNIT_ROW, _written(field)), (NAME_ROW, field.name)):
            cell = put(sheet.cell(row, column), text)
            cell.font, cell.fill, cell.border = font(GREY, 9), fill(PALE), LINE
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=row == UNIT_ROW)


def _title(field: Field) -> str:
    """Never the name alone: the file is read by the row of names, and the first row that holds them all would be taken for it."""
    title = f"* {field.title}" if field.required else field.title
    return f"{title}\n{_written(field)}" if field.title == field.name else title


def _written(field: Field) -> str:
    """The unit; else the form of a value, in a word."""
    if field.unit:
        return f"单位：{field.unit}"
    if field.from_codes:
        return "代码"
    return {"date": "年-月-日", "instant": "年-月-日 时:分", "boolean": "是/否", "integer": "整数", "text": "文本"}.get(field.kind, "数字")


def _column(sheet: Worksheet, column: int, field: Field) -> None:
    """Empty cells take the format of their column: a code that is typed there stays a text."""
    found = sheet.column_dimensions[get_column_letter(column)]
    found.number_format = FORMATS.get(field.kind, "General")
    found.font = font()
    least = {"instant": 20, "date": 13}.get(field.kind, 11)
    found.width = min(
        36, max(least, width_of(field.title) + 4, width_of(field.name) + 2, 22 if field.kind == "text" and not field.choices else 0)
    )


def _validation(field: Field, column: int, choices: str | None, prompt: str, *, strict: bool) -> DataValidation:
    """What the cell takes, and what stands beside it. Where marks stand for missing values, spreadsheets only warn."""
    found = DataValidation(**_condition(field, choices), allow_blank=True, showErrorMessage=True, showInputMessage=True)
    found.errorStyle = "stop" if strict and not field.choices and field.kind not in ("date", "instant") else "warning"
    found.promptTitle, found.prompt = field.title[:32], prompt
    found.errorTitle, found.error = "请核对", _refusal(field)
    letter = get_column_letter(column)
    found.add(f"{letter}{FIRST}:{letter}{LAST}")
    return found


def _condition(field: Field, choices: str | None) -> dict[str, Any]:
    if choices is not None:
        return {"type": "list", "formula1": choices}
    if field.kind in ("integer", "number", "decimal"):
        return {"type": "whole" if field.kind == "integer" else "decimal", **_between(field.low, field.high)}
    if field.kind in ("date", "instant"):
        return {"type": "date", "operator": "greaterThanOrEqual", "formula1": "1"}
    if field.length:
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(field.length)}
    return {}


def _between(low: float | None, high: float | None) -> dict[str, str]:
    far = 1e15
    ends = (low if low is not None else -far, high if high is not None else far)
    return {"operator": "between", "formula1": f"{ends[0]:.15g}", "formula2": f"{ends[1]:.15g}"}


def _refusal(field: Field) -> str:
    if field.choices:
        return "请从下拉列表中选择，或填代码表中的代码。"
    if field.kind in ("date", "instant"):
        return f"应为日期：{hints.WRITTEN[field.kind]}。"
    if field.kind in ("integer", "number", "decimal"):
        bounds = [f"不小于 {field.low:.15g}"] if field.low is not None else []
        bounds += [f"不大于 {field.high:.15g}"] if field.high is not None else []
        return f"应为{'整数' if field.kind == 'integer' else '数字'}{'，' + '，'.join(bounds) if bounds else ''}。"
    return f"不超过 {field.length} 个字。" if field.length else "请按提示填写。"
