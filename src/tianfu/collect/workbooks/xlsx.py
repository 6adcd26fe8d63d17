"""Workbooks of the XLSX kind: which parts they have, and their sheets as cells, in one pass and bounded memory."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pyarrow as pa

from tianfu.collect.directory import entries

from .cells import Cells, Merged
from .moments import Shows, shows
from .parts import SHEET_BYTES, Parts, broken, target
from .pieces import Pieces
from .rows_xml import RowsReader, number
from .strings import shared_strings

MOST_SHEETS = 1_000
MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
MOST_MERGES = 200_000


@dataclass
class Xlsx:
    """An open file. Styles and strings are read when they are first needed."""

    parts: Parts
    sheets: tuple[str, ...]
    paths: tuple[str, ...]
    others: dict[str, str]
    since_1904: bool

    def cells(self, sheet: int) -> Iterator[Cells]:
        """The cells of a sheet, some thousand rows at a time."""
        if not self.paths[sheet]:
            return
        pieces = self._pieces(sheet)
        reader = RowsReader(lambda: self.strings, self.formats, self.since_1904)
        with self.parts.explained():
            for piece in pieces:
                reader.prefix = pieces.prefix
                yield reader.cells(piece)

    def merged(self, sheet: int) -> tuple[Merged, ...]:
        """They stand behind the rows."""
        if not self.paths[sheet]:
            return ()
        pieces = self._pieces(sheet)
        with self.parts.explained():
            for _ in pieces:
                pass
            found = MERGE.findall(pieces.tail)
            if len(found) > MOST_MERGES:
                raise ValueError(f"{len(found):,} merged ranges")
            return tuple(Merged(int(top), number(a.decode()), int(bottom), number(b.decode())) for a, top, b, bottom in found)

    @cached_property
    def strings(self) -> pa.StringArray:
        """What cells share."""
        path = self.others.get("sharedStrings", "")
        return shared_strings(self.parts, path) if self.parts.has(path) else pa.array([], pa.string())

    @cached_property
    def formats(self) -> tuple[Shows, ...]:
        """What each style shows."""
        path = self.others.get("styles", "")
        codes: dict[int, str] = {}
        styles: list[int] = []
        inside = [""]

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == "numFmt":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif name == "xf" and inside[0] == "cellXfs":
                styles.append(int(attributes.get("numFmtId", 0)))
            elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                inside[0] = name

        if self.parts.has(path):
            self.parts.walk(path, begin)
        return tuple(shows(s, codes.get(s)) for s in styles)

    def _pieces(self, sheet: int) -> Pieces:
        return Pieces(self.parts.blocks(self.paths[sheet], SHEET_BYTES), b"sheetData", b"row")


@contextmanager
def open_xlsx(path: Path, name: str) -> Iterator[Xlsx]:
    """The workbook in a ZIP archive; CollectError for what may not be unpacked."""
    try:
        with path.open("rb") as file:
            entries(file, name)
            file.seek(0)
            with ZipFile(file) as archive:
                yield _opened(Parts.of(archive, name))
    except BadZipFile as error:
        raise broken(name, str(error)) from error


def _opened(parts: Parts) -> Xlsx:
    main = _main(parts)
    by_id = _relations(parts, main)
    found: list[tuple[str, str]] = []
    epoch = [False]

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            kind, path = by_id.get(attributes.get("id", ""), ("", ""))
            found.append((attributes.get("name", ""), path if kind == "worksheet" and parts.has(path) else ""))
        elif name == "workbookPr":
            epoch[0] = attributes.get("date1904", "") in ("1", "true", "on")

    parts.walk(main, begin)
    if len(found) > MOST_SHEETS:
        raise broken(parts.name, f"{len(found):,} sheets")
    others = {kind: path for kind, path in by_id.values() if kind in ("sharedStrings", "styles")}
    return Xlsx(parts, tuple(n for n, _ in found), tuple(p for _, p in found), others, epoch[0])


def _main(parts: Parts) -> str:
    if parts.has("_rels/.rels"):
        return next((p for kind, p in _relations(parts, "").values() if kind == "officeDocument" and parts.has(p)), "xl/workbook.xml")
    return "xl/workbook.xml"


def _relations(parts: Parts, of: str) -> dict[str, tuple[str, str]]:
    """Id -> kind and path. What lies outside the file is left out: nothing is fetched."""
    folder, _, name = of.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], target(of, attributes["Target"])

    if parts.has(path):
        parts.walk(path, begin)
    return found
