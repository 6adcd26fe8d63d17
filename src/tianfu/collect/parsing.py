"""Text into batches of text columns, each row with the number of its record. Records of the wrong width come beside them.

One thread parses: a bad record's number is known only then, and it takes no longer beside an engine that uses the other cores.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from tianfu.model import Rejected, Text

from .contents import BLOCK
from .failures import BrokenFile
from .fields import RECORD
from .grammar import Grammar

END = "\x03\x1cEndOfFile\x1c\x03"
"""Every cell of a record that is added at the end. If it does not come out again, a quote before it never closed."""
SHOWN = 4_000
"""Characters of a broken record that are kept with it; the raw file has it all."""
MOST_REJECTED = 100_000
"""When so many are of the wrong width and most records are, the file is not what the declaration says."""

Parsed = tuple[pa.RecordBatch, tuple[Rejected, ...]]


class Unclosed(Exception):
    """A quote in this record closes too late or never. Without what was `parsed` last, lines are lost in the record."""

    def __init__(self, record: int, parsed: Parsed | None) -> None:
        self.record = record
        self.parsed = parsed
        super().__init__(f"record {record}")


def parse(blocks: Iterator[bytes], names: Sequence[str], grammar: Grammar, origin: int) -> Iterator[Parsed]:
    """Batches of about a block. `origin` is what `_record` begins with: the origin's number, shifted."""
    rows = _Rows(len(names), origin, grammar)
    batches = _batches(blocks, names, grammar, rows.reject)
    held: pa.RecordBatch | None = None
    try:
        for batch in batches:
            if held is not None and held.num_rows:
                yield rows.numbered(held)
            held = batch
    except pa.ArrowInvalid as error:
        if rows.are_too_many:
            raise _another_width(rows.width, rows.rejected) from error
        if held is not None:
            rows.numbered(held)
        raise Unclosed(rows.swallowing or rows.next_record + len(rows.waiting), None) from error
    yield rows.last(_empty(names) if held is None else held)


def _batches(blocks: Iterator[bytes], names: Sequence[str], grammar: Grammar, reject: "Callable[[Any], str]") -> Iterator[pa.RecordBatch]:
    """What the parser makes of the text and of the record at its end. The text is proven: its encoding is not checked again."""
    end = b"\n" + grammar.delimiter.join([END.encode()] * len(names)) + b"\n"
    reader = pa.csv.open_csv(
        pa.PythonFile(Blocks(chain(blocks, [end])), mode="r"),
        read_options=pa.csv.ReadOptions(column_names=list(names), block_size=BLOCK, use_threads=False),
        parse_options=pa.csv.ParseOptions(
            delimiter=grammar.delimiter.decode(),
            quote_char=grammar.quote.decode() or False,
            newlines_in_values=True,
            invalid_row_handler=reject,
        ),
        convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False),
    )
    with reader:
        yield from reader


class Blocks(io.RawIOBase):
    """Blocks as a file. A read gives what is left of a block."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._left = block
        taken, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return taken


@dataclass
class _Rows:
    """Counts records as they come: those of a batch are what the rejected ones leave."""

    width: int
    origin: int
    grammar: Grammar
    next_record: int = 1
    waiting: list[Rejected] = field(default_factory=list)
    rejected: int = 0
    are_too_many: bool = False
    swallowing: int = 0

    def reject(self, row: Any) -> str:
        """Told by the parser of a record of the wrong width, by its number among all records."""
        self.rejected += 1
        if self.rejected > MOST_REJECTED and self.rejected > row.number // 2:
            self.are_too_many = True
            return "error"  # an exception would be lost in the parser
        if self.grammar.swallows(row.text.encode()) and END not in row.text:
            self.swallowing = row.number
            return "error"
        self.waiting.append(_ragged(row))
        return "skip"

    def numbered(self, batch: pa.RecordBatch) -> Parsed:
        """The batch with `_record`, and the rejected ones up to its last row."""
        numbers = self._numbers(batch.num_rows)
        last = int(numbers[-1]) if len(numbers) else self.next_record - 1
        before = tuple(r for r in self.waiting if r.record < last)
        self.waiting = self.waiting[len(before) :]
        self.next_record = last + 1
        return batch.append_column(RECORD, pa.array(numbers + self.origin)), before

    def last(self, batch: pa.RecordBatch) -> Parsed:
        """The last batch without the record that was added at the end; Unclosed when that did not come out."""
        if batch.num_rows and all(column[-1].as_py() == END for column in batch.columns):
            data, before = self.numbered(batch.slice(0, batch.num_rows - 1))
            return data, (*before, *self.waiting)
        if self.waiting and END in self.waiting[-1].raw:
            broken = self.waiting.pop().record
            data, before = self.numbered(batch)
        else:
            data, before = self.numbered(batch)
            broken = self.next_record - 1
            data = data.slice(0, max(0, data.num_rows - 1))
        raise Unclosed(broken, (data, (*before, *self.waiting)))

    def _numbers(self, rows: int) -> "np.ndarray[Any, np.dtype[np.int64]]":
        numbers = np.arange(self.next_record, self.next_record + rows + len(self.waiting), dtype=np.int64)
        if self.waiting:
            numbers = np.setdiff1d(numbers, np.array([r.record for r in self.waiting], np.int64), assume_unique=True)
        return numbers[:rows]


def shown(text: str) -> str:
    """As much of a record as is kept beside the raw file."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _ragged(row: Any) -> Rejected:
    cause = "too_few_fields" if row.actual_columns < row.expected_columns else "too_many_fields"
    expected = Text(
        zh=f"{row.expected_columns} 个字段，实有 {row.actual_columns} 个",
        en=f"{row.expected_columns} fields, found {row.actual_columns}",
    )
    return Rejected(row.number, row.text if END in row.text else shown(row.text), cause, expected)


def _another_width(width: int, rejected: int) -> BrokenFile:
    return BrokenFile(
        f"已有 {rejected:,} 条记录的字段数不是 {width} 个，文件与表头或声明的分隔符不符，没有装载。请核对分隔符和引号。",
        f"{rejected:,} records do not have {width} fields: the file does not fit its header or the declared delimiter. Nothing was loaded.",
    )


def _empty(names: Sequence[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], pa.schema([(n, pa.string()) for n in names]))
