"""Failures: a page for browsers, problem JSON for machines, never a trace."""

import logging

import pytest
from fastapi.testclient import TestClient

from tianfu.store import Store
from tianfu.web.render import Renderer


def test_a_browser_gets_a_page_and_a_program_json(portal: TestClient) -> None:
    page, told = portal.get("/dataset/library.librarys"), portal.get("/dataset/library.librarys", headers={"accept": "application/json"})
    assert page.status_code == told.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert 'href="/dataset/library.libraries">查看 library.libraries</a>' in page.text
    assert told.json()["detail_zh"] == "没有标识为“library.librarys”的数据集。"


def test_the_ending_of_the_path_decides_before_the_browser(portal: TestClient) -> None:
    for path in ("/dataset/library.librarys.json", "/api/v1/datasets/library.librarys", "/nothing.csv"):
        assert portal.get(path).headers["content-type"] == "application/problem+json", path


def test_a_mistake_of_ours_tells_a_number_and_nothing_else(
    portal: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(Store, "decide", broken)
    with caplog.at_level(logging.ERROR, "tianfu.web"):
        page = portal.get("/dataset/library.libraries")
        told = portal.get("/api/v1/datasets/library.libraries")
    assert (page.status_code, told.status_code) == (500, 500)
    number = told.json()["request"]
    for text in (page.text, told.text):
        for secret in ("secret of the house", "Traceback", "ZeroDivisionError", ".py", "/src/"):
            assert secret not in text
    assert any(number in r.getMessage() and r.exc_info for r in caplog.records)


def test_a_page_that_cannot_be_drawn_is_still_answered(portal: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(Renderer, "__call__", broken)
    answer = portal.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert "secret" not in answer.text


def test_a_journal_that_cannot_be_written_stops_reading(portal: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = portal.app.state.store.journal  # type: ignore[attr-defined]  # the application
    monkeypatch.setattr(journal, "_failed", OSError(28, "No space left on device"))
    answer = portal.get("/api/v1/datasets/library.libraries/rows")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert portal.get("/healthz").json()["journal"] is False
    assert portal.get("/healthz").status_code == 503


def test_the_error_page_speaks_english_too(portal: TestClient) -> None:
    text = portal.get("/nothing?lang=en").text
    assert "There is no such page." in text
    assert "没有这个页面" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fmodel/settings.py",
        "/static//etc/passwd",
        "/static/",
        "/static/css/",
        "/dataset/..%2f..%2fetc%2fpasswd",
        "/dataset/library.libraries/download.exe",
    ],
)
def test_no_path_leads_to_the_disk(portal: TestClient, path: str) -> None:
    answer = portal.get(path)
    assert answer.status_code in (404, 405)
    assert "root:" not in answer.text
    assert "import" not in answer.text
