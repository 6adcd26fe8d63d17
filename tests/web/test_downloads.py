"""Files of a view: what the page shows, all of it, and no more."""

import csv
import io
from collections.abc import Callable

import orjson
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from tianfu.model import Event

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
        (f"{FILE}.xlsx", 404),
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
