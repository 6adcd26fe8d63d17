"""Pages for people: each one answers, in both languages, and leads only to addresses that answer."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from tianfu.cli.serving import as_environ
from tianfu.model import Settings
from tianfu.web.icons import icon

from .conftest import HOSTILE, browsing, links, settings_of

PAGES = (
    "/",
    "/catalogue",
    "/catalogue?q=图书馆&theme=public_service",
    "/dataset/library.libraries",
    "/dataset/library.libraries?kind=公共馆&visits.gte=50&sort=-visits",
    "/dataset/library.totals",
    "/dataset/library.readers",
    "/dataset/library.waiting",
    "/dataset/library.hostile",
    "/dataset/codes.areas",
    "/dataset/library.libraries/problems",
    "/query",
    "/query?sql=select kind, count(*) as n from library.libraries group by kind",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_page_answers_in_both_languages(portal: TestClient, path: str, lang: str) -> None:
    answer = portal.get(path, params={**dict(portal.build_request("GET", path).url.params), "lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}"' in answer.text
    assert answer.headers["content-language"] == ("zh-CN" if lang == "zh" else "en")


def test_the_language_that_was_asked_for_is_remembered(portal: TestClient) -> None:
    assert 'lang="zh-CN"' in portal.get("/").text
    asked = portal.get("/?lang=en")
    assert "httponly" in asked.headers["set-cookie"].lower()
    assert '<html lang="en"' in portal.get("/").text


@pytest.mark.parametrize(("accepted", "lang"), [("en-GB,en;q=0.9", "en"), ("en,zh-CN;q=0.8", "zh-CN"), ("fr", "zh-CN"), ("", "zh-CN")])
def test_a_browser_gets_english_only_where_it_wants_no_chinese(portal: TestClient, accepted: str, lang: str) -> None:
    assert f'<html lang="{lang}"' in portal.get("/", headers={"accept-language": accepted}).text


def test_every_link_of_every_page_leads_somewhere(portal: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    icon.cache_clear()
    waiting, seen, broken = ["/"], {"/"}, {}
    while waiting and len(seen) < 400:
        path = waiting.pop()
        answer = portal.get(path)
        if answer.status_code not in (200, 303):
            broken[path] = answer.status_code
        if "text/html" in answer.headers.get("content-type", ""):
            fresh = [link for link in links(answer.text) if link not in seen and not link.endswith("/upload")]
            fresh = [link for link in fresh if re.sub(r"=[^&]*", "", link) not in {re.sub(r"=[^&]*", "", s) for s in seen}]
            waiting += fresh
            seen |= set(fresh)
    assert broken == {}
    assert "no icon" not in caplog.text
    assert len(seen) > 40


def test_hostile_words_and_cells_stay_text(portal: TestClient) -> None:
    for path in ("/", "/catalogue", "/catalogue?q=危险", "/dataset/library.hostile", f"/dataset/library.hostile?note={HOSTILE}"):
        text = portal.get(path).text
        for tag in ("<script>alert", "<img src=x", "<i>", "<u>", "<b>title"):
            assert tag not in text, path
    assert "&lt;script&gt;alert(1)" in portal.get("/dataset/library.hostile").text


def test_hostile_parameters_stay_text(portal: TestClient) -> None:
    attack = '"><script>alert(9)</script>'
    for path in ("/catalogue", "/query", "/dataset/library.libraries", "/dataset/library.libraries/problems"):
        for name in ("q", "sql", "sort", "theme", "kind", "check", "after", "f_column", "lang", attack):
            assert "<script>alert(9)" not in portal.get(path, params={name: attack}).text, (path, name)


def test_no_page_has_inline_scripts_styles_or_handlers(portal: TestClient) -> None:
    for path in PAGES:
        text = portal.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text), path
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text), path
        assert "<style" not in text, path


def test_a_closed_dataset_shows_its_declaration_and_reasons_but_no_rows(portal: TestClient) -> None:
    text = portal.get("/dataset/library.readers").text
    assert "读者证号" in text
    assert "个人信息保护法" in text
    for secret in ("赵六", "钱七", "R1<", "download.csv"):
        assert secret not in text


def test_names_of_delivered_files_are_told_only_to_whoever_may_read_the_data(portal: TestClient) -> None:
    for page in ("/dataset/library.readers", "/dataset/library.readers.json"):
        assert "readers.csv" not in portal.get(page).text
    assert "libraries.csv" in portal.get("/dataset/library.libraries").text


def test_a_masked_column_shows_neither_values_nor_statistics_nor_a_sort_link(portal: TestClient) -> None:
    text = portal.get("/dataset/library.libraries").text
    assert "张*" in text
    assert "张三" not in text
    assert "sort=contact" not in text
    facts = portal.get("/dataset/library.libraries.json").json()
    contact = next(c for c in facts["columns"] if c["name"] == "contact")
    assert (contact["seen"], contact["minimum"], contact["nulls"], contact["distinct"]) == ("masked", None, None, None)


def test_a_hidden_column_has_no_statistics(portal: TestClient) -> None:
    facts = portal.get("/dataset/library.readers.json").json()
    assert {(c["seen"], c["nulls"], c["minimum"]) for c in facts["columns"]} == {("hidden", None, None)}


def test_a_dataset_without_data_says_so(portal: TestClient) -> None:
    assert portal.get("/dataset/library.waiting").status_code == 200
    assert portal.get("/dataset/library.waiting.json").json()["rows"] is None


def test_the_form_leads_to_the_address_of_the_condition(portal: TestClient) -> None:
    answer = portal.get("/dataset/library.libraries?kind=公共馆&after=abc&f_column=visits&f_op=gte&f_value=50")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dataset/library.libraries?kind=%E5%85%AC%E5%85%B1%E9%A6%86&visits.gte=50#preview"


def test_a_question_that_cannot_be_asked_is_answered_in_words(portal: TestClient) -> None:
    for query, said in (("vists=5", "visits"), ("visits=viel", "整数"), ("contact=张三", "脱敏"), ("after=xx", ""), ("limit=0", "limit")):
        answer = portal.get(f"/dataset/library.libraries?{query}")
        assert answer.status_code == 400, query
        assert said in answer.text
        assert "图书馆名录" in answer.text


def test_conditions_are_shown_in_words_with_a_way_out(portal: TestClient) -> None:
    text = portal.get("/dataset/library.libraries?area=510107&visits.gte=50").text
    assert "行政区划 = 510107 武侯区" in text
    assert "人次 ≥ 50" in text
    assert 'href="/dataset/library.libraries?visits.gte=50' in text


def test_a_rule_about_the_whole_dataset_flags_no_record_and_hides_none(portal: TestClient) -> None:
    for lang, mark, said, refused in (
        ("zh", "整体", "这一条针对整个数据集，不涉及具体记录。", ("标记</span>", "记录不对您开放")),
        ("en", "Whole dataset", "This one is about the dataset as a whole", ("Flagged</span>", "not open to you")),
    ):
        text = portal.get(f"/dataset/library.libraries?lang={lang}").text
        check = text.partition('id="check-dataset-refreshed"')[2].partition("</details>")[0]
        assert mark in check
        assert said in check
        assert not [w for w in refused if w in check]


def test_english_pages_name_codes_and_places_in_english_where_their_list_does(portal: TestClient) -> None:
    chinese, english = (portal.get(f"/?lang={lang}").text for lang in ("zh", "en"))
    assert "<span>成都</span>" in chinese
    assert "<span>Chengdu</span>" in english
    assert "成都</span>" not in english
    rows = portal.get("/dataset/library.libraries?area=510700&lang=en").text.partition('id="preview"')[2].partition("<tbody")[2]
    assert '<span lang="en">Mianyang</span> <small class="value-code">510700</small>' in rows


def test_a_code_without_english_stays_chinese_and_is_marked_so(portal: TestClient) -> None:
    text = portal.get("/dataset/library.libraries?area=510107&lang=en").text
    rows = text.partition('id="preview"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    assert rows.startswith(' lang="zh-CN">')
    assert '武侯区 <small class="value-code">510107</small>' in rows
    assert '<span lang="zh-CN">510107 武侯区</span>' in text.partition('id="preview"')[2]


def test_tables_that_can_be_asked_stand_by_their_titles_with_what_to_write_beneath(portal: TestClient) -> None:
    aside = portal.get("/query").text.partition('id="h-tables"')[2].partition("</aside>")[0]
    assert '<a href="/dataset/library.libraries">图书馆名录</a>' in aside
    assert "<code>library.libraries</code>" in aside
    assert "library.readers" not in aside


def test_a_question_that_fails_stays_in_its_field(portal: TestClient) -> None:
    for sql in ("select nothing from library.libraries", "select cast(name as integer) from library.libraries", "SELEC </textarea>"):
        answer = portal.get("/query", params={"sql": sql})
        assert answer.status_code == 400
        assert unescape(answer.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]) == sql


def test_every_example_is_a_question_that_is_answered_from_open_data(portal: TestClient) -> None:
    offered = [link for link in links(portal.get("/query").text) if link.startswith("/query?sql=")]
    assert len(offered) == 2
    for link in offered:
        answer = portal.get(link)
        assert answer.status_code == 200
        assert "SELECT" in answer.text.partition("<textarea")[2].partition("</textarea>")[0]
        assert "<tbody" in answer.text
        assert "library.readers" not in unquote(link)


def test_answers_show_numbers_as_they_are_and_on_the_right(portal: TestClient) -> None:
    text = portal.get("/query", params={"sql": "select code, 1234567 as n from library.libraries limit 1"}).text
    assert '<td class="r">1234567</td>' in text
    assert "<td>L0" in text


def test_rows_are_counted_with_one_space_and_one_unit(portal: TestClient) -> None:
    for path in ("/", "/catalogue", "/query", "/dataset/library.libraries"):
        for lang, odd in (("zh", "[万亿] 条|条 条"), ("en", r"\b1 rows|rows rows|条")):
            text = portal.get(f"{path}?lang={lang}").text
            shown = re.sub(r'<[^>]+lang="zh-CN"[^>]*>[^<]*', "", text)
            assert not re.search(odd, shown), (path, lang)
    assert "60 条" in portal.get("/query?lang=zh").text


def test_the_first_figure_counts_datasets_by_their_name(portal: TestClient) -> None:
    assert '<span class="stat-name">数据集</span>' in portal.get("/").text


def test_the_strip_speaks_of_a_demonstration_only_where_there_is_one(portal: TestClient, own: Path) -> None:
    strip = "演示环境"
    assert strip not in portal.get("/").text
    told = Settings.from_environ(as_environ(settings_of(own, demo=True)))
    with browsing(told) as browser:
        assert strip in browser.get("/").text
