"""A workbook of visits as a county hands it in: titles, a merged header of two rows, units, sums, notes, and ten wrong cells."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

DECLARED = """\
title: 到馆情况年报
title_en: Visits by year
steward: dept.culture_tourism
source: {channel: upload}
key: [code]
time: opened_on
columns:
  - {name: code, element: code, title: 编号, from_field: 编号, required: true}
  - {name: name, element: name_text, title: 馆名, from_field: 馆名, required: true}
  - {name: credit, element: credit_code, title: 统一社会信用代码, from_field: 统一社会信用代码}
  - {name: area, element: area, title: 行政区划, from_field: 行政区划}
  - {name: status, element: name_text, title: 状态, from_field: 状态}
  - {name: visits, element: count, title: 人次, from_field: 到馆情况-人次}
  - {name: loans, element: count, title: 册次, from_field: 到馆情况-册次}
  - {name: opened_on, element: date, title: 开馆日期, from_field: 开馆日期}
  - {name: mail, element: email, title: 邮箱, from_field: 邮箱}
rules:
  - {rule: between, column: visits, low: 0, high: 1000000}
  - {rule: matches, column: status, pattern: 开放|闭馆}
sharing: {to_departments: always, to_public: always, to_operation: always}
"""
CREDIT = "91519905MAGF7D329F"
RECORDS = 12
"""In rows 6 to 17 of a sheet."""
WRONG: dict[str, Any] = {
    "B7": None,
    "C8": "12345",
    "D9": "999999",
    "E10": "开业",
    "F11": -7,
    "G12": "很多",
    "H13": "2024-02-30",
    "I14": "somebody at home",
    "F15": 3.5,
    "H16": "去年",
}
"""One in each of ten rows, each of another kind."""
RIGHT: dict[str, Any] = {
    "B7": "补上的馆",
    "C8": CREDIT,
    "D9": "510107",
    "E10": "开放",
    "F11": 7,
    "G12": 12,
    "H13": date(2024, 2, 29),
    "I14": "somebody@example.org",
    "F15": 35,
    "H16": date(2023, 1, 2),
}


def year(sheet: Worksheet, prefix: str, wrong: dict[str, Any]) -> None:
    """Fills a sheet: records in rows 6 to 17, a sum and a note below."""
    sheet.append([f"{prefix}公共图书馆到馆情况表"])
    sheet.append(["填报单位：文化和旅游局"])
    sheet.append(["编号", "馆名", "统一社会信用代码", "行政区划", "状态", "到馆情况", None, "开馆日期", "邮箱"])
    sheet.append([None, None, None, None, None, "人次", "册次", None, None])
    sheet.append([None, None, None, None, None, "（人次）", "（册）", None, None])
    for n in range(RECORDS):
        sheet.append([f"{prefix}{n:02}", f"第{n}馆", CREDIT, "510107", "开放", 100 + n, 10 + n, date(2001, 1, n + 1), "a@example.org"])
    sheet.append(["注：人次含分馆。"])
    for span in ("A1:I1", "A2:I2", "F3:G3", *(f"{c}3:{c}4" for c in "ABCDEHI")):
        sheet.merge_cells(span)
    for cell, value in wrong.items():
        sheet[cell] = value


def delivered(*years: str, wrong: dict[str, Any] | None = None) -> Workbook:
    """A cover, and a sheet for each year; the wrong cells are in the first."""
    book = Workbook()
    book.worksheets[0].title = "封面"
    book.worksheets[0]["A1"] = "到馆情况年报"
    for place, name in enumerate(years):
        year(book.create_sheet(f"{name}年"), name[2:], (WRONG if wrong is None else wrong) if place == 0 else {})
    return book


DOUBTFUL = ("C17", "91519905MAGF7D3290")
"""A code that is loaded and flagged."""


def as_bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_old(book: Workbook) -> bytes:
    """The same cells as an .xls."""
    old, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in book.worksheets:
        made = old.add_sheet(sheet.title, cell_overwrite_ok=True)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    made.write(cell.row - 1, cell.column - 1, cell.value, *([day] if cell.is_date else []))
        for span in sheet.merged_cells.ranges:
            made.merge(span.min_row - 1, span.max_row - 1, span.min_col - 1, span.max_col - 1)
    out = BytesIO()
    old.save(out)
    return out.getvalue()


def mended(content: bytes, mend: Callable[[Workbook], None]) -> bytes:
    """The workbook that came back, with somebody's changes."""
    book = load_workbook(BytesIO(content))
    mend(book)
    return as_bytes(book)
