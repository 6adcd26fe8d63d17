"""Delimited text as declared: its encoding proven, its header read, its records numbered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from tianfu.model import RECORD_BITS, Dataset, Files, Origin, Rejected, Text

from .comments import uncommented
from .contents import BLOCK, Content
from .encodings import as_utf8, proven
from .failures import BrokenFile
from .fields import field_names, wanted
from .found import Found
from .grammar import Grammar
from .parsing import Parsed, Unclosed, parse, shown
from .reading import Cursor, Endless
from .runs import collapsed
from .swallowed import Watched, suspects

MOST_SUSPECTS = 3
"""Each is looked up in the file, which takes as long as reading it up to there."""


@dataclass(frozen=True)
class Opened:
    """Delimited text that may be read as its source declares."""

    content: Content
    source: Files
    grammar: Grammar
    encoding: str

    @classmethod
    def of(cls, content: Content, source: Files) -> "Opened":
        """UnprovenEncoding, BrokenFile or UnusableDialect when it may not."""
        grammar = Grammar.of(source.dialect)
        return cls(content, source, grammar, proven(content, source.dialect.encodings))

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of numbered rows and the records that have none."""
        fields = wanted(dataset, self.source)
        cursor, header = self.cursor()
        given = self.source.dialect.fields or fields
        names = field_names(given if header is None else header, fields, self.content.name)
        blocks = Watched(uncommented(cursor.rest(), self.grammar), self.grammar)
        try:
            for data, rejected in parse(iter(blocks), names, self.grammar, origin.number << RECORD_BITS):
                if blocks.quoted:
                    self._refuse_swallowed(data)
                yield data, rejected
        except Unclosed as unclosed:
            yield from self._unclosed(unclosed)

    def cursor(self) -> tuple[Cursor, list[str] | None]:
        """At the first record, and the cells of the header where one is declared."""
        blocks = as_utf8(self.content, self.encoding)
        cursor = Cursor(collapsed(blocks, self.grammar.delimiter) if self.source.dialect.repeat else blocks, self.grammar)
        with self._explained(in_header=True):
            cursor.skip_lines(self.source.dialect.skip_lines)
            if not self.source.dialect.header:
                return cursor, None
            header = cursor.record()
        if header is None:
            raise BrokenFile(
                f"“{self.content.name}”是空的，连表头也没有。请确认导出成功后重新提交。",
                f"'{self.content.name}' is empty: not even a header. Check that the export worked and send it again.",
            )
        return cursor, self.grammar.cells(header)

    def record(self, number: int) -> tuple[int, bytes]:
        """The physical line of a record and its text, which breaks off where the record does not end."""
        cursor, _ = self.cursor()
        try:
            cursor.skip_records(number - 1)
            return cursor.next_line(), cursor.record() or b""
        except Endless as endless:
            return endless.line, endless.text

    def place(self, number: int) -> Found:
        """The physical line of a record and its text as written."""
        line, text = self.record(number)
        return Found("", line, text.decode(errors="replace"))

    def _unclosed(self, unclosed: Unclosed) -> Iterator[Parsed]:
        """Only a last line that breaks off is a record to reject. Otherwise lines would vanish in a cell: nothing may be loaded."""
        line, text = self.record(unclosed.record)
        if unclosed.parsed is None or len(text) > BLOCK or b"\n" in text.rstrip() or b"\r" in text.rstrip():
            raise self._endless(line)
        expected = Text(zh="成对的引号", en="quotes in pairs")
        data, rejected = unclosed.parsed
        yield data, (*rejected, Rejected(unclosed.record, shown(text.decode(errors="replace").rstrip("\r\n")), "unclosed_quote", expected))

    def _refuse_swallowed(self, data: pa.RecordBatch) -> None:
        for record in suspects(data, self.grammar)[:MOST_SUSPECTS]:
            line, text = self.record(record & ((1 << RECORD_BITS) - 1))
            if self.grammar.swallows(text):
                raise self._endless(line)

    @contextmanager
    def _explained(self, *, in_header: bool) -> Iterator[None]:
        try:
            yield
        except Endless as endless:
            raise self._endless(endless.line, in_header=in_header) from endless

    def _endless(self, line: int, *, in_header: bool = False) -> BrokenFile:
        what_zh, what_en = ("表头", "header") if in_header else ("记录", "record")
        return BrokenFile(
            f"“{self.content.name}”第 {line:,} 行起的{what_zh}没有正常结束：引号没有成对，或一行超过 {BLOCK // 2**20} MB。"
            "没有装载任何记录。请补上引号（值中的引号写两次）或核对文件后重新提交。",
            f"'{self.content.name}': the {what_en} that begins in line {line:,} does not end: a quote is not closed, or a line is over "
            f"{BLOCK // 2**20} MB. Nothing was loaded. Close the quote (one inside a value is written twice) or check the file.",
        )
