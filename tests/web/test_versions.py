"""Versions on pages and in the API: what made each, what changed declarations mean, and two versions side by side through the gate."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import declare_all, load_packs
from tianfu.flow import load, roots_of
from tianfu.model import Settings, Zone
from tianfu.release import make_keys, publish, push, receive, signing_key, trust, trusted
from tianfu.store import Store, question

from .conftest import NOW, browsing, libraries, settings_of

ID = "library.libraries"
PAGE, API = f"/dataset/{ID}/diff", f"/api/v1/datasets/{ID}/diff"
REASON, WHO = "李四来电要求", "经办人王五"
LISTED = f"/dataset/{ID}"
DECLARED = "packs/library/datasets/libraries.yaml"


def delivered(folder: Path, text: str, number: int) -> None:
    """The next file in the inbox, loaded under the declaration as it is now."""
    settings = settings_of(folder)
    (folder / "home" / "inbox" / "libraries.csv").write_text(text, "utf-8")
    registry = load_packs(settings.packs)
    with Store.open(settings) as store:
        declare_all(store, registry)
        load(store, registry, ID, roots=roots_of(settings), now=NOW)
        assert store.versions(ID)[-1].number == number


def redeclared(folder: Path, old: str, new: str) -> None:
    path = folder / DECLARED
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def changed() -> str:
    """Two rows gone, one new, one with other visits, and another person to contact everywhere."""
    lines = libraries().replace("张三", "张八").splitlines()
    lines = [line for line in lines if not line.startswith(("L001", "L002"))]
    lines = [line.replace(",30,", ",31,") if line.startswith("L003") else line for line in lines]
    return "\n".join([*lines, "L061,新馆,510107,公共馆,7,2001-01-01,张三"]) + "\n"


@pytest.fixture(scope="module")
def history(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1 loaded, 2 loaded anew, 3 rows deleted, 4 restored to 1; 3 is kept for somebody."""
    folder = tmp_path_factory.mktemp("history") / "portal"
    shutil.copytree(furnished, folder)
    delivered(folder, changed(), 2)
    with Store.open(settings_of(folder)) as store:
        store.delete(ID, question([("kind", "高校馆")]).filters, reason=REASON, by=WHO)
        store.pin(ID, 3, "某研究项目")
        store.restore(ID, 1, reason=REASON, by=WHO)
    return folder


@pytest.fixture(scope="module")
def browser(history: Path) -> Iterator[TestClient]:
    with browsing(settings_of(history)) as found:
        yield found


@pytest.fixture(scope="module")
def afar(history: Path) -> Iterator[TestClient]:
    """The same portal from another machine of the government network."""
    with browsing(settings_of(history), client="10.1.2.3") as found:
        yield found


# -- what made each version


def test_each_version_says_what_made_it(afar: TestClient) -> None:
    text = afar.get(LISTED).text
    for said in ("全量装载", "删除记录", "恢复旧版", "恢复为第 1 版的内容", "保留", "当前"):
        assert said in text
    assert [v["act"] for v in afar.get(f"{LISTED}.json").json()["versions"]] == ["restore", "delete", "load", "load"]


def test_reasons_and_names_are_for_those_inside(browser: TestClient, afar: TestClient) -> None:
    assert REASON in browser.get(LISTED).text
    assert WHO in browser.get(LISTED).text
    for said in (REASON, WHO, "某研究项目"):
        assert said not in afar.get(LISTED).text
        assert said not in browser.get(f"{LISTED}.json").text
        assert said not in browser.get(LISTED, headers={"x-forwarded-for": "10.1.2.3"}).text


def test_neighbours_can_be_compared(afar: TestClient) -> None:
    text = afar.get(LISTED).text
    for before, after in ((1, 2), (2, 3), (3, 4)):
        assert f"{PAGE}?from={before}&amp;to={after}" in text
    assert afar.get(f"{LISTED}.json").json()["versions"][0]["diff"] == f"{API}?from=3&to=4"


def test_who_may_not_read_is_offered_no_comparison(afar: TestClient) -> None:
    assert "/diff" not in afar.get("/dataset/library.readers").text


# -- two versions side by side


def test_the_page_counts_and_marks_what_differs(afar: TestClient) -> None:
    answer = afar.get(PAGE, params={"from": 1, "to": 2})
    assert answer.status_code == 200
    assert "<del>30</del>" in answer.text
    assert "<ins>31</ins>" in answer.text
    assert "L061" in answer.text
    assert "第 1 版（" in answer.text


def test_the_api_gives_the_same(afar: TestClient) -> None:
    found = afar.get(API, params={"from": 1, "to": 2}).json()
    assert (found["from"], found["to"], found["by_key"], found["added"], found["removed"], found["changed"]) == (1, 2, True, 1, 2, 1)
    (row,) = [r for r in found["rows"] if r["what"] == "changed"]
    assert (row["key"], row["before"], row["after"]) == ({"code": "L003"}, {"visits": 30}, {"visits": 31})
    assert found["truncated"] is False
    some = afar.get(API, params={"from": 1, "to": 2, "limit": 1}).json()
    assert (len(some["rows"]), some["truncated"], some["removed"]) == (1, True, 2)


def test_a_masked_column_that_changed_everywhere_is_no_difference(afar: TestClient) -> None:
    """张三 and 张八 look alike behind the mask, or their rows would count as changed."""
    found = afar.get(API, params={"from": 1, "to": 2}).json()
    assert found["changed"] == 1
    assert found["by_column"]["contact"] == 0
    for text in (afar.get(API, params={"from": 1, "to": 2}).text, afar.get(PAGE, params={"from": 1, "to": 2}).text):
        assert "张八" not in text
        assert "张三" not in text


def test_without_numbers_the_newest_two_are_compared(afar: TestClient) -> None:
    found = afar.get(API).json()
    assert (found["from"], found["to"]) == (3, 4)
    assert afar.get(PAGE).status_code == 200


def test_the_same_version_twice_is_said_in_words(afar: TestClient) -> None:
    assert "两个版本号相同" in afar.get(PAGE, params={"from": 2, "to": 2}).text
    assert afar.get(API, params={"from": 2, "to": 2}).json()["rows"] == []
    assert "两个版本的内容完全相同" in afar.get(PAGE, params={"from": 1, "to": 4}).text


def test_a_version_that_never_was_is_said_in_words(afar: TestClient) -> None:
    page = afar.get(PAGE, params={"from": 1, "to": 99})
    assert page.status_code == 404
    assert "没有第 99 版" in page.text
    assert "可以比较的有：1、2、3、4" in page.text
    answer = afar.get(API, params={"from": 1, "to": 99})
    assert (answer.status_code, answer.json()["type"], answer.json()["title"]) == (404, "/errors/no_such_version", "No such version")


@pytest.mark.parametrize("odd", ["x", "0", "-1", "99999999999999999999", "1;drop", ""])
def test_what_is_no_number_is_refused_in_words(afar: TestClient, odd: str) -> None:
    assert afar.get(PAGE, params={"from": odd, "to": 2}).status_code == 422
    assert afar.get(API, params={"from": odd, "to": 2}).status_code == 422
    assert afar.get(API, params={"limit": "100000"}).status_code == 422


@pytest.mark.parametrize("dataset", ["library.readers"])
def test_closed_data_are_not_compared(afar: TestClient, dataset: str) -> None:
    for params in ({}, {"from": 1, "to": 1}, {"from": 1, "to": 9}):
        page, answer = afar.get(f"/dataset/{dataset}/diff", params=params), afar.get(f"/api/v1/datasets/{dataset}/diff", params=params)
        assert (page.status_code, answer.status_code) == (403, 403)
        for text in (page.text, answer.text):
            assert "赵六" not in text
            assert "没有第" not in text


def test_without_data_there_is_nothing_to_compare(afar: TestClient) -> None:
    for path in ("/dataset/library.waiting/diff", "/api/v1/datasets/library.waiting/diff", "/api/v1/datasets/library.nothing/diff"):
        assert afar.get(path).status_code == 404


def test_the_api_is_open_to_any_origin_and_answers_304(afar: TestClient) -> None:
    first = afar.get(API, params={"from": 1, "to": 2})
    assert first.headers["access-control-allow-origin"] == "*"
    again = afar.get(API, params={"from": 1, "to": 2}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_page_speaks_english(afar: TestClient) -> None:
    text = afar.get(PAGE, params={"from": 1, "to": 2, "lang": "en"}).text
    assert "Comparison of versions" in text
    assert "Only what you may see is compared" in text


def test_the_comparison_is_in_the_journal(afar: TestClient) -> None:
    store = afar.app.state.store  # type: ignore[attr-defined]  # the application
    before = len(store.journal.events(verb="diff"))
    afar.get(API, params={"from": 1, "to": 2})
    (event,) = store.journal.events(verb="diff")[before:]
    assert (event.detail["before"], event.detail["version"], event.detail["rows"]) == (1, 2, 4)


def test_it_is_described(afar: TestClient) -> None:
    described = afar.get("/api/v1/openapi.json").json()["paths"][API]["get"]
    assert [p["name"] for p in described["parameters"]] == ["from", "to", "limit"]
    assert {"200", "403", "404", "410"} <= set(described["responses"])


# -- expired versions


def test_an_expired_version_is_marked_and_leads_to_no_rows(own: Path) -> None:
    delivered(own, changed(), 2)
    delivered(own, libraries(30), 3)
    with Store.open(settings_of(own)) as store:
        assert store.expire(ID, keep_versions=2, today=NOW.date()).versions == (1,)
    with browsing(settings_of(own)) as browser:
        text = browser.get(LISTED).text
        assert "已清除" in text
        assert f"{PAGE}?from=1" not in text
        assert f"{PAGE}?from=2&amp;to=3" in text
        page = browser.get(PAGE, params={"from": 1, "to": 2})
        assert (page.status_code, "按保存期限清除" in page.text) == (410, True)
        assert browser.get(API, params={"from": 1, "to": 2}).json()["type"] == "/errors/expired_version"
        assert browser.get(f"{LISTED}.json").json()["versions"][-1]["expired_at"]


# -- changed declarations


def test_a_breaking_change_is_told_at_the_top_until_the_next_delivery(own: Path) -> None:
    redeclared(own, "  - {name: kind, element: name_text, title: 类型, title_en: Kind}\n", "")
    delivered(own, changed(), 2)
    with browsing(settings_of(own)) as browser:
        text = browser.get(LISTED).text
        assert "第 2 版起有不兼容变化" in text
        assert "删除数据项 kind" in text
        assert "变化之前的是第 1 版" in text
        assert "与它比较" in text
        found = browser.get(f"{LISTED}.json").json()
        assert (found["breaking"]["version"], found["breaking"]["older"]) == (2, 1)
        assert found["versions"][0]["changes"][0]["effect"] == "breaking"
        assert "不兼容" in browser.get(PAGE, params={"from": 1, "to": 2}).text
    with Store.open(settings_of(own)) as store:
        store.delete(ID, question([("code", "L005")]).filters, reason="x", by="y")
    with browsing(settings_of(own)) as browser:
        assert "第 2 版起有不兼容变化" in browser.get(LISTED).text
    delivered(own, libraries(20), 4)
    with browsing(settings_of(own)) as browser:
        assert "不兼容变化，使用前请核对" not in browser.get(LISTED).text
        assert browser.get(f"{LISTED}.json").json()["breaking"] is None


def test_a_compatible_change_is_no_warning(own: Path) -> None:
    redeclared(own, "title: 人次, title_en: Visits}\n", "title: 人次, title_en: Visits}\n  - {name: note, element: text, title: 备注}\n")
    delivered(own, libraries(20).replace("contact\n", "contact,note\n", 1).replace("张三", "张三,新"), 2)
    with browsing(settings_of(own)) as browser:
        text = browser.get(LISTED).text
        assert "声明有变化，仍兼容" in text
        assert "使用前请核对" not in text
        assert browser.get(API).json()["columns_added"] == ["note"]


def test_a_column_that_was_closed_later_is_closed_in_old_versions_too(own: Path) -> None:
    redeclared(
        own, "{name: kind, element: name_text, title: 类型, title_en: Kind}", "{name: kind, element: name_text, title: 类型, level: 4}"
    )
    delivered(own, changed().replace("少儿馆", "改过的馆"), 2)
    with browsing(settings_of(own), client="10.1.2.3") as afar:
        for path in (PAGE, API):
            text = afar.get(path, params={"from": 1, "to": 2}).text
            assert "少儿馆" not in text
            assert "改过的馆" not in text
        found = afar.get(API, params={"from": 1, "to": 2}).json()
        assert "kind" not in found["by_column"]
        assert found["changed"] == 1


def test_an_upsert_says_what_was_new_changed_and_left_alone(own: Path) -> None:
    redeclared(own, "refresh: monthly\n", "refresh: monthly\nmode: upsert\n")
    delivered(own, changed(), 2)
    with browsing(settings_of(own)) as browser:
        text = browser.get(LISTED).text
        assert "增量更新" in text
        assert "新增 1，更新 58，删除 0，未变 0" in text
        (newest, _) = browser.get(f"{LISTED}.json").json()["versions"]
        assert (newest["act"], newest["updated"], newest["unchanged"]) == ("upsert", 58, 0)


# -- the public zone


def test_released_versions_are_compared_in_the_public_zone(own: Path) -> None:
    settings = settings_of(own)
    make_keys(settings.home)
    trust(own / "public", settings.home / "release" / "public.key.json")
    for text, number in ((None, 1), (changed(), 2), (libraries(30), 3)):
        if text is not None:
            delivered(own, text, number)
        if number == 2:
            continue
        registry = load_packs(settings.packs)
        with Store.open(settings) as store:
            publish(store, registry, ID, licence="CC0-1.0", by="dept.culture_tourism")
            push(store, registry, own / "gap", signing_key(settings.home))
        with Store.open(Settings(home=own / "public", zone=Zone.public)) as store:
            receive(store, own / "gap", trusted(own / "public"))
    with browsing(settings) as inside:
        assert "已发布" in inside.get(LISTED).text
    with browsing(Settings(home=own / "public", zone=Zone.public)) as public:
        found = public.get(API).json()
        assert (found["from"], found["to"], found["removed"], found["changed"]) == (1, 3, 30, 0)
        missing = public.get(PAGE, params={"from": 1, "to": 2})
        assert missing.status_code == 404
        assert "没有第 2 版" in missing.text
        assert "可以比较的有：1、3" in missing.text
        assert public.post(PAGE).status_code in (403, 405)
        assert REASON not in public.get(LISTED).text
