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
PATHS = (
    "/catalogue",
    "/query",
    "/dataset/library.libraries",
    "/dataset/library.libraries/problems",
    "/dataset/library.libraries/download.csv",
    "/api/v1/datasets/library.libraries/rows",
    "/api/v1/datasets/library.libraries/facets/kind",
    "/api/v1/datasets/library.libraries/count",
    "/api/v1/query",
)
NAMES = ("q", "theme", "sort", "after", "limit", "fields", "count", "lang", "check", "sql", "top", "visits", "visits.gte", "visits.in")
MORE = ("code.contains", "opened_on", "area.under", "kind.isnull", "f_column", "f_op", "f_value", "", "%00")


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_breaks_an_address(portal: TestClient, path: str) -> None:
    for name, value in itertools.product((*NAMES, *MORE), VALUES):
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
