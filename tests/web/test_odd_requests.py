"""Whatever is asked, the answer is in words: nothing that a client sends is a mistake of ours."""

import itertools

import pytest
from fastapi.testclient import TestClient

VALUES = (
    "%00",
    "%ff%fe",
    "9" * 400,
    "1e999",
    "%27%20OR%201=1--",
    "%F0%9F%98%80",
    "../../../etc/passwd",
    "%0d%0aX-Injected:1",
    "a" * 5000,
    "WyJjb2RlMSIsbnVsbF0",
)
CONDITIONS = ("visits", "visits.gte", "visits.in", "code.contains", "opened_on", "area.under", "kind.isnull")
PAGE = ("sort", "after", "limit", "fields", "count")
READ = {
    "/catalogue": ("q", "theme", "sort", "after", "limit"),
    "/query": ("sql",),
    "/dataset/library.libraries": (*CONDITIONS, *PAGE, "f_column", "f_op", "f_value"),
    "/dataset/library.libraries/problems": ("check", "after"),
    "/dataset/library.libraries/download.csv": (*CONDITIONS, *PAGE),
    "/api/v1/datasets/library.libraries/rows": (*CONDITIONS, *PAGE),
    "/api/v1/datasets/library.libraries/facets/kind": (*CONDITIONS, "top"),
    "/api/v1/datasets/library.libraries/count": CONDITIONS,
    "/api/v1/query": ("sql",),
}
"""What each address reads; all of them get `lang` and names that nobody knows as well."""
UNKNOWN = ("lang", "nobody", "", "%00")


@pytest.mark.parametrize("path", READ)
def test_no_parameter_breaks_an_address(portal: TestClient, path: str) -> None:
    for name, value in itertools.product((*READ[path], *UNKNOWN), VALUES):
        answer = portal.get(f"{path}?{name}={value}")
        assert answer.status_code < 500, (name, value[:20], answer.text[:300])
        assert "x-injected" not in answer.headers


@pytest.mark.parametrize("odd", VALUES)
def test_no_name_breaks_an_address(portal: TestClient, odd: str) -> None:
    for path in (
        "/dataset/{}",
        "/dataset/{}.json",
        "/dataset/{}/problems",
        "/dataset/library.libraries/download.{}",
        "/jobs/{}",
        "/static/{}",
    ):
        assert portal.get(path.format(odd)).status_code < 500, path
    for path in ("/api/v1/datasets/{}", "/api/v1/datasets/{}/rows", "/api/v1/datasets/library.libraries/facets/{}", "/{}"):
        assert portal.get(path.format(odd)).status_code < 500, path


@pytest.mark.parametrize(
    "name", ["accept", "accept-language", "accept-encoding", "if-none-match", "cookie", "user-agent", "range", "content-type"]
)
def test_no_header_breaks_a_page(portal: TestClient, name: str) -> None:
    for value in (b"", b"\xff\xfe", b"x" * 4000, b"lang=%00; lang=xx", b";;,,==", b"*/*;q=9", b'"'):
        for path in ("/", "/api/v1/datasets/library.libraries/rows", "/nothing", "/favicon.svg"):
            assert portal.get(path, headers={name.encode(): value}).status_code < 500, (value, path)


@pytest.mark.parametrize("view", ["", "/chart", "/map", "/chart.svg", "/download.csv"])
def test_more_conditions_than_hold_are_refused_in_a_sentence(portal: TestClient, view: str) -> None:
    """Each link of a page has all conditions in it: a thousand of them made pages of 18 MB."""
    answer = portal.get(f"/dataset/library.libraries{view}?" + "&".join(f"visits.ne={n}" for n in range(1000)))
    assert answer.status_code == 400
    assert "条件最多" in answer.text
    assert len(answer.content) < 100_000
