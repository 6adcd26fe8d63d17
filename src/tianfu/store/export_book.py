"""A workbook on its way to the disk: the sheet of rows, and a sheet that says where they are from.

Written here and not by the engine's extension: that leaves blanks at the ends of texts to chance, writes days as 31/12/26, knows no second
sheet, and takes more than twice as long (one thread makes its XML and packs it; here the engine makes it with all its threads while another
packs it). The first row has the names of the columns, as in CSV, so that the file is a delivery that the platform reads again; their titles
are on the second sheet. The same rows give the same bytes: no clock is asked.
"""

import fcntl
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .export_sheet import letters

PIECE = 2**20
LARGE = 2**31
LEVEL = 1
"""Twice as fast as the default, a quarter larger."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROWS_PART = "xl/worksheets/sheet1.xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{SHEET_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
    '<sheet name="数据" sheetId="1" r:id="rId1"/><sheet name="来源" sheetId="2" r:id="rId2"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId3" Type="{DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for n in (164, 165, 166))
    + '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BOLD = "4"
ENDS = "</sheetData></worksheet>"


@dataclass(frozen=True, slots=True)
class Book:
    """What stands around the rows: names of columns with the widths they need, and the lines of the second sheet."""

    names: tuple[str, ...]
    widths: tuple[int, ...]
    about: tuple[tuple[str, ...], ...]
    large: bool = False
    """Whether the sheet may exceed 2 GB of XML: then sizes take more room in the archive, which some old readers do not expect."""


class _Onwards:
    """A file that is only written on: what is written stays as it is, since readers are behind it already."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def write_book(path: Path, book: Book, rows: Callable[[Path], int]) -> int:
    """The workbook. `rows` writes the XML of all rows to the pipe it is given, from the second row on, and counts them."""
    with path.open("r+b") as file, ZipFile(_Onwards(file), "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:  # type: ignore[call-overload]
        for name, text in {**PARTS, "xl/worksheets/sheet2.xml": _about(book)}.items():
            archive.writestr(_part(name), HEAD + text)
        with archive.open(_part(ROWS_PART), "w", force_zip64=book.large) as sheet, _piped(rows) as (pieces, counted):
            sheet.write((HEAD + _before(book)).encode())
            for piece in pieces:
                sheet.write(piece)
            sheet.write(ENDS.encode())
    return counted[0]


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info._compresslevel = LEVEL  # type: ignore[attr-defined]  # the only way before Python 3.13
    return info


def _before(book: Book) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(book.widths, 1))
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{frozen}</sheetView></sheetViews>'
    return f'<worksheet xmlns="{MAIN}">{view}<cols>{columns}</cols><sheetData>{_line(1, book.names, BOLD)}'


def _about(book: Book) -> str:
    lines = "".join(_line(n, cells) for n, cells in enumerate(book.about, 1))
    columns = '<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="3" width="40" customWidth="1"/></cols>'
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{lines}{ENDS}'


def escaped(text: str) -> str:
    """Text as XML, with what XML has no character for as spreadsheets write it.

    >>> escaped("a<b\x01")
    'a&lt;b_x0001_'
    """
    return NO_XML.sub(lambda m: f"_x{ord(m[0]):04X}_", escape(text))


def _line(number: int, cells: Sequence[str], style: str = "0") -> str:
    text = '<is><t xml:space="preserve">{}</t></is>'
    inside = "".join(f'<c r="{letters(n)}{number}" s="{style}" t="inlineStr">{text.format(escaped(c))}</c>' for n, c in enumerate(cells))
    return f'<row r="{number}">{inside}</row>'


@contextmanager
def _piped(rows: Callable[[Path], int]) -> Iterator[tuple[Iterator[bytes], list[int]]]:
    """What `rows` writes to a pipe, in pieces, while it writes; its count once it is done. Its error is raised at the end of the pieces."""
    end, start = os.pipe()
    fcntl.fcntl(end, getattr(fcntl, "F_SETPIPE_SZ", 1031), PIECE)
    counted: list[int] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            counted.append(rows(Path(f"/dev/fd/{start}")))
        except BaseException as error:  # noqa: BLE001 - told to whoever reads the pieces
            failed.append(error)
        finally:
            os.close(start)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield _pieces(end, failed), counted
    finally:
        os.close(end)  # whoever is still writing is told so
        thread.join()


def _pieces(pipe: int, failed: list[BaseException]) -> Iterator[bytes]:
    """Pieces of the same size whatever the pace: then the packed bytes are the same too."""
    held = bytearray()
    while piece := os.read(pipe, PIECE):
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if failed:
        raise failed[0]
    yield bytes(held)
