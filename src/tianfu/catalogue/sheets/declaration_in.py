"""A declaration that came as a workbook, as YAML; and whatever is wrong with it, by cell."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import BadZipFile

import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from tianfu.collect import CollectError
from tianfu.model import DeclarationError, Text, declare_dataset, read_yaml

from .cell_problems import CellProblem
from .declaration_out import FIRST
from .declared_words import CHARTS, COLUMNS, DATASET, FACTS, ITEM, LISTS, RULE, RULES, SOURCES, meant
from .said import as_text

Where = tuple[str | int, ...]
Cells = dict[Where, tuple[str, str]]
"""Part of the declaration -> sheet and cell that it came from."""
ANY_ID = "declared.dataset"
"""The id follows from where the YAML file is put; to see whether the rest is right any will do."""


PLAIN = ("files", "title", "title_en")
"""Settings that are texts, though they may begin with a brace."""


class _Block(yaml.SafeDumper):
    """Lists stand below their key, indented: a part of the declaration has a line of its own."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - as the library calls it
        super().increase_indent(flow, indentless=False)


def read_declaration(content: bytes) -> tuple[str, list[CellProblem]]:
    """The YAML text, and what is wrong with it; nothing wrong: it declares a dataset. CollectError for what is no such workbook."""
    book, cells = _book(content), Cells()
    problems: list[CellProblem] = []
    declared: dict[str, Any] = {}
    for where, text in [*_facts(book, cells), *_listed(book, COLUMNS, "columns", ITEM, cells), *_listed(book, RULES, "rules", RULE, cells)]:
        _put(declared, where, text)
    for where, text in [*_parts(book, SOURCES, "sources", cells), *_parts(book, CHARTS, "charts", cells)]:
        try:
            _put(declared, where, text if where[-1] in PLAIN else _parsed(text))
        except yaml.YAMLError:
            said = Text(
                zh=f"“{text[:40]}”的写法有误：应为文字，或一行 YAML，如 {{encodings: [utf-8]}}。",
                en=f"'{text[:40]}' is neither text nor YAML.",
            )
            problems.append(CellProblem(*cells[where], said))
    text = yaml.dump(declared, Dumper=_Block, allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=False)
    return text, problems or list(_problems(text, cells))


def _book(content: bytes) -> Workbook:
    try:
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise CollectError("文件不是可以打开的 .xlsx 工作簿。", "This is no workbook that opens as .xlsx.") from error
    if missing := [s for s in (DATASET, COLUMNS, SOURCES) if s not in book.sheetnames]:
        names = "、".join(missing)
        raise CollectError(f"不是数据集声明的工作簿：缺少工作表 {names}。", f"No workbook of a declaration: it lacks the sheets {names}.")
    return book


def _facts(book: Workbook, cells: Cells) -> Iterator[tuple[Where, Any]]:
    """Of the first sheet, a row each, told by its title wherever it stands."""
    named = {title: fact for fact, (title, _) in FACTS.items()}
    sheet = book[DATASET]
    for row in range(1, sheet.max_row + 1):
        fact, text = named.get(as_text(sheet.cell(row, 1).value)), as_text(sheet.cell(row, 2).value)
        if fact is None:
            continue
        where: Where = tuple(fact.split("."))
        cells[where] = (DATASET, f"B{row}")
        if text:
            yield where, _meaning(fact, text)


def _listed(book: Workbook, name: str, part: str, columns: Mapping[str, str], cells: Cells) -> Iterator[tuple[Where, Any]]:
    """Of a sheet with a row for each, columns told by their titles; rows without anything are none."""
    if name not in book.sheetnames:
        return
    sheet, named = book[name], {title: fact for fact, title in columns.items()}
    facts = {c: f for c in range(1, sheet.max_column + 1) if (f := named.get(as_text(sheet.cell(FIRST - 1, c).value)))}
    place = 0
    for row in range(FIRST, sheet.max_row + 1):
        texts = {c: as_text(sheet.cell(row, c).value) for c in facts}
        if not any(texts.values()):
            continue
        cells[part, place] = (name, f"A{row}")
        for column, fact in facts.items():
            cells[part, place, fact] = (name, f"{get_column_letter(column)}{row}")
            if texts[column]:
                yield (part, place, fact), _meaning(fact, texts[column])
        place += 1


def _parts(book: Workbook, title: str, part: str, cells: Cells) -> Iterator[tuple[Where, str]]:
    """Of a sheet with a row for each setting of each source or chart."""
    if title not in book.sheetnames:
        return
    sheet = book[title]
    numbers: list[str] = []
    for row in range(FIRST, sheet.max_row + 1):
        number, name, text = (as_text(sheet.cell(row, c).value) for c in (1, 2, 3))
        if not name:
            continue
        if not numbers or (number and number not in numbers):
            numbers.append(number)
        where: Where = (part, numbers.index(number) if number in numbers else len(numbers) - 1, name)
        cells[where] = (title, f"C{row}")
        yield where, meant(name, text)


def _meaning(fact: str, text: str) -> Any:
    return [p for p in re.split(r"[,，、\s]+", text) if p] if fact in LISTS else meant(fact, text)


def _parsed(text: str) -> Any:
    """Mappings and lists in one line; any other text is itself. All scalars stay text, as in declarations."""
    return yaml.load(text, yaml.BaseLoader) if text.startswith(("{", "[")) else text  # noqa: S506 - texts, lists and mappings only


def _put(declared: dict[str, Any], where: Where, value: Any) -> None:
    inside: Any = declared
    for part, following in pairwise(where):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            while len(inside) <= part:
                inside.append({})
            inside = inside[part]
        else:
            inside = inside.setdefault(part, empty)
    inside[where[-1]] = value


def _problems(text: str, cells: Cells) -> Iterator[CellProblem]:
    """What the model says of a line, at the cell that the line came from."""
    try:
        declare_dataset(text, DATASET, ANY_ID)
    except DeclarationError as error:
        lines: dict[int, list[Where]] = {}
        for where, line in read_yaml(text, DATASET).lines.items():
            lines.setdefault(line, []).append(where)
        for found in error.problems:
            sheet, cell = _cell(lines.get(found.line, []), cells)
            yield CellProblem(sheet, cell, Text(zh=f"不符合要求：{found.message}", en=found.message))


def _cell(places: list[Where], cells: Cells) -> tuple[str, str]:
    """Of the parts that stand in the line the innermost that came from a cell, or the one around it."""
    for where in sorted(places, key=len, reverse=True):
        while where:
            if where in cells:
                return cells[where]
            where = where[:-1]
    return DATASET, "A1"
