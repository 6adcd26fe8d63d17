"""What stands before every route: headers, known hosts, changes from our own pages only, bounded bodies."""

import pytest
from fastapi.testclient import TestClient

HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
ANSWERS = (
    "/",
    "/nothing",
    "/healthz",
    "/api/v1/datasets/library.libraries/rows",
    "/api/v1/datasets/library.libraries/rows?visits=x",
    "/dataset/library.libraries?f_column=visits&f_value=1",
    "/favicon.svg",
    "/static/nothing.css",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_headers(portal: TestClient, path: str) -> None:
    answer = portal.get(path)
    assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS
    assert "permissions-policy" in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8101", "[::1]:8101", "10.1.2.3", "data.example.org", "DATA.example.org:443"])
def test_known_hosts_are_answered(public: TestClient, host: str) -> None:
    assert public.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "data.example.org.evil", "", "1.2.3"])
def test_a_name_that_is_bent_to_our_address_is_refused(public: TestClient, host: str) -> None:
    answer = public.get("/healthz", headers={"host": host, "accept": "*/*"})
    assert answer.status_code == 400
    assert "TIANFU_HOSTS" in answer.json()["remedy"]


@pytest.mark.parametrize(
    "host", ["localhost:80@evil.example", "localhost:evil", "127.0.0.1:8000/evil", "[::1]evil.example", "localhost:1#x", "localhost: 80"]
)
def test_behind_a_known_name_stands_a_port_and_nothing_else(public: TestClient, host: str) -> None:
    """Feeds and citations begin with the host that was sent: an address behind it would lead to another site."""
    for path in ("/catalogue.atom", "/dataset/library.libraries/cite.txt", "/"):
        assert public.get(path, headers={"host": host, "accept": "*/*"}).status_code == 400, path


CHANGE = "/dataset/library.libraries/upload"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://localhost", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_change_from_another_site_is_refused(portal: TestClient, headers: dict[str, str]) -> None:
    answer = portal.post(CHANGE, files={"file": ("a.csv", b"code\n1\n")}, headers=headers)
    assert answer.status_code == 403
    assert "不是从本平台的页面发出的" in answer.text


def test_a_body_beyond_the_bound_is_refused_before_it_is_read(portal: TestClient) -> None:
    announced = portal.post("/catalogue", content=b"x", headers={"content-length": "99999999999"})
    sent = portal.post("/catalogue", content=iter([b"x" * 40_000, b"x" * 40_000]))
    assert (announced.status_code, sent.status_code) == (413, 405)  # the second is refused before anything is read


def test_nothing_takes_a_method_it_does_not_know(portal: TestClient) -> None:
    for path in ("/", "/catalogue", "/query", "/dataset/library.libraries", "/healthz"):
        for method in ("POST", "PUT", "DELETE", "TRACE", "PROPFIND"):
            assert portal.request(method, path).status_code == 405, (method, path)


def test_the_public_zone_takes_no_files(public: TestClient) -> None:
    assert public.post(CHANGE, files={"file": ("a.csv", b"code\n1\n")}).status_code == 404
    assert public.get("/jobs/1").status_code == 404
    assert "upload" not in public.get("/dataset/library.libraries").text
    assert public.get("/dataset/library.libraries").status_code == 200


def test_robots_may_index_the_internet_only(public: TestClient, portal: TestClient) -> None:
    assert "Disallow: /\n" in portal.get("/robots.txt").text
    assert "Disallow: /\n" not in public.get("/robots.txt").text
    assert "Disallow: /api/" in public.get("/robots.txt").text
