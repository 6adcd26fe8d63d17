"""Files from people: kept as they came, loaded by the worker, told on the job's page. Only at the machine itself."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.flow import jobs, roots_of
from tianfu.flow.jobs import run_next

from .conftest import browsing, settings_of

UPLOAD = "/dataset/library.waiting/upload"
GOOD = b"code,visits\nA1,5\nA2,7\nA3,viel\n"


@pytest.fixture(scope="module")
def taking(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, TestClient]]:
    """A copy that takes files of up to 1 MB, and a browser before it; no job of it is ever run."""
    folder = tmp_path_factory.mktemp("taking") / "portal"
    shutil.copytree(furnished, folder)
    with browsing(settings_of(folder, upload_bytes=2**20)) as browser:
        yield folder, browser


def work(browser: TestClient) -> None:
    """What the process beside the web does."""
    state = browser.app.state  # type: ignore[attr-defined]  # the application
    assert run_next(state.store, state.registry, roots=roots_of(state.settings), now=datetime.now(UTC)) is not None


def message(page: str) -> str:
    return page.partition('<p class="message">')[2].partition("</p>")[0]


def test_an_upload_becomes_a_job_and_the_job_a_version(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        assert UPLOAD in browser.get("/dataset/library.waiting").text
        sent = browser.post(UPLOAD, files={"file": ("十一月.csv", GOOD, "text/csv")}, headers={"origin": "http://localhost"})
        assert sent.status_code == 303
        job = sent.headers["location"]
        waiting = browser.get(job)
        assert "等待执行" in waiting.text
        assert 'http-equiv="refresh"' in waiting.text
        work(browser)
        done = browser.get(job)
        assert "完成" in done.text
        assert 'http-equiv="refresh"' not in done.text
        assert "/dataset/library.waiting/problems" in done.text
        page = browser.get("/api/v1/datasets/library.waiting/rows").json()
        assert page["rows"] == [{"code": "A1", "visits": 5}, {"code": "A2", "visits": 7}]
        assert "十一月.csv" in browser.get("/dataset/library.waiting").text


def test_the_same_file_again_makes_no_version(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        for _ in range(2):
            job = browser.post(UPLOAD, files={"file": ("a.csv", GOOD)}).headers["location"]
            work(browser)
        assert "没有产生新版本" in browser.get(job).text
        assert browser.get("/api/v1/datasets/library.waiting").json()["version"] == 1


def test_a_file_that_cannot_be_loaded_is_told_on_the_job_s_page(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        job = browser.post(UPLOAD, files={"file": ("a.csv", b"something,else\n1,2\n")}).headers["location"]
        work(browser)
        chinese, english = (browser.get(f"{job}?lang={lang}").text for lang in ("zh", "en"))
        assert "未完成" in chinese
        assert "装载“a.csv”" in chinese
        assert "Load “a.csv”" in english
        told = {lang: message(text) for lang, text in (("zh", chinese), ("en", english))}
        assert "code" in told["zh"]
        assert "code" in told["en"]
        assert re.search("[一-鿿]", told["zh"])
        assert not re.search("[一-鿿]", told["en"])
        assert "Traceback" not in chinese + english
        assert browser.get("/api/v1/datasets/library.waiting").json()["version"] is None


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x.csv", "..\\..\\x.csv", "/etc/passwd", "a\x00b.csv", "<script>.csv", "x" * 400])
def test_a_name_is_a_label_and_never_a_path(taking: tuple[Path, TestClient], name: str) -> None:
    folder, browser = taking
    before = {p for p in folder.rglob("*") if p.is_file()}
    sent = browser.post(UPLOAD, files={"file": (name, GOOD + f"A9,{len(before)}\n".encode())})
    fresh = {p for p in folder.rglob("*") if p.is_file()} - before
    if sent.status_code == 303:
        assert "<script>" not in browser.get(sent.headers["location"]).text
    assert any((folder / "home" / "raw") in p.parents for p in fresh) == (sent.status_code == 303)
    assert all((folder / "home" / "raw") in p.parents or p.suffix in (".jsonl", ".sqlite-wal", ".sqlite-shm") for p in fresh), fresh
    assert not list(folder.rglob("passwd"))


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("a.csv", b"", 400, "没有收到文件"),
        ("a.csv", b"PK\x03\x04" + b"\x00" * 100, 400, "不完整或已损坏"),
        ("a.csv", b"%PDF-1.7 ...", 415, "PDF"),
        ("a.csv", b"code,visits\n" + b"A1,5\n" * 300_000, 413, "1 MB"),
        ("a.csv", b"code,visits\n" + b"A1,5\n" * 900_000, 413, "KB"),
    ],
)
def test_what_cannot_be_taken_is_told_and_not_kept(
    taking: tuple[Path, TestClient], name: str, content: bytes, status: int, said: str
) -> None:
    folder, browser = taking
    jobs_of = browser.app.state.store.jobs  # type: ignore[attr-defined]  # the application
    kept, waiting = list((folder / "home" / "raw").rglob("*")), jobs_of.listed()
    answer = browser.post(UPLOAD, files={"file": (name, content)})
    assert answer.status_code == status
    assert said in answer.text
    assert jobs_of.listed() == waiting
    assert list((folder / "home" / "raw").rglob("*")) == kept


def test_a_form_without_a_file_is_told(taking: tuple[Path, TestClient]) -> None:
    browser = taking[1]
    assert browser.post(UPLOAD, data={"file": "text"}).status_code in (400, 422)
    assert browser.post(UPLOAD, content=b"nothing", headers={"content-type": "multipart/form-data"}).status_code in (400, 422)


def test_a_derived_dataset_takes_no_files(taking: tuple[Path, TestClient]) -> None:
    browser = taking[1]
    answer = browser.post("/dataset/library.totals/upload", files={"file": ("a.csv", GOOD)})
    assert answer.status_code == 400
    assert "不接收上传文件" in answer.text
    assert "/upload" not in browser.get("/dataset/library.totals").text


def test_only_the_machine_itself_may_upload(own: Path) -> None:
    with browsing(settings_of(own), client="10.0.0.9") as browser:
        assert browser.post(UPLOAD, files={"file": ("a.csv", GOOD)}).status_code == 403
        assert UPLOAD not in browser.get("/dataset/library.waiting").text
        assert browser.get("/jobs/1").status_code == 403
    with browsing(settings_of(own)) as browser:
        for header in ({"x-forwarded-for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}, {"host": "10.0.0.1"}):
            assert browser.post(UPLOAD, files={"file": ("a.csv", GOOD)}, headers=header).status_code == 403, header


def test_a_job_that_is_not_there_is_not_found(portal: TestClient) -> None:
    assert portal.get("/jobs/999999").status_code == 404
    assert portal.get("/jobs/x").status_code in (404, 422)


def test_a_mistake_of_ours_ends_the_job_and_tells_nothing_of_itself(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(jobs, "load", broken)
    with browsing(settings_of(own)) as browser:
        job = browser.post(UPLOAD, files={"file": ("a.csv", GOOD)}).headers["location"]
        work(browser)
        text = browser.get(job).text
        assert "未完成" in text
        assert "secret" not in text
