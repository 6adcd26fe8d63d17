"""Problems of a workbook that people filled in, by cell, and the same workbook with them marked: every problem at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import quote_sheetname
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.hyperlink import Hyperlink

from tianfu.model import Text

from .listing import SHEET as LIST
from .look import BAD, as_bytes, font, header, line, printed, restyled, titled
from .marks import AUTHOR, BOX, shown_cell


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a cell, `sheet`!`cell` as the spreadsheet calls it."""

    sheet: str
    cell: str
    text: Text

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}：{self.text.zh} {self.text.en}"


def marked(content: bytes, problems: Sequence[CellProblem]) -> bytes:
    """The workbook with each bad cell filled and commented, and a list of all problems with links."""
    book = load_workbook(BytesIO(content), keep_vba=False, keep_links=False)
    if LIST in book.sheetnames:
        del book[LIST]
    for each in problems:
        if each.sheet in book.sheetnames:
            _mark(book[each.sheet], each)
    sheet = book.create_sheet(LIST, 0)
    book.active = 0
    titled(sheet, "问题清单", 4, f"共 {len(problems):,} 处，没有读入任何内容。改正标红的单元格后重新提交。")
    header(sheet, 3, ("序号", "工作表", "单元格", "问题和改法"), (7, 18, 12, 100))
    for number, each in enumerate(problems, 1):
        row = number + 3
        line(sheet, row, (number, each.sheet, each.cell, f"{each.text.zh}\n{each.text.en}".strip()))
        link = sheet.cell(row, 3)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(each.sheet)}!{each.cell}", display=each.cell)
        link.font = font("1F4E8C")
    sheet.freeze_panes = "A4"
    printed(sheet, 3)
    return as_bytes(book)


def _mark(sheet: object, found: CellProblem) -> None:
    from openpyxl.utils import column_index_from_string

    letter, row = coordinate_from_string(found.cell)
    cell = shown_cell(sheet, row, column_index_from_string(letter))  # type: ignore[arg-type]  # a sheet of the workbook
    restyled(cell, BAD)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{before}{found.text.zh}\n{found.text.en}".strip()[:4_000], AUTHOR, width=BOX[0], height=BOX[1])
