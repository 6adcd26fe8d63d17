"""The desk of the office, without a script: compile, mend, submit, review, mount; every problem next to its field."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from tianfu.catalogue import Registry
from tianfu.catalogue.entries import Entries, Verb
from tianfu.model import Settings, Zone
from tianfu.store import Store

from .conftest import CLERK, CODE, NOW, browsing, entry, loaded, published

GOOD = {
    "id": "reading_rooms",
    "title": "社区阅览室",
    "abstract": "社区阅览室的名称。",
    "provider": "省文化和旅游厅",
    "provider_code": CODE,
    "kind": "3",
    "item": "07",
    "subject": "001",
    "detail": "",
    "format": "数据库",
    "to_departments": "always",
    "to_public": "always",
    "to_operation": "always",
    "refresh": "yearly",
    "items.0.title": "名称",
    "items.0.type": "C",
    "unit": CLERK.unit,
    "person": CLERK.person,
    "do": "save",
}
DESK = ("/entry/new", "/entry/libraries/edit", "/entry/libraries/review")
WHO = {"unit": CLERK.unit, "person": CLERK.person}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_an_entry_goes_the_whole_way_through_forms(settings: Settings) -> None:
    with browsing(settings) as browser:
        made = browser.post("/entry/new", data=GOOD)
        assert (made.status_code, made.headers["location"]) == (303, "/entry/reading_rooms/review")
        assert 'value="submit"' in browser.get("/entry/reading_rooms/review").text
        for verb in ("submit", "approve", "approve", "approve"):
            assert browser.post("/entry/reading_rooms/step", data={**WHO, "verb": verb}).status_code == 303
        page = words(browser.get("/entry/reading_rooms").text)
        assert "307001/000001" in page
        assert "等待数据 0 天" in page
        assert CLERK.person in page
        sent = browser.post("/entry/reading_rooms/mounts", data={**WHO, "kind": "table", "dataset": "library.waiting"})
        assert sent.status_code == 303
        assert "缺少 1 个信息项：名称" in words(browser.get("/entry/reading_rooms").text)
        back = browser.post("/entry/reading_rooms/step", data={**WHO, "verb": "withdraw"})
        assert back.status_code == 409
        assert "须载明理由" in back.text


def test_every_problem_stands_next_to_its_field_and_what_was_typed_is_kept(settings: Settings) -> None:
    wrong = GOOD | {
        "id": "Reading Rooms",
        "title": "",
        "provider_code": "123",
        "item": "7",
        "to_public": "never",
        "to_departments": "on_request",
        "items.0.element": "persn_name",
        "items.1.title": "藏书量",
        "items.1.length": "很多",
        "areas": "5101",
    }
    with browsing(settings) as browser:
        answer = browser.post("/entry/new", data=wrong)
    assert answer.status_code == 422
    told = dict(re.findall(r'id="p-([\w-]+)">.*?</svg>\s*([^<]+)<', answer.text, re.S))
    assert {"id", "title", "provider_code", "category", "basis", "items-0-element", "items-1-length", "areas"} <= set(told)
    assert "person_name" in told["items-0-element"]
    assert 'value="藏书量"' in answer.text
    assert "没有保存" in answer.text


def test_rows_of_items_are_added_and_removed_without_a_script(settings: Settings) -> None:
    with browsing(settings) as browser:
        more = browser.post("/entry/new", data=GOOD | {"do": "add"})
        assert len(re.findall(r'name="items\.\d+\.title"', more.text)) == 6
        two = GOOD | {"items.4.title": "地址", "items.9.title": "电话", "items.9.drop": "1"}
        browser.post("/entry/new", data=two)
        kept = browser.get("/entry/reading_rooms.json").json()["items"]
    assert [i["title"] for i in kept] == ["名称", "地址"]


def test_an_entry_is_compiled_from_a_service_item_in_the_form(settings: Settings, store: Store, registry: Registry) -> None:
    inbox = settings.home / "inbox" / "government"
    inbox.mkdir(parents=True)
    (inbox / "service_items.csv").write_bytes(registry.packs["government"].samples["service_items"])
    from tianfu.flow import load, roots_of

    load(store, registry, "government.service_items", roots=roots_of(settings), now=NOW)
    with browsing(settings) as browser:
        offered = browser.get("/entry/new", params={"matter": "补贴"})
        (code,) = re.findall(r"/entry/new\?matter=([\w-]+)", offered.text)
        filled = browser.get("/entry/new", params={"matter": code}).text
    assert 'value="演示技能提升补贴申领办理信息"' in filled
    assert 'value="给付金额"' in filled


def test_two_people_at_the_same_entry_do_not_overwrite_each_other(settings: Settings) -> None:
    with browsing(settings) as browser:
        browser.post("/entry/new", data=GOOD)
        browser.post("/entry/reading_rooms/edit", data=GOOD | {"title": "甲改的", "number": "1"})
        late = browser.post("/entry/reading_rooms/edit", data=GOOD | {"title": "乙改的", "number": "1"})
        assert late.status_code == 409
        assert "已有第 2 稿" in late.text
        assert browser.post("/entry/new", data=GOOD).status_code == 409


def test_a_change_is_shown_beside_what_is_published(settings: Settings, store: Store) -> None:
    published(store, entry())
    with browsing(settings) as browser:
        Entries(store).write(entry(title="新名录"), CLERK, at=NOW)
        page = words(browser.get("/entry/libraries/review").text)
    assert "公共图书馆名录 新名录" in page


def test_dataset_and_entry_lead_to_each_other_and_the_first_page_has_the_rate(settings: Settings, store: Store, registry: Registry) -> None:
    published(store, entry())
    loaded(store, registry)
    with browsing(settings, client="10.0.0.9") as browser:
        assert '"/dataset/library.libraries"' in browser.get("/entry/libraries").text
        assert '"/entry/libraries"' in browser.get("/dataset/library.libraries").text
        assert "挂接率 100.0%" in browser.get("/").text
        assert "Mounting rate" in browser.get("/entries?lang=en").text


def test_the_desk_is_at_the_machine_only(settings: Settings, store: Store) -> None:
    published(store, entry())
    gone = {**WHO, "verb": "withdraw", "reason": "x"}
    with browsing(settings, client="10.0.0.9") as browser:
        assert [browser.get(path).status_code for path in DESK] == [403, 403, 403]
        assert browser.post("/entry/libraries/step", data=gone).status_code == 403
    with browsing(settings) as browser:
        assert [browser.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code for path in DESK] == [403, 403, 403]
        assert browser.post("/entry/libraries/step", data=gone, headers={"origin": "http://evil"}).status_code == 403
    assert Entries(store).of("libraries").state == "published"


def test_hostile_words_stay_words(settings: Settings, store: Store) -> None:
    bad = "<script>alert(1)</script>\"'"
    published(store, entry("bad", title=bad, abstract=bad, provider=bad))
    Entries(store).take("bad", Verb.change, CLERK, at=NOW)
    with browsing(settings) as browser:
        for path in ("/entries", "/entry/bad", "/entry/bad/edit", "/entry/bad/review", f"/entries?q={bad}", f"/entry/new?matter={bad}"):
            answer = browser.get(path)
            assert answer.status_code == 200, path
            assert "<script>alert" not in answer.text, path
        assert "'=1+1" in list_with_formula(browser, store)


def list_with_formula(browser: TestClient, store: Store) -> str:
    published(store, entry("formula", title="=1+1"))
    return browser.get("/entries.csv").text


def test_the_public_zone_has_no_desk(tmp_path: Path) -> None:
    with browsing(Settings(home=tmp_path / "public"), zone=Zone.public) as browser:
        assert browser.get("/entry/new").status_code == 404
        assert browser.post("/entry/new", data=GOOD).status_code in (404, 405)
        assert browser.get("/entries").status_code == 200
