"""A workbook of problem rows that came back: the rows it marks as problems, with the values they have now. Other rows are not read.

The reader that loads deliveries reads it too: merged cells, days and numbers mean the same, and a sum or a formula without a value
is no record here either.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from glob import escape
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from tianfu.catalogue.corrections.values import fields_of
from tianfu.collect.contents import Content
from tianfu.collect.fields import RECORD, wanted
from tianfu.collect.shapes import shaped
from tianfu.collect.workbooks import Workbook
from tianfu.collect.workbooks.body import ROW_BITS
from tianfu.model import Dataset, Files, Origin, Sheet, Unpivot

from .mending import SHEET
from .stamp import Place, Stamp

ITSELF = Origin(0, "", "", 0, datetime.min.replace(tzinfo=UTC))
ROW = (1 << ROW_BITS) - 1


def returned(
    file: BinaryIO, about: Stamp, dataset: Dataset, source: Files, was: Mapping[tuple[str, int, int], Mapping[str, str]]
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Each row that the stamp names, as fields that columns read. `was`: the rows as they were delivered.

    MissingFields where a sheet or a title of it is gone.
    """
    places = [p for p in about.places if (p.run, p.record, p.part) in was]
    with NamedTemporaryFile(prefix="tianfu-", suffix=".xlsx") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        for sheet in dict.fromkeys(p.sheet for p in places):
            read = _as_made(source, sheet)
            rows = _rows(Content(Path(copy.name), "更正"), dataset, read, [p.row for p in places if p.sheet == sheet])
            for place in places:
                if place.sheet == sheet and place.row in rows:
                    yield place, _fields(dataset, read, rows[place.row], was[place.run, place.record, place.part])


def _as_made(source: Files, sheet: str) -> Files:
    """How the sheet is read: one of ours by the fields that columns read, one of a delivery as the delivery was."""
    if sheet == SHEET:
        return source.model_copy(update={"sheet": Sheet(name=SHEET, totals=source.sheet.totals), "shape": ()})
    return source.model_copy(update={"sheet": source.sheet.model_copy(update={"name": escape(sheet)})})


def _rows(content: Content, dataset: Dataset, source: Files, numbers: list[int]) -> dict[int, dict[str, str]]:
    """Those of these rows that are records, by their numbers."""
    found: dict[int, dict[str, str]] = {}
    for batch, _ in Workbook.of(content, source).records(dataset, ITSELF):
        rows = pc.bit_wise_and(batch[RECORD], ROW)
        chosen = (
            batch.select(list(wanted(dataset, source))).append_column(RECORD, rows).filter(pc.is_in(rows, pa.array(numbers, pa.int64())))
        )
        found |= {row.pop(RECORD): row for row in chosen.to_pylist()}
    return found


def _fields(dataset: Dataset, source: Files, cells: dict[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Where the source joins or turns fields, the row after that; of several rows of one record the one that `before` was."""
    if source.shape:
        rows = shaped(pa.RecordBatch.from_pylist([cells]), source.shape).to_pylist()
        labels = [s.name for s in source.shape if isinstance(s, Unpivot)]
        cells = next((r for r in rows if all(r[n] == before.get(n) for n in labels)), rows[0])
    return {f: _same(cells.get(f) or "", before.get(f, "")) for f in fields_of(dataset)}


def _same(now: str, before: str) -> str:
    """The value as it was written before where a spreadsheet only shows it otherwise.

    >>> _same("1200", "1200.00"), _same("2024-03-01", "2024-03-01T00:00:00"), _same("1201", "1200.00")
    ('1200.00', '2024-03-01T00:00:00', '1201')
    """
    return before if now == before or _number(now) == _number(before) or _moment(now) == _moment(before) else now


def _moment(text: str) -> str:
    """A day or instant without what spreadsheets add to it."""
    return text.replace("T", " ", 1).removesuffix(":00").removesuffix(" 00:00")


def _number(text: str) -> object:
    """Numbers by their value; a text, or a number that may be a code, by what it is."""
    plain = text.replace(".", "", 1).replace("-", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdigit() and len(plain) < 16 and not text.startswith("0") else text
