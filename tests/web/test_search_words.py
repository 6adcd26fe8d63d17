"""The page of search words, and suggestions: who may see what, what is refused, what nobody is told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import browsing, settings_of

WHO = {"unit": "省数据局", "person": "王"}
PAGE = "/search/words"


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A portal over a copy, for tests that write."""
    shutil.copytree(furnished, tmp_path / "portal")
    with browsing(settings_of(tmp_path / "portal")) as browser:
        browser.app.state.search.known.ready()  # type: ignore[attr-defined]
        yield browser


def test_a_list_is_saved_and_holds_at_once(desk: TestClient) -> None:
    assert "没有一并查找的词" in desk.get(PAGE, params={"try": "书馆"}).text
    saved = desk.post(PAGE, data={**WHO, "text": "书馆, 图书馆\n", "number": "0"})
    assert (saved.status_code, saved.headers["location"]) == (303, f"{PAGE}?saved=1")
    page = desk.get(f"{PAGE}?saved=1&try=书馆").text
    assert "已保存" in page
    assert '<dd lang="zh-CN">图书馆</dd>' in page
    assert "省数据局" in page
    assert desk.get(f"{PAGE}.txt").text == "书馆, 图书馆\n"
    assert desk.get(f"{PAGE}.csv").text == "kind,words,others\nsame,书馆|图书馆,\n"
    assert desk.get(f"{PAGE}.txt?number=1").status_code == 200
    assert desk.get(f"{PAGE}.txt?number=7").status_code == 404


def test_a_wrong_list_comes_back_with_every_problem_and_nothing_is_saved(desk: TestClient) -> None:
    answer = desk.post(PAGE, data={**WHO, "text": "好词, 对词\n错\n<img src=x>, 空气\n", "number": "0"})
    assert answer.status_code == 422
    assert "有 2 处需要改正" in answer.text
    assert "第 2 行" in answer.text
    assert "第 3 行" in answer.text
    assert "<img src=x>" not in answer.text
    assert "&lt;img src=x&gt;, 空气" in answer.text
    assert desk.get(f"{PAGE}.txt").text == ""


def test_a_list_needs_somebody_who_answers_for_it(desk: TestClient) -> None:
    answer = desk.post(PAGE, data={"text": "书馆, 图书馆\n", "unit": " ", "person": ""})
    assert answer.status_code == 422
    assert "经办单位" in answer.text
    assert "书馆, 图书馆" in answer.text


def test_whoever_comes_second_keeps_what_was_typed(desk: TestClient) -> None:
    desk.post(PAGE, data={**WHO, "text": "甲词, 乙词\n", "number": "0"})
    answer = desk.post(PAGE, data={**WHO, "text": "丙词, 丁词\n", "number": "0"})
    assert answer.status_code == 409
    assert "丙词, 丁词" in answer.text
    assert desk.get(f"{PAGE}.txt").text == "甲词, 乙词\n"


def test_a_long_list_goes_through_the_form(desk: TestClient) -> None:
    text = "".join(f"词语{n}, 另一个词语{n}, 又一个词语{n}\n" for n in range(3_000))
    assert desk.post(PAGE, data={**WHO, "text": text, "number": "0"}).status_code == 303
    assert desk.post(PAGE, data={**WHO, "text": "长" * 400_000}).status_code == 413


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.txt", f"{PAGE}.csv"])
def test_the_list_is_for_the_machine_itself(furnished: Path, address: str) -> None:
    with browsing(settings_of(furnished), client="10.1.2.3") as far:
        assert far.get(address).status_code == 403
        assert far.post(PAGE, data={**WHO, "text": "甲词, 乙词\n"}).status_code == 403


def test_other_sites_cannot_send_a_list(portal: TestClient) -> None:
    assert portal.post(PAGE, data={**WHO, "text": "甲词, 乙词\n"}, headers={"origin": "http://evil.example"}).status_code == 403


def test_the_public_zone_has_no_such_page_but_suggests(public: TestClient) -> None:
    assert public.get(PAGE).status_code == 404
    public.app.state.search.known.ready()  # type: ignore[attr-defined]
    texts = [line["text"] for line in public.get("/suggest?q=图书馆").json()]
    assert "图书馆名录" in texts


def test_suggestions_lead_to_words_and_pages(desk: TestClient) -> None:
    answer = desk.get("/suggest?q=图书")
    assert answer.headers["content-type"] == "application/json"
    assert {"text": "图书馆名录", "kind": "dataset", "href": "/dataset/library.libraries"} in answer.json()
    assert all(line["kind"] in ("dataset", "entry", "word") for line in answer.json())
    assert len(answer.json()) <= 8
    assert {"text": "Public libraries", "kind": "dataset", "href": "/dataset/library.libraries"} in desk.get(
        "/suggest?q=public&lang=en"
    ).json()


@pytest.mark.parametrize("typed", ["", " ", "\x00", "x" * 5000, "<script>", "'; DROP", "*", "~^[(", "😀"])
def test_odd_questions_get_suggestions_or_none(portal: TestClient, typed: str) -> None:
    answer = portal.get("/suggest", params={"q": typed})
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


@pytest.mark.parametrize("hidden", ["赵六", "钱七", "张三"])
def test_no_value_that_the_gate_hides_is_suggested(desk: TestClient, hidden: str) -> None:
    for length in range(1, len(hidden) + 1):
        assert hidden not in desk.get("/suggest", params={"q": hidden[:length]}).text
