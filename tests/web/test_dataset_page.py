"""A dataset's page: one question governs rows, charts, files and calls; headings open; nothing that the gate hides is told."""

import re
import shutil
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import load_packs
from tianfu.flow import load, roots_of
from tianfu.model import Settings, Zone
from tianfu.release import make_keys, publish, push, receive, signing_key, trust, trusted
from tianfu.store import Store

from .conftest import NOW, browsing, settings_of

PAGE = "/dataset/library.libraries"
CHART = "chart.kind=bar&chart.x=kind&chart.of=count"
CLOSED = "/dataset/library.readers"


def part(text: str, id: str) -> str:
    """The markup of a section, to the next one that a script can change or a heading of the page."""
    found: str = re.split(r'<section |<aside |id="fields"', text.partition(f'id="{id}"')[2])[0]
    return found


def sheet(text: str, column: str) -> str:
    """What the heading of a column opens to."""
    opened = re.findall(r'<details class="menu pop">.*?</details>', text, re.S)
    return next(s for s in opened if f"<code>{column}</code></p>" in s)


# -- one question


def test_rows_charts_files_calls_and_frames_follow_one_question(portal: TestClient) -> None:
    text = unescape(portal.get(f"{PAGE}?kind=公共馆&visits.gte=100&{CHART}").text)
    asked = "kind=%E5%85%AC%E5%85%B1%E9%A6%86&visits.gte=100"
    assert "符合条件 17 条" in text
    assert "共 17 条" in part(text, "preview")
    assert f"/api/v1/datasets/library.libraries/rows?{asked}'" in part(text, "api")
    assert f'/dataset/library.libraries/download.csv?{asked}"' in part(text, "export")
    assert f"/embed/dataset/library.libraries/table?{asked}" in part(text, "export")
    assert f"{asked}" in part(text, "chart")
    assert f"{asked}&{CHART}#preview" in text


def test_a_chart_is_state_and_no_condition(portal: TestClient) -> None:
    text = portal.get(f"{PAGE}?{CHART}").text
    assert "已用条件" not in text
    assert 'name="chart.x" value="kind"' in text, "a condition that is added keeps the chart"
    assert "公共馆" in part(text, "chart")


def test_a_chart_that_cannot_be_meant_is_said_in_words_and_the_page_stays(portal: TestClient) -> None:
    answer = portal.get(f"{PAGE}?chart.kind=bar&chart.x=knd")
    assert answer.status_code == 200
    assert "kind" in part(answer.text, "chart")
    assert "共 60 条" in answer.text


def test_every_view_has_a_link_that_holds_the_question(portal: TestClient) -> None:
    text = unescape(portal.get(f"{PAGE}?visits.gte=100&sort=-visits").text)
    for id in ("preview", "chart", "export", "api"):
        assert f'href="/dataset/library.libraries?visits.gte=100&sort=-visits#{id}" data-link=' in text
        assert f'href="#{id}"' in text.partition('class="anchors"')[2].partition("</nav>")[0]


def test_a_heading_offers_its_column_to_the_filter(portal: TestClient) -> None:
    text = portal.get(f"{PAGE}?f_pick=visits&kind=公共馆").text
    assert '<option value="visits" selected>' in text
    assert "autofocus" in text
    assert "f_pick" not in part(text, "api")
    assert "autofocus" not in portal.get(f"{PAGE}?f_pick=contact").text, "a masked column is not offered"


# -- headings


def test_a_heading_opens_to_meaning_statistics_and_ways(portal: TestClient) -> None:
    text = unescape(sheet(portal.get(PAGE).text, "kind"))
    for said in ("数据元", "类型", "级别", "空值", "不同值", "?sort=kind#preview", "?sort=-kind#preview", "?f_pick=kind#filter"):
        assert said in text, said
    assert "?kind=%E5%85%AC%E5%85%B1%E9%A6%86#preview" in text, "the most frequent values narrow"


def test_a_heading_names_its_code_list(portal: TestClient) -> None:
    assert "/dataset/codes.areas" in sheet(portal.get(PAGE).text, "area")


def test_the_heading_of_a_masked_column_says_so_and_tells_nothing(portal: TestClient) -> None:
    text = sheet(portal.get(PAGE).text, "contact")
    assert "脱敏显示" in text
    for told in ("空值", "不同值", "sort=", "f_pick", "histogram", "frequent", "张"):
        assert told not in text, told


# -- what is closed


def test_a_closed_dataset_has_no_filter_sheets_charts_files_or_frames(portal: TestClient) -> None:
    text = portal.get(f"{CLOSED}?card=R1&{CHART}").text
    for absent in ('id="filter"', "menu pop", "data-chart", 'id="export"', 'id="api"', "/embed/", "赵六", "钱七", ">R1", "R2"):
        assert absent not in text, absent
    for present in ('id="quality"', 'id="versions"', 'id="lineage"', "不对您开放"):
        assert present in text, present


@pytest.mark.parametrize("path", ["/embed/dataset/library.readers/table", "/embed/dataset/library.readers/chart", f"{CLOSED}/chart"])
def test_views_of_a_closed_dataset_are_refused(portal: TestClient, path: str) -> None:
    answer = portal.get(f"{path}?chart.kind=bar&chart.x=name")
    assert answer.status_code == 403
    assert "赵六" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_chart_of_a_masked_column_is_refused_in_words(portal: TestClient) -> None:
    for path in (PAGE, f"{PAGE}/chart", "/embed/dataset/library.libraries/chart"):
        text = portal.get(f"{path}?chart.kind=bar&chart.x=contact").text
        assert "张三" not in text
        assert '<svg class="drawing' not in text.partition('id="chart-own"')[2].partition("</figure>")[0]


# -- frames


def test_a_frame_may_stand_on_any_site_and_nothing_else_may(portal: TestClient) -> None:
    framed = portal.get("/embed/dataset/library.libraries/table?kind=公共馆")
    assert framed.status_code == 200
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "default-src 'self'" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    for path in (
        "/",
        PAGE,
        f"{PAGE}/chart",
        "/embed/",
        "/embed/../",
        "/embed/dataset/library.libraries/rows",
        "/embed/dataset/no.such/table",
    ):
        answer = portal.get(path)
        assert answer.headers["x-frame-options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path


@pytest.mark.parametrize("query", ["visits=viel", "contact=张三", "sort=contact", "fields=contact,name&contact.contains=张"])
def test_a_frame_of_what_is_masked_or_cannot_be_asked_is_no_frame(portal: TestClient, query: str) -> None:
    answer = portal.get(f"/embed/dataset/library.libraries/table?{query}")
    assert answer.status_code in (400, 403)
    assert answer.headers["x-frame-options"] == "DENY"
    assert "张" not in answer.text.replace(query, "").partition("<main")[2]


def test_a_frame_shows_plain_columns_its_source_and_the_way_back(portal: TestClient) -> None:
    text = portal.get("/embed/dataset/library.libraries/table?kind=公共馆&fields=name,contact,visits&lang=en").text
    assert "contact" not in text.partition("<thead")[2].partition("</thead>")[0]
    assert "张" not in text
    assert 'href="/dataset/library.libraries?kind=' in text
    assert "Department of culture" in text or "dept.culture" in text
    assert 'hreflang="zh-CN"' in text
    for absent in ("<form", 'class="top"', 'class="foot"', "<h2"):
        assert absent not in text, absent


def test_a_frame_shows_everybody_the_same_whoever_asks(portal: TestClient, public: TestClient) -> None:
    for path in ("/embed/dataset/library.libraries/table", f"/embed/dataset/library.libraries/chart?{CHART}"):
        rows = [re.search(r"<tbody.*?</tbody>", b.get(path).text, re.S) for b in (portal, public)]
        assert [r and r.group() for r in rows] == [rows[0] and rows[0].group()] * 2
        assert rows[0] is not None


def test_code_to_embed_is_text_that_can_be_pasted(portal: TestClient) -> None:
    for dataset in ("library.hostile", "library.libraries"):
        text = portal.get(f"/dataset/{dataset}").text
        code = unescape(re.findall(r"<code>(&lt;iframe.*?)</code>", text, re.S)[0])
        assert code.startswith('<iframe src="http://localhost/embed/dataset/')
        assert "<img" not in code
        address = unescape(code.partition('src="')[2].partition('"')[0]).removeprefix("http://localhost")
        assert portal.get(address).status_code == 200


# -- charts apart


def test_a_chart_has_a_page_of_its_own_under_the_same_filter(portal: TestClient) -> None:
    text = portal.get(f"{PAGE}/chart?{CHART}&visits.gte=100").text
    assert 'id="filter"' in text
    assert 'action="/dataset/library.libraries/chart' in text
    assert "人次 ≥ 100" in text
    added = portal.get(f"{PAGE}/chart?{CHART}&f_column=visits&f_op=lt&f_value=300")
    assert (added.status_code, added.headers["location"].partition("?")[0]) == (303, f"{PAGE}/chart")


# -- versions, trend, freshness


@pytest.fixture(scope="module")
def twice(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the libraries came again, worse than before."""
    folder = tmp_path_factory.mktemp("twice") / "portal"
    shutil.copytree(furnished, folder)
    file = folder / "home" / "inbox" / "libraries.csv"
    file.write_text(file.read_text("utf-8") + "L902,,510107,公共馆,5,2001-01-01,王五\n" * 3, "utf-8")
    settings = settings_of(folder)
    with Store.open(settings) as store:
        load(store, load_packs(settings.packs), "library.libraries", roots=roots_of(settings), now=NOW + timedelta(days=31))
    return folder


def test_two_versions_are_picked_to_be_compared_and_quality_has_a_trend(twice: Path) -> None:
    with browsing(settings_of(twice)) as browser:
        text = browser.get(PAGE).text
        assert 'action="/dataset/library.libraries/diff"' in text
        assert browser.get("/dataset/library.libraries/diff?from=1&to=2").status_code == 200
        told = text.partition('class="trend"')[2].partition("</figure>")[0]
        assert told.count("<tr>") == 3, "a heading and two versions"
        assert "polyline" in told
        assert "下降" in told
        assert browser.get("/dataset/library.readers").text.count('class="trend"') == 0, "one version is no trend"


def test_a_badge_leads_to_the_rules_that_failed(portal: TestClient) -> None:
    text = portal.get(PAGE).text
    assert text.count('class="badge-link" href="#quality"') == 2
    assert "/dataset/library.libraries/problems?check=" in part(text, "quality")


@pytest.mark.parametrize(
    ("dataset", "said"),
    [("library.libraries", "每月更新"), ("library.hostile", "没有承诺下次更新的时间"), ("library.waiting", "还没有装载过数据")],
)
def test_freshness_is_told_in_words(portal: TestClient, dataset: str, said: str) -> None:
    assert said in portal.get(f"/dataset/{dataset}").text.partition("<aside")[2]


def test_freshness_is_told_to_machines_too(portal: TestClient) -> None:
    facts = {d: portal.get(f"/dataset/library.{d}.json").json()["freshness"] for d in ("libraries", "hostile", "waiting")}
    assert {d: f["state"] for d, f in facts.items()} == {"libraries": "on_time", "hostile": "no_cycle", "waiting": "never"}
    assert facts["libraries"]["due_at"] is not None


# -- lineage


def test_lineage_goes_several_steps_back(portal: TestClient) -> None:
    text = part(portal.get("/dataset/library.totals").text, "lineage")
    assert "图书馆名录" in text
    assert "上游 1 个" in text
    assert "自愿提供" in text, "the channel over which the source arrives"


def test_what_lies_behind_is_not_named_where_it_is_not_open(own: Path, tmp_path: Path) -> None:
    settings = settings_of(own)
    registry = load_packs(settings.packs)
    home = tmp_path / "public"
    make_keys(tmp_path)
    trust(home, tmp_path / "release" / "public.key.json")
    with Store.open(settings) as store:
        publish(store, registry, "library.totals", licence="CC0-1.0", by="dept.culture_tourism")
        push(store, registry, tmp_path / "gap", signing_key(tmp_path))
    with Store.open(Settings(home=home, zone=Zone.public)) as store:
        assert {v.outcome for v in receive(store, tmp_path / "gap", trusted(home))} == {"taken"}
    with browsing(Settings(home=home, zone=Zone.public)) as browser:
        text = browser.get("/dataset/library.totals").text
        assert "未在本区公开的数据" in part(text, "lineage")
        assert "图书馆名录" not in text
        assert "library.libraries" not in text


# -- weight


def test_pages_stay_light(portal: TestClient) -> None:
    for path in (PAGE, f"{PAGE}?{CHART}", "/dataset/codes.areas"):
        answer = portal.get(path, headers={"accept-encoding": "gzip"})
        assert int(answer.headers["content-length"]) < 30 * 1024, path
