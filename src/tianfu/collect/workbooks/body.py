"""The rows below a header as batches of text columns: records numbered by their row, and beside them what is none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tianfu.collect.fields import RECORD, field_names
from tianfu.collect.parsing import Parsed, shown
from tianfu.model import Dataset, Rejected, Text
from tianfu.standards import Element, element

from .asides import is_note, is_total, perhaps
from .cells import Cells, Look, Merged, Numbers
from .headers import plain
from .layout import Table
from .numbers import in_full
from .rows import Rows, Truths

ROW_BITS = 21
"""Record number = index of the sheet << 21 | row as the spreadsheet shows it."""
MOST_COLUMNS = 500
"""Of a wider table only the wanted columns are delivered."""
NUMERIC = ("integer", "number", "decimal")
TOTAL = Text(
    zh="一条记录。合计行不作为记录装载；如果它确是记录，请从声明的 sheet.totals 中去掉该词",
    en="a record. Totals are none; if this is one, take its word from 'sheet.totals'",
)
TYPED = Text(
    zh="以“文本”格式输入的号码：表格软件对数字只保留 15 位，其后的数字已丢失",
    en="a code that was typed as text: of a number a spreadsheet keeps 15 digits, the others are lost",
)
CALCULATED = Text(
    zh="公式的值。文件里只有公式、没有算出的值，请用表格软件打开、保存后重新提交",
    en="the value of a formula. The file has the formula alone: open it in a spreadsheet, save it and send it again",
)


@dataclass(frozen=True)
class Body:
    """Takes the cells of a table in turn, some thousand rows at a time."""

    table: Table
    totals: Sequence[str]
    origin: int
    names: Mapping[int, str]
    elements: Mapping[int, Element]
    downwards: Mapping[int, Sequence[Merged]]
    carried: dict[Merged, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, dataset: Dataset, totals: Sequence[str], origin: int, file: str) -> "Body":
        """`origin`: what `_record` begins with, the origin's number shifted."""
        wanted = table.layout.columns
        named = {**table.names, **{c: f for f, c in wanted.items()}}
        columns = sorted(named if len(named) <= MOST_COLUMNS else wanted.values())
        names = dict(zip(columns, field_names([named[c] for c in columns], list(wanted), file), strict=True))
        elements = {wanted[c.field]: element(c.element) for c in dataset.columns if c.field in wanted}
        downwards: dict[int, list[Merged]] = {}
        for merged in table.merged:
            of = elements.get(merged.left)
            if merged.bottom > merged.top > table.last and of is not None and of.type not in NUMERIC:
                downwards.setdefault(merged.left, []).append(merged)
        return cls(table, totals, origin, names, elements, downwards)

    def parsed(self, cells: Cells) -> Parsed:
        """The records among these rows."""
        rows = Rows.below(cells, self.table.last, np.array(list(self.names)))
        is_record = rows.hold(self._wanted) & ~self._is_header_again(rows)
        totals, notes = self._asides(rows)
        broken = self._broken(rows)
        columns = [self._column(rows, c) for c in self.names]
        numbers = rows.numbers + (self.table.layout.index << ROW_BITS)
        batch = pa.RecordBatch.from_arrays([*columns, pa.array(numbers + self.origin)], [*self.names.values(), RECORD])
        rejected = tuple(sorted(self._rejected(rows, is_record & ~notes, totals, broken), key=lambda r: r.record))
        kept = is_record & ~notes & ~totals & ~np.logical_or.reduce([b for b, _, _ in broken])
        return (batch if kept.all() else batch.filter(pa.array(kept))), rejected

    @property
    def _wanted(self) -> list[int]:
        return list(self.table.layout.columns.values())

    def _is_header_again(self, rows: Rows) -> Truths:
        """Rows that repeat the titles of all fields, as on each page of what was printed."""
        again = np.ones(len(rows.numbers), np.bool_)
        for column in self._wanted:
            title = plain(self.table.names[column].rpartition("-")[2])
            opening = re.escape(title[:1]) if title[:1] not in "(%/:," else "."
            places = np.flatnonzero(again)
            if not len(places):
                break
            at = rows.at(column)[places]
            texts = rows.cells.texts.take(pa.array(at, mask=at < 0)).fill_null("")
            alike = pc.match_substring_regex(texts, rf"^[\s*＊]*{opening}").to_numpy(zero_copy_only=False)
            again[places] = False
            again[places[alike]] = [plain(t) == title for t in texts.filter(pa.array(alike)).to_pylist()]
        return again

    def _asides(self, rows: Rows) -> tuple[Truths, Truths]:
        """Totals and notes, by what rows begin with."""
        totals, notes = np.zeros(len(rows.numbers), np.bool_), np.zeros(len(rows.numbers), np.bool_)
        first = rows.first()
        for place in np.flatnonzero(pc.match_substring_regex(first, perhaps(self.totals)).to_numpy(zero_copy_only=False)).tolist():
            totals[place] = is_total(first[place].as_py(), self.totals)
            notes[place] = is_note(rows.texts(place), len(self._wanted))
        return totals, notes

    def _broken(self, rows: Rows) -> list[tuple[Truths, str, Text]]:
        unguarded = [c for c, e in self.elements.items() if e.type == "text" and not (e.pattern or e.check or e.codes)]
        return [
            (rows.hold(self._wanted, Look.uncalculated), "uncalculated", CALCULATED),
            (rows.hold(unguarded, Look.lost), "precision_lost", TYPED),
        ]

    def _rejected(self, rows: Rows, among: Truths, totals: Truths, broken: Sequence[tuple[Truths, str, Text]]) -> Iterator[Rejected]:
        """What is told of rows that are no sound records, each once."""
        told = np.zeros(len(among), np.bool_)
        for where, cause, expected in ((totals, "total_row", TOTAL), *broken):
            for place in np.flatnonzero(where & among & ~told).tolist():
                number = (self.table.layout.index << ROW_BITS) + int(rows.numbers[place])
                yield Rejected(number, shown("\t".join(rows.texts(place))), cause, expected)
            told |= where

    def _column(self, rows: Rows, column: int) -> pa.StringArray:
        """The texts of a column, those of merged ranges filled down and lost numbers written as the column needs them."""
        at, texts = rows.at(column), rows.cells.texts
        for merged in self.downwards.get(column, ()):
            texts = self._filled_down(merged, rows, at, texts)
        found = texts.take(pa.array(at, mask=at < 0)).fill_null("")
        of = self.elements.get(column)
        if of is not None and of.type not in NUMERIC:
            return found
        lost = np.flatnonzero((at >= 0) & (np.append(rows.cells.looks, 0)[np.minimum(at, len(rows.cells.looks))] == Look.lost))
        return _replaced(found, lost) if len(lost) else found

    def _filled_down(self, merged: Merged, rows: Rows, at: Numbers, texts: pa.StringArray) -> pa.StringArray:
        """Points `at` to the value of a range that is merged downwards; it may have begun in rows before these."""
        begin, end = np.searchsorted(rows.numbers, [merged.top, merged.bottom + 1])
        if begin == end:
            return texts
        if rows.numbers[begin] == merged.top and at[begin] >= 0:
            self.carried[merged] = texts[int(at[begin])].as_py()
        text = self.carried.get(merged)
        empty = begin + np.flatnonzero(at[begin:end] < 0)
        if text is None or not len(empty):
            return texts
        at[empty] = len(texts)
        return pa.concat_arrays([texts, pa.array([text], pa.string())])


def _replaced(texts: pa.StringArray, lost: Numbers) -> pa.StringArray:
    """Lost numbers as amounts, in full."""
    mask = np.zeros(len(texts), np.bool_)
    mask[lost] = True
    full = [in_full(t) for t in texts.take(pa.array(lost)).to_pylist()]
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(full, pa.string()))
