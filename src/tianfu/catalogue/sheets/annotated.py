"""A delivered workbook back with its problems marked: every bad cell filled and commented, every problem at once, and a list of them.

The workbook stays as it came otherwise, except that macros, links to other workbooks and drawings do not come along. Values are not
masked: it goes to whoever may hand it in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.corrections.findings import Finding
from tianfu.collect.workbooks import SheetLayout
from tianfu.collect.workbooks.cells import Cells, Merged
from tianfu.collect.workbooks.xls import open_xls
from tianfu.model import Dataset, Severity, Text

from .listing import SHEET as LIST
from .listing import listed
from .look import as_bytes, put
from .marks import cells_of, mark
from .stamp import Place, Stamp, stamp

ROW_BITS = 21
"""A record's number in a workbook = number of its sheet << 21 | row as displayed."""
MOST_BYTES = 20 * 2**20
"""Of larger workbooks only the bad rows go back: opening and writing them takes minutes."""


class TooLargeToMark(ValueError):
    """The workbook is larger than is marked here; its bad rows can be had as a workbook of their own."""

    def __init__(self, size: int) -> None:
        shown = f"{size / 2**20:.0f} MB"
        self.text = Text(
            zh=f"工作簿有 {shown}，超过 {MOST_BYTES // 2**20} MB，不逐格标注；请下载问题清单。",
            en=f"The workbook has {shown}, over {MOST_BYTES // 2**20} MB, and is not marked cell by cell: download the list.",
        )
        super().__init__(self.text.en)


def annotated(content: bytes, layout: Sequence[SheetLayout], dataset: Dataset, declaration: str, found: Sequence[Finding]) -> bytes:
    """The workbook with its findings; TooLargeToMark beyond the bound. `.xls` comes back as .xlsx with its values alone."""
    if len(content) > MOST_BYTES:
        raise TooLargeToMark(len(content))
    book = opened(content)
    sheets = {each.index: each for each in layout}
    placed = [_placed(f, sheets, dataset) for f in found]
    for each in placed:
        if each.sheet:
            _marked(book[each.sheet], each)
    listed(_list(book), "问题清单", _note(placed), placed)
    columns = tuple((each.name, field, column) for each in layout for field, column in each.columns.items())
    stamp(book, Stamp("problems", dataset.id, declaration, tuple(_places(placed)), columns))
    return as_bytes(book)


def opened(content: bytes) -> Workbook:
    """The workbook to be marked: formulas as formulas, no macros, no links to the outside."""
    if content.startswith(b"PK"):
        return load_workbook(BytesIO(content), keep_vba=False, keep_links=False)
    return _of_old_kind(content)


def _of_old_kind(content: bytes) -> Workbook:
    """Values of an .xls, each where it stood, as text; what was merged stays so."""
    book = Workbook()
    book.remove(book.worksheets[0])
    with NamedTemporaryFile(prefix="tianfu-") as copy:
        copy.write(content)
        copy.flush()
        with open_xls(Path(copy.name), "") as old:
            for index, name in enumerate(old.sheets):
                _filled(book.create_sheet(name), old.cells(index), old.merged(index))
    return book


def _filled(sheet: Worksheet, cells: Iterable[Cells], merged: Iterable[Merged]) -> None:
    for some in cells:
        for row, column, text in zip(some.rows.tolist(), some.columns.tolist(), some.texts.to_pylist(), strict=True):
            put(sheet.cell(row, column), text)
    for each in merged:
        sheet.merge_cells(start_row=each.top, start_column=each.left, end_row=each.bottom, end_column=each.right)


def _placed(found: Finding, sheets: Mapping[int, SheetLayout], dataset: Dataset) -> Finding:
    """The finding with its place in the workbook; without one where its sheet is not known."""
    laid = sheets.get(found.place >> ROW_BITS)
    if laid is None:
        return found
    row = found.place & ((1 << ROW_BITS) - 1)
    return replace(found, sheet=laid.name, row=row, columns=tuple(cells_of(found, laid.columns, dataset)), said=_by_row(found, row))


def _by_row(found: Finding, row: int) -> Text:
    """People count rows of a sheet as it shows them."""
    zh = found.said.zh.replace(f"第 {found.place:,} 条", f"第 {row:,} 行", 1)
    return Text(zh=zh, en=found.said.en.replace(f"record {found.place:,}", f"row {row:,}", 1))


def _marked(sheet: Worksheet, found: Finding) -> None:
    """Its cells; the first of the row where no cell is known, as of a record that could not be divided."""
    for column in found.columns or (1,):
        mark(sheet, found.row, column, found)


def _list(book: Workbook) -> Worksheet:
    """The sheet of the list, first in the book; one of an earlier round goes."""
    if LIST in book.sheetnames:
        del book[LIST]
    sheet: Worksheet = book.create_sheet(LIST, 0)
    book.active = 0
    return sheet


def _note(found: Sequence[Finding]) -> str:
    bad = len({f.record for f in found if f.severity is Severity.quarantine})
    doubtful = len({f.record for f in found} - {f.record for f in found if f.severity is Severity.quarantine})
    return (
        f"{bad:,} 条记录未入库（红色），{doubtful:,} 条已入库并标记（黄色），共 {len(found):,} 处。点击“行”可跳到该单元格；批注中有改法。"
        "改正红色单元格后，在数据集页面上传本文件：只装载改正过的问题记录，已入库的记录不会重复。"
    )


def _places(found: Iterable[Finding]) -> Iterable[Place]:
    """Rows that may be mended, each once."""
    rows = {f.key: Place(f.sheet, f.row, *f.key) for f in found if f.sheet and f.severity is Severity.quarantine}
    return rows.values()
