"""Files of a view: what the page shows, all of it, and no more."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import fastexcel
import orjson
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from tianfu.flow import roots_of
from tianfu.flow.jobs import run_next
from tianfu.model import Event

from .conftest import browsing, links, settings_of

FILE = "/dataset/library.libraries/download"
VIEW = "?kind=公共馆&visits.gte=300&sort=-visits&fields=code,contact,visits&limit=2"


def test_each_format_holds_the_rows_of_the_view_beyond_its_page(portal: TestClient) -> None:
    text = portal.get(f"{FILE}.csv{VIEW}")
    assert text.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert [r["code"] for r in rows][:2] == ["L060", "L057"]
    assert len(rows) == 11
    lines = [orjson.loads(line) for line in portal.get(f"{FILE}.ndjson{VIEW}").content.splitlines()]
    table = pq.read_table(io.BytesIO(portal.get(f"{FILE}.parquet{VIEW}").content))
    assert lines == table.to_pylist()
    assert [r["visits"] for r in lines] == [int(r["visits"]) for r in rows]
    assert {r["contact"] for r in lines} == {"张*"}


def test_a_file_has_a_name_an_etag_and_two_events(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    answer = portal.get(f"{FILE}.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="library.libraries.v1.csv"'
    assert portal.get(f"{FILE}.csv", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert [e.verb for e in events()] == ["export", "exported", "export"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dataset/library.readers/download.csv", 403),
        ("/dataset/library.waiting/download.csv", 404),
        ("/dataset/library.nothing/download.csv", 404),
        (f"{FILE}.pdf", 404),
        (f"{FILE}.geojson", 404),
        (f"{FILE}.csv?contact=张三", 400),
        (f"{FILE}.csv?vists=1", 400),
    ],
)
def test_what_cannot_be_had_is_said_before_the_first_byte(portal: TestClient, path: str, status: int) -> None:
    answer = portal.get(path)
    assert answer.status_code == status
    assert "content-disposition" not in answer.headers


def test_problem_rows_are_shown_masked_and_can_be_taken_along(portal: TestClient) -> None:
    page = portal.get("/dataset/library.libraries/problems").text
    assert "9,999,999" in page or "9999999" in page
    assert "李四" not in page
    taken = portal.get("/dataset/library.libraries/problems.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken)))
    assert {r["check"] for r in rows} == {"visits.between", "name.required"}
    assert "李四" not in taken
    one = portal.get("/dataset/library.libraries/problems?check=name.required").text
    assert "9999999" not in one.replace(",", "")


def test_problem_rows_of_closed_data_stay_closed(portal: TestClient) -> None:
    assert portal.get("/dataset/library.readers/problems").status_code == 403
    assert portal.get("/dataset/library.readers/problems.csv").status_code in (403, 404)


def test_the_files_that_a_page_offers_hold_the_rows_of_its_conditions(portal: TestClient) -> None:
    page = portal.get("/dataset/library.libraries?kind=公共馆&visits.gte=300&sort=-visits&limit=2").text
    offered = [link for link in links(page) if "/download." in link]
    assert [link.partition("?")[0].rpartition(".")[2] for link in offered] == ["csv", "xlsx", "json", "ndjson", "parquet"]
    text, book, document, lines, table = (portal.get(link).content for link in offered)
    found = [r["code"] for r in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]
    assert len(found) == 11
    assert found[:2] == ["L060", "L057"]
    assert pq.read_table(io.BytesIO(table)).column("code").to_pylist() == found
    assert [orjson.loads(line)["code"] for line in lines.splitlines()] == found
    assert [row["code"] for row in orjson.loads(document)["rows"]] == found
    assert fastexcel.read_excel(book).load_sheet(0).to_arrow().column("code").to_pylist() == found


def test_an_uploaded_formula_leaves_as_text_and_as_it_came_in_typed_files(own: Path) -> None:
    cells = ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]
    written = io.StringIO()
    csv.writer(written).writerows([["code", "note"], *([f"H{n}", cell] for n, cell in enumerate(cells, 10)), ["H99", "a=1"]])
    with browsing(settings_of(own)) as browser:
        sent = browser.post("/dataset/library.hostile/upload", files={"file": ("h.csv", written.getvalue().encode())})
        state = browser.app.state  # type: ignore[attr-defined]  # the application
        run_next(state.store, state.registry, roots=roots_of(state.settings), now=datetime.now(UTC))
        assert sent.status_code == 303
        text = browser.get("/dataset/library.hostile/download.csv").content.decode("utf-8-sig")
        lines = browser.get("/dataset/library.hostile/download.ndjson").content.splitlines()
    notes = {r["code"]: r["note"] for r in csv.DictReader(io.StringIO(text))}
    assert notes.pop("H99") == "a=1"
    assert list(notes.values()) == [f"'{cell}" for cell in cells]
    assert [orjson.loads(line)["note"] for line in lines] == [*cells, "a=1"]


def test_a_dataset_is_cited_by_text_and_by_what_reference_managers_read(portal: TestClient) -> None:
    text = portal.get("/dataset/library.libraries/cite.txt")
    assert "图书馆名录[DS/OL]. V1. " in text.text
    assert text.text.endswith("http://localhost/dataset/library.libraries.\n")
    assert portal.get("/dataset/library.libraries/cite.bib").text.startswith("@misc{library_libraries_v1,")
    assert portal.get("/dataset/library.libraries/cite.ris").headers["content-disposition"].endswith('library.libraries.v1.ris"')
    assert portal.get("/dataset/library.libraries/cite.json").json()[0]["type"] == "dataset"
    assert portal.get("/dataset/library.waiting/cite.txt").status_code == 404
    assert portal.get("/dataset/library.libraries/cite.doc").status_code == 404
