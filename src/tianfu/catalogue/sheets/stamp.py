"""What a workbook of ours remembers of itself in a hidden sheet, so that it is recognised when it comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook

from .look import put

SHEET = "_tianfu"
MARK = "tianfu 1"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the workbook that stands for a problem row: sheet and row as displayed; run, `_record` and part of the problem."""

    sheet: str
    row: int
    run: str
    record: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """`kind`: template, problems, entries or declaration; `declaration`: the dataset's hash when it was made."""

    kind: str
    dataset: str = ""
    declaration: str = ""
    places: tuple[Place, ...] = ()
    columns: tuple[tuple[str, str, int], ...] = ()
    """sheet, field and column (from 1) of what may be mended"""


def stamp(book: Workbook, about: Stamp) -> None:
    """Adds the hidden sheet. `_record` is wider than a spreadsheet's numbers: it is written as text."""
    if SHEET in book.sheetnames:
        del book[SHEET]
    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    rows: list[Sequence[object]] = [(MARK,), ("kind", about.kind), ("dataset", about.dataset), ("declaration", about.declaration)]
    rows += [("column", *column) for column in about.columns]
    rows += [("place", *(str(v) if k == "record" else v for k, v in asdict(p).items())) for p in about.places]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            put(sheet.cell(number, column), value)


def stamp_of(file: "Path | BinaryIO") -> Stamp | None:
    """What the workbook remembers; None where it is none of ours, or no workbook."""
    if not _may_be_ours(file):
        return None
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        rows = [tuple(v for v in row if v is not None) for row in book[SHEET].iter_rows(values_only=True)]
    except KeyError:
        return None
    finally:
        book.close()
    return _read(rows) if rows and rows[0] == (MARK,) else None


def _may_be_ours(file: "Path | BinaryIO") -> bool:
    """Whether a sheet has the name: told from the list of sheets alone."""
    try:
        with ZipFile(file) as archive, archive.open("xl/workbook.xml") as names:
            return f'"{SHEET}"'.encode() in names.read(2**20)
    except (BadZipFile, KeyError, OSError, RuntimeError):
        return False


def _read(rows: Sequence[tuple[object, ...]]) -> Stamp:
    facts = {str(r[0]): str(r[1]) for r in rows[1:4] if len(r) > 1}
    return Stamp(
        facts.get("kind", ""),
        facts.get("dataset", ""),
        facts.get("declaration", ""),
        tuple(_places(rows)),
        tuple((str(r[1]), str(r[2]), int(str(r[3]))) for r in rows if r[0] == "column" and len(r) > 3),
    )


def _places(rows: Sequence[tuple[object, ...]]) -> Iterator[Place]:
    for row in rows:
        if row[0] == "place" and len(row) > 5:
            yield Place(str(row[1]), int(str(row[2])), str(row[3]), int(str(row[4])), int(str(row[5])))
