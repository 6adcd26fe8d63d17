"""A dataset's declaration as a workbook: what a steward decides, in a sheet each for facts, data items, rules, sources and charts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.terms import KINDS
from tianfu.model import Dataset
from tianfu.standards import elements

from .declared_words import CHARTS, COLUMNS, DATASET, ELEMENTS, FACTS, ITEM, RULE, RULES, SAME, SOURCES, WORDS, word
from .look import GREY, TEXT_FORMAT, as_bytes, font, header, line, printed, titled
from .stamp import Stamp, stamp

FIRST = 3
SPARE = 40
"""Empty rows that take what the drop-downs offer."""


def declaration_workbook(dataset: Dataset) -> bytes:
    """The workbook: everything that the YAML file says, and nothing of the path (the id)."""
    facts: dict[str, Any] = dataset.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = DATASET
    _facts(sheet, dataset, facts)
    _rows(book.create_sheet(COLUMNS), f"{dataset.title}：数据项", ITEM, facts["columns"], (18, 22, 18, 8, 10, 10, 20, 40, 24))
    _rows(book.create_sheet(RULES), f"{dataset.title}：规则", RULE, facts.get("rules", []), (12, 16, 24, *[12] * 16, 12, 30))
    _parts(book.create_sheet(SOURCES), dataset, SOURCES, facts["sources"])
    if dataset.charts:
        _parts(book.create_sheet(CHARTS), dataset, CHARTS, facts["charts"])
    _elements(book.create_sheet(ELEMENTS))
    stamp(book, Stamp("declaration", dataset.id))
    return as_bytes(book)


def _facts(sheet: Worksheet, dataset: Dataset, facts: Mapping[str, Any]) -> None:
    titled(sheet, f"{dataset.title}：数据集声明（{dataset.id}）", 3)
    header(sheet, 2, ("项目", "内容", "说明"), (20, 70, 50))
    for row, (fact, (title, note)) in enumerate(FACTS.items(), FIRST):
        line(sheet, row, (title, _value(fact, _at(facts, fact)), note))
        sheet.cell(row, 2).number_format = TEXT_FORMAT
        sheet.cell(row, 3).font = font(GREY, 9)
        if words := WORDS.get(SAME.get(fact, fact)):
            _choice(sheet, f"B{row}", words.values())
    sheet.freeze_panes = f"A{FIRST}"
    printed(sheet, 2)


def _at(facts: Mapping[str, Any], path: str) -> Any:
    found: Any = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _value(fact: str, value: Any) -> str:
    """A list with commas, a word for what has one."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "，".join(map(str, value))
    return word(fact, str(value).lower() if isinstance(value, bool) else str(value))


def _rows(sheet: Worksheet, title: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], widths: Sequence[float]) -> None:
    """A row for each, a column for each of its facts."""
    titled(sheet, title, min(len(columns), 9))
    header(sheet, 2, tuple(columns.values()), widths)
    for column, fact in enumerate(columns, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        if words := WORDS.get(fact):
            _choice(sheet, f"{letter}{FIRST}:{letter}{FIRST + len(rows) + SPARE}", words.values())
        if fact == "element":
            sheet.add_data_validation(_from_elements(f"{letter}{FIRST}:{letter}{FIRST + len(rows) + SPARE}"))
    for row, facts in enumerate(rows, FIRST):
        line(sheet, row, [_value(fact, facts.get(fact)) for fact in columns], dict.fromkeys(range(1, len(columns) + 1), TEXT_FORMAT))
    sheet.freeze_panes = f"B{FIRST}"
    printed(sheet, 2)


def _parts(sheet: Worksheet, dataset: Dataset, what: str, parts: Sequence[Mapping[str, Any]]) -> None:
    """A row for each setting of each source or chart; what has parts is written as YAML in one line."""
    titled(sheet, f"{dataset.title}：{what}", 3)
    header(sheet, 2, (what, "设置", "值"), (10, 20, 110))
    for row, (number, name, value) in enumerate(_settings(parts), FIRST):
        line(sheet, row, (number, name, value), {3: TEXT_FORMAT})
    sheet.freeze_panes = f"A{FIRST}"
    printed(sheet, 2)


def _settings(parts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for number, part in enumerate(parts, 1):
        for name, value in part.items():
            yield number, name, word(name, value) if isinstance(value, str) else in_one_line(value)


def in_one_line(value: Any) -> str:
    """YAML in flow style."""
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=100_000, sort_keys=False)
    return text.strip().removesuffix("...").strip()


def _elements(sheet: Worksheet) -> None:
    """What a data item may be: to look up, and for the drop-down."""
    titled(sheet, "可用的数据元", 5)
    header(sheet, 2, ("标识", "名称", "类型", "单位", "标准"), (22, 28, 12, 12, 30))
    for row, found in enumerate(elements().values(), FIRST):
        line(sheet, row, (found.name, found.title, KINDS[found.type].zh, found.unit or "", found.standard))
    sheet.freeze_panes = f"A{FIRST}"


def _choice(sheet: Worksheet, cells: str, words: Any) -> None:
    found = DataValidation(type="list", formula1='"' + ",".join(w for w in words if w) + '"', allow_blank=True, errorStyle="warning")
    found.add(cells)
    sheet.add_data_validation(found)


def _from_elements(cells: str) -> DataValidation:
    last = FIRST + len(elements()) - 1
    found = DataValidation(type="list", formula1=f"'{ELEMENTS}'!$A${FIRST}:$A${last}", allow_blank=True, errorStyle="warning")
    found.add(cells)
    return found
