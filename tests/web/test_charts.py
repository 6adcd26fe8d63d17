"""Charts and summaries over HTTP: the drawing, JSON, CSV, the API; ETags; and never a number that the gate hides."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tianfu.model import Event

AT = "/dataset/library.libraries/chart"
KINDS = {"chart.kind": "bar", "chart.x": "kind", "chart.y": "visits", "chart.of": "sum"}
EXPECTED = {"公共馆": 6300, "少儿馆": 5900, "高校馆": 6100}
SUMMARY = "/api/v1/datasets/library.libraries/summary"
FILES = pytest.mark.parametrize("kind", ["svg", "json", "csv"])


def test_the_numbers_are_the_same_in_every_file(portal: TestClient) -> None:
    told = portal.get(f"{AT}.json", params=KINDS).json()
    assert dict(zip(told["places"], told["series"][0]["values"], strict=True)) == EXPECTED
    assert told["title"]["zh"] == "公共馆最高：6,300"
    lines = portal.get(f"{AT}.csv", params=KINDS).text.removeprefix("\ufeff").splitlines()
    assert lines == ["类型,人次", *(f"{k},{v}" for k, v in sorted(EXPECTED.items(), key=lambda i: -i[1]))]
    drawn = ET.fromstring(portal.get(f"{AT}.svg", params=KINDS).content)
    assert {"6,300", "5,900", "6,100", *EXPECTED} <= {e.text for e in drawn.iter() if e.text}


def test_the_drawing_is_in_the_readers_language(portal: TestClient) -> None:
    zh, en = (portal.get(f"{AT}.svg", params={**KINDS, "lang": lang}) for lang in ("zh", "en"))
    assert zh.headers["content-type"] == en.headers["content-type"] == "image/svg+xml"
    assert "公共馆最高：6,300" in zh.text
    assert "Highest for 公共馆: 6,300" in en.text


@FILES
def test_the_same_question_answers_304_and_is_journalled(portal: TestClient, events: Callable[[], list[Event]], kind: str) -> None:
    first = portal.get(f"{AT}.{kind}", params={**KINDS, "visits.gte": "100"})
    again = portal.get(f"{AT}.{kind}", params={**KINDS, "visits.gte": "100"}, headers={"if-none-match": first.headers["etag"]})
    other = portal.get(f"{AT}.{kind}", params={**KINDS, "visits.gte": "200"})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert other.headers["etag"] != first.headers["etag"]
    assert first.headers["access-control-allow-origin"] == "*"
    asked = [e for e in events() if e.verb == "summary"]
    assert [e.detail["asked"] for e in asked] == ["visits.gte"] * 3
    assert not any("100" in str(e.detail) for e in asked)


@FILES
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("library.readers/chart.{}?chart.x=card&chart.kind=bar", 403),
        ("library.readers/chart.{}", 403),
        ("library.libraries/chart.{}?chart.x=contact&chart.kind=bar", 400),
        ("library.libraries/chart.{}?chart.x=kind&chart.split=contact&chart.kind=bar", 400),
        ("library.libraries/chart.{}?chart.x=kind&chart.kind=bar&contact=张三", 400),
        ("library.libraries/chart.{}?chart.x=knid", 400),
        ("library.libraries/chart.{}?chart.x=kind&chart.y=name", 400),
        ("library.waiting/chart.{}?chart.x=code&chart.kind=bar", 404),
        ("library.nowhere/chart.{}?chart.x=code", 404),
    ],
)
def test_what_may_not_or_cannot_be_drawn_is_told_without_a_number(portal: TestClient, kind: str, path: str, status: int) -> None:
    answer = portal.get(f"/dataset/{path.format(kind)}", headers={"accept": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "张三" not in answer.text.replace("contact=张三", "")
    assert not any(name in answer.text for name in ("赵六", "钱七", *EXPECTED))


def test_cells_that_look_like_markup_or_a_formula_are_harmless(portal: TestClient) -> None:
    asked = {"chart.kind": "bar", "chart.x": "note"}
    drawn = portal.get("/dataset/library.hostile/chart.svg", params=asked)
    assert {e.tag.rpartition("}")[2] for e in ET.fromstring(drawn.content).iter()} <= {"svg", "title", "desc", "rect", "path", "text"}
    assert "<script" not in drawn.text
    assert "'=1+1" in portal.get("/dataset/library.hostile/chart.csv", params=asked).text


def test_without_a_question_it_draws_what_suits_the_data(portal: TestClient) -> None:
    told = portal.get(f"{AT}.json").json()
    assert told["chart"] | {"chart.every": ""} == {
        "chart.kind": "line",
        "chart.x": "opened_on",
        "chart.y": "visits",
        "chart.of": "sum",
        "chart.every": "",
    }
    assert portal.get("/dataset/codes.areas/chart.json").status_code == 400


def test_a_summary_by_two_columns(portal: TestClient) -> None:
    told = portal.get(SUMMARY, params={"by": ["kind", "area:4"], "of": "sum,max", "y": "visits", "visits.gte": "300"}).json()
    assert (told["by"], told["whole"], told["version"]) == (["kind", "area:4"], True, 1)
    rows: list[dict[str, Any]] = told["rows"]
    assert sum(r["sum:visits"] for r in rows) == sum(range(300, 610, 10))
    assert sum(r["records"] for r in rows) == 31
    assert {r["area"] for r in rows} == {"5101", "5107", "5114"}


def test_a_summary_of_periods_is_bounded_and_says_so(portal: TestClient) -> None:
    by_year = portal.get(SUMMARY, params={"by": "opened_on:year"})
    assert by_year.json()["rows"] == [{"opened_on": "2001-01-01", "records": 60}]
    assert by_year.headers["access-control-allow-origin"] == "*"
    again = portal.get(SUMMARY, params={"by": "opened_on:year"}, headers={"if-none-match": by_year.headers["etag"]})
    assert again.status_code == 304
    cut = portal.get(SUMMARY, params={"by": "code", "limit": "5"}).json()
    assert (len(cut["rows"]), cut["whole"]) == (5, False)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "one or two columns"),
        ("?by=a&by=b&by=c", 400, "one or two columns"),
        ("?by=contact", 400, "masked"),
        ("?by=kind&of=max&y=contact", 400, "masked"),
        ("?by=kind&contact=x", 400, "masked"),
        ("?by=kind:month", 400, "no dates"),
        ("?by=kind&of=mean&y=name", 400, "no numbers"),
        ("?by=kind&limit=0", 400, "limit"),
        ("?by=opened_on:week", 400, "No period"),
    ],
)
def test_wrong_summaries_are_told(portal: TestClient, query: str, status: int, said: str) -> None:
    answer = portal.get(SUMMARY + query)
    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text
    closed = portal.get(f"/api/v1/datasets/library.readers/summary{query or '?by=card'}")
    assert closed.status_code == 403 or status == 400


def test_the_description_of_the_api_has_summaries(portal: TestClient) -> None:
    paths = portal.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/datasets/library.libraries/summary" in paths
    assert portal.options(SUMMARY).status_code in (200, 204)


def test_the_public_zone_draws_what_was_released(public: TestClient, portal: TestClient) -> None:
    here, there = (p.get(f"{AT}.json", params=KINDS).json() for p in (portal, public))
    assert there["series"] == here["series"]
    assert public.get("/dataset/library.readers/chart.json?chart.x=card").status_code == 404
