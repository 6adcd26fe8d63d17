"""The measured steps of reading workbooks; see `bench.steps`. The workbook holds the rows of `bench.steps.make`, as Excel writes them."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = {"capital": "number", "founded_on": "day", "seen_at": "moment"}
STYLES = {"number": "", "day": ' s="1"', "moment": ' s="2"'}
EPOCH = datetime(1899, 12, 30)
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="名录" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>",
}


def make_workbook(folder: str, rows: int) -> dict[str, Any]:
    """The workbook, a pack that declares it, and the same of a hundred rows to warm up with."""
    import pyarrow.csv as csv

    from bench.steps import make

    for place, count in ((Path(folder), rows), (Path(folder) / "warm", 100)):
        make(str(place), count)
        table = csv.read_csv(place / "inbox" / "bench.csv", convert_options=csv.ConvertOptions(column_types={}))
        texts = csv.read_csv(
            place / "inbox" / "bench.csv",
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(table.column_names, "string")),
        )
        _write(place / "inbox" / "bench.xlsx", texts.column_names, [c.to_pylist() for c in texts.columns])
        (place / "inbox" / "bench.csv").unlink()
        declaration = place / "packs" / "bench" / "datasets" / "firms.yaml"
        declaration.write_text(declaration.read_text("utf-8").replace("bench.csv", "bench.xlsx"), "utf-8")
    return {"bytes": (Path(folder) / "inbox" / "bench.xlsx").stat().st_size}


def fastexcel_read(folder: str) -> dict[str, Any]:
    """The peer: calamine's reader, into Arrow, with the types it guesses. It rounds to nine decimals and drops errors."""
    import fastexcel

    from bench.steps import timed

    def read(path: Path) -> int:
        sheet = fastexcel.read_excel(str(path)).load_sheet(0)
        return int(sheet.to_arrow().num_rows)

    read(Path(folder) / "warm" / "inbox" / "bench.xlsx")
    with timed() as clock:
        rows = read(Path(folder) / "inbox" / "bench.xlsx")
    return {**clock(), "rows": rows}


def workbook_read(folder: str) -> dict[str, Any]:
    """Our reading alone, exact text into Arrow."""
    from bench.steps import DATASET, timed
    from tianfu.catalogue import load_packs
    from tianfu.collect.contents import Content
    from tianfu.collect.workbooks import Workbook
    from tianfu.model import Files, Origin

    dataset = load_packs((Path(folder) / "packs",)).dataset(DATASET)
    source = dataset.sources[0]
    assert isinstance(source, Files)

    def read(path: Path) -> int:
        found = Workbook.of(Content(path, path.name), source).records(dataset, Origin(1, "", path.name, 0, datetime.now(UTC)))
        return sum(data.num_rows for data, _ in found)

    read(Path(folder) / "warm" / "inbox" / "bench.xlsx")
    with timed() as clock:
        rows = read(Path(folder) / "inbox" / "bench.xlsx")
    return {**clock(), "rows": rows}


def load_workbook(folder: str, home: str) -> dict[str, Any]:
    """A whole load, until readers see the version; the second look is no part of it."""
    from bench.steps import timed_load

    return timed_load(folder, home, Path(folder) / "warm" / "inbox")


def _write(path: Path, names: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    strings: dict[str, int] = {}
    sheet = "".join(_rows(names, columns, strings))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>')
        items = "".join(f"<si><t>{escape(t)}</t></si>" for t in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{items}</sst>')


def _rows(names: Sequence[str], columns: Sequence[Sequence[str]], strings: dict[str, int]) -> Iterator[str]:
    yield _row(1, ("ABCDEFGHIJ"[n] + '1" t="s"' for n in range(len(names))), (strings.setdefault(n, len(strings)) for n in names))
    kinds = [KINDS.get(n, "") for n in names]
    marks = [STYLES.get(k, ' t="s"') for k in kinds]
    written = [_values(k, c, strings) for k, c in zip(kinds, columns, strict=True)]
    for number, values in enumerate(zip(*written, strict=True), 2):
        yield _row(number, (f'{letter}{number}"{mark}' for letter, mark in zip("ABCDEFGHIJ", marks, strict=True)), values)


def _row(number: int, cells: Iterable[str], values: Iterable[Any]) -> str:
    inside = "".join(f'<c r="{cell}><v>{value}</v></c>' for cell, value in zip(cells, values, strict=True))
    return f'<row r="{number}" spans="1:10">{inside}</row>'


def _values(kind: str, column: Sequence[str], strings: dict[str, int]) -> list[Any]:
    if kind == "number":
        return list(column)
    if kind == "day":
        return [(date.fromisoformat(v) - EPOCH.date()).days for v in column]
    if kind == "moment":
        return [(datetime.fromisoformat(v) - EPOCH).total_seconds() / 86400 for v in column]
    return [strings.setdefault(v, len(strings)) for v in column]
