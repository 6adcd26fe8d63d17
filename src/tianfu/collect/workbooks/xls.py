"""Workbooks of the old kind, .xls and .et: what the file is, and its sheets as cells."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from tianfu.collect.failures import BrokenFile, CollectError, OtherKind

from . import biff
from .cells import Cells, Merged
from .compound import Compound, whole
from .moments import Shows, shows
from .parts import broken
from .xls_cells import SheetCells

AT_ONCE = 100_000
"""Cells of a batch, and what completes its last row."""
STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")


@dataclass
class Xls:
    """An open file; strings and formats are those of the whole workbook."""

    name: str
    stream: bytes
    sheets: tuple[str, ...]
    places: tuple[int, ...]
    """where each sheet begins; 0 for a chart"""
    strings: list[str]
    formats: tuple[Shows, ...]
    since_1904: bool

    def cells(self, sheet: int) -> Iterator[Cells]:
        """In the order of rows, whatever order the file has."""
        if not self.places[sheet]:
            return
        with explained(self.name):
            cells = SheetCells(self.strings, self.formats).read(self.stream, self.places[sheet], since_1904=self.since_1904)
        begin = 0
        while begin < len(cells.rows):
            last = cells.rows[min(begin + AT_ONCE, len(cells.rows) - 1)]
            end = int(np.searchsorted(cells.rows, last, "right"))
            yield cells.where((np.arange(len(cells.rows)) >= begin) & (np.arange(len(cells.rows)) < end))
            begin = end

    def merged(self, sheet: int) -> tuple[Merged, ...]:
        """All ranges of the sheet."""
        with explained(self.name):
            found: list[Merged] = []
            for kind, data in biff.records(self.stream, self.places[sheet]) if self.places[sheet] else ():
                if kind == biff.MERGED:
                    for at in range(2, 2 + 8 * struct.unpack_from("<H", data)[0], 8):
                        top, bottom, left, right = struct.unpack_from("<HHHH", data, at)
                        found.append(Merged(top + 1, left + 1, bottom + 1, right + 1))
            return tuple(found)


@contextmanager
def open_xls(path: Path, name: str) -> Iterator[Xls]:
    """The workbook in a compound file; CollectError for another document, and for one that is encrypted."""
    data = whole(path, name)
    with explained(name):
        compound = Compound.of(data)
        found = next((s for s in STREAMS if s in compound.streams), None)
        if "EncryptedPackage" in compound.streams:
            raise encrypted(name)
        if found is None:
            raise _other(name, compound)
        opened = _opened(compound.stream(found), name)
    del data, compound
    yield opened


@contextmanager
def explained(name: str) -> Iterator[None]:
    """BrokenFile for what goes wrong inside."""
    try:
        yield
    except CollectError:
        raise
    except (ValueError, struct.error, IndexError, KeyError, OverflowError, pa.ArrowException) as error:
        raise broken(name, str(error)) from error


def encrypted(name: str) -> BrokenFile:
    """Told of a workbook that asks for a password."""
    return BrokenFile(
        f"工作簿“{name}”已加密：请去掉打开密码（文件→信息→保护工作簿→用密码进行加密，清空密码）后重新提交。平台不询问也不保存密码。",
        f"The workbook '{name}' is encrypted: take its password away and send it again. No password is asked for or kept here.",
    )


def _opened(stream: bytes, name: str) -> Xls:
    sheets: list[tuple[str, int]] = []
    codes: dict[int, str] = {}
    styles: list[int] = []
    strings: list[bytes] = []
    since_1904, before = False, 0
    for kind, data in biff.records(stream):
        match kind:
            case biff.BOF if struct.unpack_from("<H", data)[0] != biff.BIFF8:
                raise _too_old(name)
            case biff.FILEPASS:
                raise encrypted(name)
            case biff.SHEET:
                place, _, sort = struct.unpack_from("<IBB", data)
                sheets.append((biff.text(data, 6, wide=False), 0 if sort else place))
            case biff.DATE_1904:
                since_1904 = data[:1] == b"\x01"
            case biff.FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = biff.text(data, 2, wide=True)
            case biff.XF:
                styles.append(struct.unpack_from("<H", data, 2)[0])
            case biff.SST:
                strings.append(data)
            case biff.CONTINUE if before == biff.SST:
                strings.append(data)
                continue
        before = kind
    shared = biff.shared_strings(strings) if strings else []
    formats = tuple(shows(s, codes.get(s)) for s in styles)
    return Xls(name, stream, tuple(n for n, _ in sheets), tuple(p for _, p in sheets), shared, formats, since_1904)


def _other(name: str, compound: Compound) -> OtherKind:
    kind, english = next(
        (
            (zh, en)
            for s, zh, en in (("WordDocument", "Word 文档", "a Word document"), ("PowerPoint Document", "演示文稿", "a presentation"))
            if s in compound.streams
        ),
        ("旧版 Office 文件，但不是工作簿", "an old Office file, but no workbook"),
    )
    do = "请在 WPS 中另存为 xlsx 后重新提交。" if name.lower().endswith(".et") else "请另存为 .xlsx 工作簿后重新提交。"
    return OtherKind(f"“{name}”的内容是{kind}。{do}", f"'{name}' is {english}. Save it as .xlsx and send that.")


def _too_old(name: str) -> OtherKind:
    return OtherKind(
        f"“{name}”是 Excel 95 或更早的工作簿，这里不读取。请用表格软件打开，另存为 .xlsx 后重新提交。",
        f"'{name}' is a workbook of Excel 95 or before. Open it in a spreadsheet, save it as .xlsx and send that.",
    )
