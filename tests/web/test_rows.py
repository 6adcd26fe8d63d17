"""The row API: pages of rows, their ETags, and what is said when there are none."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tianfu.model import Event

ROWS = "/api/v1/datasets/library.libraries/rows"


def test_pages_follow_each_other_without_gap_or_double(portal: TestClient) -> None:
    found: list[str] = []
    after = ""
    while True:
        page = portal.get(ROWS, params={"limit": 7, **({"after": after} if after else {})}).json()
        found += [r["code"] for r in page["rows"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert found == [f"L{n:03}" for n in range(1, 61)]
    assert page["total"] == 60


def test_conditions_order_and_fields_of_the_address_hold(portal: TestClient) -> None:
    page = portal.get(ROWS, params={"kind": "公共馆", "visits.gte": "300", "sort": "-visits", "fields": "code,visits", "count": "1"}).json()
    assert page["rows"][:2] == [{"code": "L060", "visits": 600}, {"code": "L057", "visits": 570}]
    assert page["total"] == len(page["rows"]) == 11


def test_the_same_version_and_question_answers_304_and_is_journalled(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    first = portal.get(ROWS, params={"limit": 3})
    again = portal.get(ROWS, params={"limit": 3}, headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    read = [e for e in events() if e.verb == "page"]
    assert [(e.dataset, e.who, e.detail["rows"]) for e in read] == [("library.libraries", "public", 3)] * 2


def test_every_read_of_a_page_is_journalled(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    portal.get("/dataset/library.libraries?visits.gte=10")
    read = [e for e in events() if e.dataset == "library.libraries"]
    assert {"page", "facet"} <= {e.verb for e in read}
    assert {e.detail.get("asked") for e in read if e.verb == "page"} == {"visits.gte"}


def test_a_closed_dataset_is_refused_with_reasons(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    answer = portal.get("/api/v1/datasets/library.readers/rows")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert "个人信息保护法" in answer.json()["reasons"][0]["zh"]
    assert [e.verb for e in events()] == ["refuse"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{ROWS}?visits=viel", 400, "whole number"),
        (f"{ROWS}?vists=1", 400, "did you mean 'visits'"),
        (f"{ROWS}?visits.above=1", 400, "no operator"),
        (f"{ROWS}?contact=x", 400, "masked"),
        (f"{ROWS}?sort=contact", 400, "masked"),
        (f"{ROWS}?limit=100000", 400, "limit"),
        (f"{ROWS}?after=nonsense", 400, ""),
        ("/api/v1/datasets/library.librarys/rows", 404, "library.libraries"),
        ("/api/v1/datasets/library.waiting/rows", 404, "no data"),
        ("/api/v1/datasets/library.librarys", 404, "library.libraries"),
        ("/api/v1/datasets/library.libraries/facets/contact", 400, "masked"),
        ("/api/v1/query?sql=drop table x", 400, ""),
        ("/api/v1/query?sql=select * from library.readers", 403, ""),
        ("/api/v1/query?sql=select cast(name as integer) from library.libraries", 400, "Change the query"),
        ("/api/v1/query", 422, "sql"),
        ("/api/v1/nothing", 404, "no such page"),
    ],
)
def test_what_fails_is_said_in_words_for_machines(portal: TestClient, path: str, status: int, said: str) -> None:
    answer = portal.get(path, headers={"accept": "*/*"})
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"], told["status"]) == (status, "application/problem+json", status)
    assert said in told["detail"] + told["remedy"]
    assert told["title_zh"]
    assert told["request"]


def test_those_who_take_gzip_get_the_same_rows_smaller(portal: TestClient) -> None:
    for path in (ROWS, "/catalogue.json", "/dataset/library.libraries"):
        plain = portal.get(path, headers={"accept-encoding": "identity"})
        small = portal.get(path, headers={"accept-encoding": "gzip"})
        assert small.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert int(small.headers["content-length"]) < int(plain.headers["content-length"]) / 2
        assert small.content == plain.content
    again = portal.get(ROWS, headers={"accept-encoding": "gzip", "if-none-match": portal.get(ROWS).headers["etag"]})
    assert again.status_code == 304


def test_counts_and_facets_are_those_of_the_rows(portal: TestClient) -> None:
    assert portal.get("/api/v1/datasets/library.libraries/count?kind=公共馆").json()["count"] == 20
    values = portal.get("/api/v1/datasets/library.libraries/facets/kind").json()["values"]
    assert {v["value"]: v["count"] for v in values} == {"公共馆": 20, "少儿馆": 20, "高校馆": 20}


def test_free_sql_goes_through_the_gate(portal: TestClient) -> None:
    answer = portal.get("/api/v1/query", params={"sql": "select contact, count(*) as n from library.libraries group by contact"}).json()
    assert answer["rows"] == [{"contact": "张*", "n": 60}]


def test_anybody_s_page_may_read_the_api(portal: TestClient) -> None:
    assert portal.get(ROWS, headers={"origin": "http://elsewhere.example"}).headers["access-control-allow-origin"] == "*"
    for path in (ROWS, "/api/v1/datasets"):
        asked = portal.options(path, headers={"origin": "http://elsewhere.example", "access-control-request-method": "GET"})
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-methods"] == "GET, HEAD"
    assert portal.get("/api/v1/datasets/library.readers/rows").headers["access-control-allow-origin"] == "*"


def test_rows_are_only_read(portal: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert portal.request(method, ROWS).status_code == 405


def test_a_head_has_no_body(portal: TestClient) -> None:
    answer = portal.head(ROWS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000


def test_the_description_of_the_api_has_every_dataset_and_column(portal: TestClient) -> None:
    document = portal.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert f"{ROWS}" in document["paths"]
    schema = document["components"]["schemas"]["library.libraries"]
    first = portal.get(ROWS, params={"limit": 1}).json()["rows"][0]
    assert set(schema["properties"]) == set(first)
