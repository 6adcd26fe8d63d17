"""A workbook of problem rows that came back: the rows it marks as problems, with the values they have now. Other rows are not read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from openpyxl import load_workbook

from tianfu.catalogue.corrections.values import fields_of
from tianfu.collect.shapes import shaped
from tianfu.model import Dataset, Files, Unpivot

from .stamp import Place, Stamp


def returned(
    file: "Path | BinaryIO", about: Stamp, dataset: Dataset, source: Files, was: Mapping[tuple[str, int, int], Mapping[str, str]]
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Each row that the stamp names, as fields that columns read. `was`: the rows as they were delivered."""
    book = load_workbook(file, data_only=True, keep_links=False)
    try:
        for place in about.places:
            columns = {field: column for sheet, field, column in about.columns if sheet == place.sheet}
            before = was.get((place.run, place.record, place.part))
            if place.sheet not in book.sheetnames or before is None:
                continue
            sheet = book[place.sheet]
            cells = {field: as_text(sheet.cell(place.row, column).value) for field, column in columns.items()}
            yield place, _fields(dataset, source, cells, before)
    finally:
        book.close()


def _fields(dataset: Dataset, source: Files, cells: dict[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Where the source joins or turns fields, the row after that; of several rows of one record the one that `before` was."""
    if source.shape and not set(fields_of(dataset)) <= set(cells):
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


def as_text(value: object) -> str:
    """A cell as the file would say it.

    >>> as_text(12.0), as_text(datetime(2024, 3, 1)), as_text(True), as_text(None), as_text(" 510100")
    ('12', '2024-03-01', '是', '', '510100')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
    return str(value).strip()
