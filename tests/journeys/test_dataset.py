"""A dataset's page in a browser: headings that open, one filter over everything, links to copy, frames on other sites."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

import pytest

from .axe import judge
from .conftest import Portal

STAYED = "() => window.stayed === true"
VISITS = "/dataset/library.visits"
LOANS = "/dataset/library.loans"
COVERED = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    if (!e.closest(".governed") || e.closest("#filter") || e.matches(".sr, .scroll, pre")) return null;
    const top = document.elementFromPoint(box.left + Math.min(4, box.width / 2), box.top + Math.min(4, box.height / 2));
    return top && top.closest("#filter") ? `${e.tagName} ${e.textContent.trim().slice(0, 30)}` : null;
}"""


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_heading_opens_to_what_its_column_means_inside_the_window(portal: Portal, width: int, script: bool) -> None:
    page = portal.open(VISITS, width=width, script=script)
    for place in range(page.locator("#preview .pop").count()):
        opener = page.locator("#preview .pop summary").nth(place)
        opener.click()
        sheet = page.locator("#preview .pop[open] .sheet").last
        box = sheet.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert sheet.locator("dt", has_text="数据元").is_visible()
        opener.click()
    assert portal.problems == []


def test_an_opened_heading_is_for_everybody(portal: Portal) -> None:
    for lang in ("zh", "en"):
        page = portal.open(f"{VISITS}?lang={lang}")
        for place in (1, 3, 4):  # values, masked, a histogram
            page.locator("#preview .pop summary").nth(place).click()
            assert judge(page) == []


def test_a_heading_closes_by_escape_and_by_a_click_elsewhere(portal: Portal) -> None:
    page = portal.open(VISITS)
    page.locator("#preview .pop summary").nth(1).click()
    page.keyboard.press("Escape")
    assert page.locator(".pop[open]").count() == 0
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    page.locator("#preview .pop summary").nth(1).click()
    page.locator("h1").click()
    assert page.locator(".pop[open]").count() == 0


def test_a_value_in_a_heading_narrows_and_a_heading_fills_the_form(portal: Portal) -> None:
    page = portal.open(VISITS)
    page.evaluate("window.stayed = true")
    page.locator("#preview .pop summary").nth(2).click()
    page.locator(".pop[open] .ways a", has_text="少儿").click()
    page.locator("#filter .chip").wait_for()
    assert page.locator("#preview tbody tr").count() == 16
    page.locator("#preview .pop summary").nth(4).click()
    page.locator(".pop[open] .sheet-ways a", has_text="筛选").click()
    page.wait_for_function("() => document.getElementById('filter-column').value === 'visits'")
    assert page.evaluate("() => document.activeElement.id") == "filter-value"
    assert page.evaluate(STAYED)
    assert portal.problems == []


def test_one_condition_changes_rows_charts_files_and_calls_in_place(portal: Portal) -> None:
    page = portal.open(LOANS)
    page.evaluate("window.stayed = true")
    before = page.locator("#chart figure").first.locator("tbody tr").count()
    page.locator("#filter-column").select_option("branch")
    page.get_by_label("值", exact=True).fill("总馆")
    page.get_by_label("值", exact=True).press("Enter")
    page.locator("#filter .chip").wait_for()
    asked = "branch=" + quote("总馆")
    assert asked in page.url
    assert page.locator("#chart figure").first.locator("thead th").count() == 2
    assert page.locator("#chart figure").first.locator("tbody tr").count() == before
    for part in ("#export", "#downloads"):
        assert asked in page.locator(f"{part} .files a").first.get_attribute("href")  # type: ignore[operator]
    assert asked in page.locator("#api code").first.text_content()  # type: ignore[operator]
    page.locator("#building summary").click()
    page.get_by_label("画法").select_option("bar")
    page.get_by_role("button", name="作图").click()
    page.wait_for_function("() => location.search.includes('chart.kind=bar')")
    assert page.locator("#building[open]").count() == 1
    assert page.locator("#filter .chip").count() == 1
    assert page.evaluate(STAYED)
    assert portal.problems == []


def test_a_drawing_that_comes_in_answers_to_keys(portal: Portal) -> None:
    page = portal.open(LOANS)
    page.locator("#filter-column").select_option("branch")
    page.get_by_label("值", exact=True).fill("总馆")
    page.get_by_label("值", exact=True).press("Enter")
    page.locator("#filter .chip").wait_for()
    page.locator("#chart figure").first.scroll_into_view_if_needed()
    page.locator("#chart .chart-live").first.wait_for()
    assert portal.problems == []


def test_the_filter_stays_in_sight_and_hides_no_focus(portal: Portal) -> None:
    page = portal.open(f"{LOANS}?branch={quote('总馆')}&loans.gte=100")
    page.locator("#api").scroll_into_view_if_needed()
    assert page.locator("#filter").bounding_box()["y"] == 0  # type: ignore[index]
    page.locator("#filter-value").focus()
    stops, covered = 0, []
    for key in ["Tab"] * 90 + ["Shift+Tab"] * 90:
        page.keyboard.press(key)
        stops += 1
        if found := page.evaluate(COVERED):
            covered.append(found)
    assert stops == 180
    assert covered == []


def test_the_link_of_a_view_is_copied(portal: Portal) -> None:
    page = portal.open(f"{LOANS}?loans.gte=100", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#h-chart .link-copy, .link-copy").nth(1).click()
    page.locator(".link-copy", has_text="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{portal.address}{LOANS}?loans.gte=100#chart"


def test_without_a_script_there_is_no_button_that_does_nothing(portal: Portal) -> None:
    page = portal.open(LOANS, script=False)
    assert page.locator(".link-copy, .code button").count() == 0
    assert page.locator("a.permalink").count() >= 4


def test_a_view_stands_in_a_frame_of_another_site_and_the_page_does_not(portal: Portal) -> None:
    paths = (f"/embed{LOANS}/table", LOANS)
    frames = "".join(f'<iframe src="{portal.address}{path}" width="600" height="400"></iframe>' for path in paths)
    with another_site(f"<!doctype html><html lang=zh><title>x</title>{frames}") as address:
        page = portal.open("/healthz")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        framed, refused = (page.frame_locator(f"iframe >> nth={n}") for n in (0, 1))
        framed.locator("tbody tr").first.wait_for()
        assert framed.locator("tbody tr").count() == 10
        assert refused.locator("#preview").count() == 0


@contextmanager
def another_site(body: str) -> Iterator[str]:
    """A site at another port, which is another origin."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing is told."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
