"""The header of a sample file: its fields, as the first sheet of a workbook or the first line of a text file names them."""

import csv
from codecs import getincrementaldecoder
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from tianfu.collect import CollectError

HEAD = 256 * 2**10
"""Bytes of a text file that are looked at."""
DELIMITERS = ",\t;|"
LOOKED_AT = 30
"""Rows of a sheet in which the header is looked for: the first of those that have most cells."""


class NoHeader(CollectError):
    """No fields can be told from the file."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"{zh}请用表头在第一行的 CSV 或 Excel（.xlsx）文件。", f"{en} Use a CSV or .xlsx file whose first row names the fields."
        )


def fields_of_text(content: bytes) -> list[str]:
    """Of delimited text in UTF-8 or GB 18030."""
    text = _decoded(content[:HEAD])
    line = next((row for row in text.splitlines() if row.strip()), "")
    delimiter = max(DELIMITERS, key=line.count)
    try:
        rows = csv.reader(text.lstrip("\n").splitlines(keepends=True), delimiter=delimiter)
        return _named(next((row for row in rows if any(map(str.strip, row))), []))
    except csv.Error as error:
        raise NoHeader("文件的第一行不能按字段分开。", "The first line cannot be cut into fields.") from error


def _decoded(head: bytes) -> str:
    """What was cut off in the middle of a character does not count."""
    if b"\0" not in head:
        for name in ("utf-8-sig", "gb18030"):
            try:
                return getincrementaldecoder(name)().decode(head)
            except UnicodeDecodeError:
                continue
    raise NoHeader("文件不是文本，也不是 Excel 工作簿。", "The file is neither text nor a workbook.")


def fields_of_workbook(path: Path, name: str) -> tuple[str, list[str]]:
    """The first sheet that has rows, and its fields; CollectError for workbooks that may not be unpacked."""
    from tianfu.collect.workbooks.xlsx import open_xlsx

    with open_xlsx(path, name) as book:
        for index, sheet in enumerate(book.sheets):
            top = next(islice(book.cells(index), 1), None)
            rows = top.until(LOOKED_AT).by_row() if top is not None else {}
            if rows:
                return sheet, _named(_widest([[text for _, text in sorted(r.items())] for _, r in sorted(rows.items())]))
    raise NoHeader("工作簿是空的。", "The workbook is empty.")


def _widest(rows: Sequence[list[str]]) -> list[str]:
    return max(rows, key=lambda row: sum(1 for text in row if text.strip()))


def _named(cells: Sequence[str]) -> list[str]:
    found = [c.strip() for c in cells if c.strip()]
    if not found:
        raise NoHeader("文件中没有字段名。", "The file names no fields.")
    return list(dict.fromkeys(found))
