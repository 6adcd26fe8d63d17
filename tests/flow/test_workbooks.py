"""Workbooks through a whole load: counts add up, edits replace what was there, and every row is found again in its sheet."""

import io
import zipfile
from typing import Any

import pytest
from tests.collect.workbooks.making import xls, xlsx

from tianfu.catalogue.problem_rows import problems_id
from tianfu.collect import locate, receive
from tianfu.flow import load
from tianfu.model import RECORD_BITS

from .conftest import Place

ID = "library.libraries"
TITLES = [["全省公共图书馆名录"], ["编号", "行政区划", "人次"], ["", "", "（人次）"]]
ROWS: list[list[Any]] = [["L1", 510107, 10], ["L2", "510107", 5], ["L3", "510703", 7]]
FOOT = [["合计", None, 22], ["注：含分馆。"]]


@pytest.fixture
def sheets(place: Place) -> Place:
    place.change("datasets/libraries.yaml", "libraries.csv", "libraries.xls*")
    for title in ("编号", "行政区划", "人次"):
        place.change("datasets/libraries.yaml", f"title: {title}}}", f"title: {title}, from_field: {title}}}")
    return place


def book(rows: list[list[Any]], **more: list[list[Any]]) -> bytes:
    return xlsx({"名录": [*TITLES, *rows, *FOOT], **more})


def test_a_sheet_becomes_a_version_and_its_total_is_told(sheets: Place) -> None:
    sheets.put(book([*ROWS, ["L4", "519999", "#REF!"]]), "libraries.xlsx")
    counts = sheets.load().counts
    assert counts.balanced
    assert (counts.read, counts.accepted, counts.quarantined) == (5, 3, 2)
    assert sheets.rows(ID) == [("L1", "510107", 10), ("L2", "510107", 5), ("L3", "510703", 7)]
    problems = sheets.store.engine.arrow(f"SELECT record, cause FROM ({sheets.store.relation(problems_id(sheets.registry.dataset(ID)))})")
    found = [(r["record"] & ((1 << RECORD_BITS) - 1), r["cause"]) for r in problems.to_pylist()]
    assert (7, "spreadsheet_error") in found
    assert (8, "total_row") in found


def test_a_sheet_edited_twice_is_what_it_was_last(sheets: Place) -> None:
    """The same name, and each time other content: an origin of its own, and rows of the last one alone."""
    editions = [ROWS, [["L1", 510107, 11], *ROWS[1:]], [["L1", 510107, 11], ["L9", "510703", 1]]]
    origins = []
    for number, rows in enumerate(editions, 1):
        sheets.put(book(rows), "libraries.xlsx")
        assert (sheets.load().state, sheets.load().state) == ("done", "unchanged")
        version = sheets.store.version(ID)
        assert version
        assert version.number == number
        assert sheets.rows(ID) == [(code, str(area), visits) for code, area, visits in rows]
        records = sheets.store.engine.arrow(f"SELECT _record FROM ({sheets.store.relation(ID)})")["_record"].to_pylist()
        (origin,) = {r >> RECORD_BITS for r in records}
        origins.append(origin)
    assert len(set(origins)) == 3
    for origin, rows in zip(origins, editions, strict=True):
        place = locate(sheets.store, sheets.registry.dataset(ID), origin << RECORD_BITS | 4)
        assert place
        assert (place.file, place.part, place.line, place.text) == ("libraries.xlsx", "名录", 4, "\t".join(map(str, rows[0])))


def test_back_to_an_earlier_content_is_a_load_again(sheets: Place) -> None:
    first, second = book(ROWS), book(ROWS[:2])
    for content in (first, second, first):
        sheets.put(content, "libraries.xlsx")
        assert sheets.load().state == "done"
    assert len(sheets.rows(ID)) == 3


def test_sheets_of_two_files_and_of_both_kinds_stand_side_by_side(sheets: Place) -> None:
    sheets.put(book(ROWS[:1], 第二页=[["编号", "行政区划", "人次"], ["L7", "510107", 3]]), "libraries.xlsx")
    sheets.put(xls({"名录": [*TITLES, *ROWS[1:]]}), "libraries.xls")
    assert sheets.load().counts.accepted == 4
    assert [code for code, _, _ in sheets.rows(ID)] == ["L1", "L2", "L3", "L7"]


@pytest.mark.parametrize("packed", [False, True])
def test_an_upload_is_read_like_a_file(sheets: Place, packed: bool) -> None:
    content = book(ROWS)
    if packed:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr("报送/名录.xlsx", content)
        content = written.getvalue()
    dataset = sheets.registry.dataset(ID)
    origin = receive(sheets.store, dataset, io.BytesIO(content), "名录.zip" if packed else "名录.xlsx")
    run = load(sheets.store, sheets.registry, ID, roots=sheets.roots, now=sheets.now, upload=origin)
    assert (run.state, run.counts.accepted) == ("done", 3)
    records = sheets.store.engine.arrow(f"SELECT min(_record) AS least FROM ({sheets.store.relation(ID)})")["least"].to_pylist()
    place = locate(sheets.store, dataset, records[0])
    assert place
    assert (place.line, place.text) == (4, "L1\t510107\t10")
