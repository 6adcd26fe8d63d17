"""A workbook as its source declares: the sheets that hold the table, read in turn, and every row under its own number."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tianfu.collect.contents import Content
from tianfu.collect.failures import BrokenFile
from tianfu.collect.fields import wanted
from tianfu.collect.found import Found
from tianfu.collect.parsing import MOST_REJECTED, Parsed
from tianfu.model import RECORD_BITS, Dataset, Files, Origin, Sheet

from .body import ROW_BITS, Body
from .cells import Book, Cells
from .compound import is_compound
from .layout import SheetLayout, tables
from .xls import open_xls
from .xlsx import open_xlsx

FORM = ("填报", "_tianfu")
"""A collection template has these sheets. The first holds the table, wherever the declaration says that deliveries have theirs."""


@dataclass(frozen=True)
class Workbook:
    """An .xlsx, .xls or .et file. The content is not packed, beyond what the file itself is."""

    content: Content
    source: Files

    @classmethod
    def of(cls, content: Content, source: Files) -> "Workbook":
        return cls(content, source)

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of numbered rows, and beside them totals, formulas without a value, and codes that lost digits."""
        fields, rejected = wanted(dataset, self.source), 0
        with self._opened() as book:
            for table in tables(book, self._sheet(book), fields, self.content.name):
                body = Body.of(table, dataset, self.source.sheet.totals, origin.number << RECORD_BITS, self.content.name)
                yield body.parsed(Cells.none())
                for cells in book.cells(table.layout.index):
                    batch, broken = body.parsed(cells)
                    rejected += len(broken)
                    if rejected > MOST_REJECTED:
                        raise self._hardly_sound(rejected)
                    yield batch, broken

    def layout(self, dataset: Dataset) -> tuple[SheetLayout, ...]:
        """Where the table lies in each sheet that is read. MissingFields where it lies in none."""
        with self._opened() as book:
            return tuple(t.layout for t in tables(book, self._sheet(book), wanted(dataset, self.source), self.content.name))

    def place(self, number: int) -> Found:
        """The sheet and the row of a record, with its cells as text."""
        index, row = number >> ROW_BITS, number & ((1 << ROW_BITS) - 1)
        with self._opened() as book:
            if index >= len(book.sheets):
                return Found("", row, "")
            for cells in book.cells(index):
                if len(cells.rows) and cells.rows[-1] >= row:
                    texts = cells.where(cells.rows == row).texts
                    return Found(book.sheets[index], row, "\t".join(texts.to_pylist()))
            return Found(book.sheets[index], row, "")

    def _sheet(self, book: Book) -> Sheet:
        declared = self.source.sheet
        return Sheet(name=FORM[0], totals=declared.totals) if set(FORM) <= set(book.sheets) else declared

    def _opened(self) -> AbstractContextManager[Book]:
        name = self.content.name
        return open_xls(self.content.path, name) if is_compound(self.content.path) else open_xlsx(self.content.path, name)

    def _hardly_sound(self, rejected: int) -> BrokenFile:
        return BrokenFile(
            f"工作簿“{self.content.name}”已有 {rejected:,} 行无法作为记录（合计行、没有值的公式或丢失位数的号码），没有装载。请核对文件。",
            f"The workbook '{self.content.name}' has {rejected:,} rows that are no records (totals, formulas without a value, codes that "
            "lost digits). Nothing was loaded. Check the file.",
        )
