"""Charts: whole without a script; with one they answer to a pointer and to keys. And the way of a reader from a search to a file."""

import csv
import io

import pytest
from playwright.sync_api import Page

from .conftest import Portal
from .library import BRANCHES, DAYS
from .pages import CHART, PAGES

ALIVE = "#chart-1 .chart-draw.alive"
LOADED = "() => performance.getEntriesByType('resource').some((e) => e.name.includes('/vendor/'))"
OLD = """
for (const [owner, names] of [
    [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
    [String.prototype, ["at", "isWellFormed"]],
    [Object, ["hasOwn", "groupBy"]],
    [Promise, ["withResolvers"]],
    [AbortSignal, ["any", "timeout"]],
    [Element.prototype, ["setHTML", "setHTMLUnsafe", "getHTML"]],
    [HTMLElement.prototype, ["showPopover", "hidePopover", "togglePopover"]],
    [Document.prototype, ["startViewTransition"]],
    [Crypto.prototype, ["randomUUID"]],
    [URL, ["canParse", "parse"]],
    [Response, ["json"]],
    [window, ["structuredClone", "navigation", "scheduler", "CompressionStream"]],
]) for (const name of names) delete owner[name];
"""
"""What Chromium 86 has not yet."""


def into_view(page: Page, selector: str = "#chart") -> None:
    page.locator(selector).first.scroll_into_view_if_needed()


def bars(page: Page) -> int:
    return page.locator("#chart-2 tbody tr").count()


def test_a_chart_is_whole_without_a_script(portal: Portal) -> None:
    page = portal.open(PAGES["dataset, with charts"], script=False)
    chart = page.locator("#chart-1")
    assert chart.locator("svg.drawing:visible").count() == 1
    assert not chart.locator("table").is_visible()
    chart.get_by_text("表", exact=True).click()
    assert chart.locator("tbody tr").count() == DAYS
    assert chart.locator("td", has_text="—").count() == 5 * len(BRANCHES)
    assert not chart.locator("svg.drawing").first.is_visible()
    assert (
        "image/svg+xml"
        in page.request.get(portal.address + str(chart.locator("a", has_text="SVG").get_attribute("href"))).headers["content-type"]
    )


def test_the_library_is_fetched_only_when_a_chart_comes_into_view(portal: Portal) -> None:
    page = portal.open(PAGES["dataset, with charts"])
    page.wait_for_timeout(300)
    assert not page.evaluate(LOADED)
    into_view(page)
    page.locator(ALIVE).wait_for()
    assert page.evaluate(LOADED)
    assert portal.problems == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_chart_that_comes_alive_moves_nothing(portal: Portal, width: int) -> None:
    still = portal.open(CHART, width=width, script=False).locator("figure.chart").bounding_box()
    page = portal.open(CHART, width=width)
    page.locator(".chart-draw.alive").wait_for()
    alive = page.locator("figure.chart").bounding_box()
    assert still is not None
    assert alive is not None
    assert (alive["width"], alive["height"]) == (still["width"], still["height"])
    assert page.evaluate("window.pwned") is None
    assert "<b>东</b>馆" in page.locator(".chart-live svg").inner_html().replace("&lt;", "<").replace("&gt;", ">")
    assert portal.problems == []


def test_keys_walk_along_the_axis_and_say_what_is_there(portal: Portal) -> None:
    page = portal.open(CHART + "&branch=" + BRANCHES[0])
    page.locator(".chart-draw.alive").focus()
    page.keyboard.press("Home")
    place = page.get_by_role("slider")
    assert place.get_attribute("aria-valuetext") == "2026-09-01: 180"
    page.keyboard.press("ArrowRight")
    assert str(place.get_attribute("aria-valuetext")).startswith("2026-09-02: ")
    assert "2026-09-02" in page.locator(".chart-tip").inner_text()
    page.keyboard.press("Escape")
    page.locator(".chart-tip").wait_for(state="hidden")
    assert portal.problems == []


def test_the_switch_of_chart_and_table_needs_no_pointer(portal: Portal) -> None:
    page = portal.open(CHART)
    page.locator("figure.chart .seg-in").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("figure.chart table").is_visible()


def test_a_chart_follows_the_width_of_its_place(portal: Portal) -> None:
    page = portal.open(CHART)
    page.locator(".chart-draw.alive").wait_for()
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function("() => document.querySelector('.chart-live svg').getBoundingClientRect().width < 360")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_the_library_fails_the_first_drawing_stays(portal: Portal) -> None:
    page = portal.open("/healthz")
    page.route("**/vendor/**", lambda route: route.abort())
    page.goto(portal.address + CHART)
    page.wait_for_timeout(300)
    assert page.locator("svg.drawing:visible").count() == 1
    assert page.locator(".chart-live").count() == 0


def test_a_browser_without_newer_features_shows_the_same(portal: Portal) -> None:
    page = portal.open("/healthz")
    portal.problems.clear()  # old browsers complain about their own way of showing JSON
    page.add_init_script(OLD)
    for name in ("home", "catalogue, found", "entry", "dataset, with charts", "query"):
        page.goto(portal.address + PAGES[name])
    page.goto(portal.address + PAGES["dataset, with charts"])
    page.locator("#preview th a", has_text="外借册数").click()
    page.locator("#preview th[aria-sort]").wait_for()
    into_view(page)
    page.locator(ALIVE).wait_for()
    assert portal.problems == []


def test_the_form_draws_what_it_is_asked(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits/chart", script=False)
    if not page.locator("#chart-chart\\.x").is_visible():
        page.locator("details", has=page.locator(".chart-builder")).locator("summary").first.click()
    page.locator("#chart-chart\\.kind").select_option("bar")
    page.locator("#chart-chart\\.x").select_option("area")
    page.locator("#chart-chart\\.y").select_option("visits")
    page.locator("#chart-chart\\.of").select_option("max")
    page.get_by_role("button", name="作图").click()
    assert "chart.x=area" in page.url
    assert page.locator("figure.chart tbody tr").count() == 5


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_a_search_to_a_file_and_back_by_the_same_link(portal: Portal, lang: str, width: int, script: bool) -> None:
    """Search, dataset, filter, chart, export; then the address in the hands of somebody else."""
    words = {"zh": ("借阅", "筛选", "图书借阅量"), "en": ("loans", "Filter", "Loans of books")}[lang]
    page = portal.open(f"/?lang={lang}", width=width, script=script)
    page.locator("main #q").fill(words[0])
    page.locator("main form[role=search] button").first.click()
    page.wait_for_url("**/catalogue?**")  # the first page names the dataset too
    page.locator("main").get_by_role("link", name=words[2]).first.click()
    page.locator("#filter-column").select_option("branch")
    page.locator("#filter-value").fill(BRANCHES[0])
    page.get_by_role("button", name=words[1], exact=True).click()
    page.locator(".chip").wait_for()
    assert bars(page) == 1
    into_view(page, "#chart-2")
    if script:
        page.locator("#chart-2 .chart-draw.alive").wait_for()
    address = str(page.locator("#export a[href*='.csv']").first.get_attribute("href"))
    rows = list(csv.reader(io.StringIO(page.request.get(portal.address + address).body().decode("utf-8-sig"))))
    assert len(rows) == 1 + DAYS - 5
    assert {row[1] for row in rows[1:]} == {BRANCHES[0]}
    finding = page.locator("#chart-1 figcaption a").inner_text()
    sent = page.url.removeprefix(portal.address).partition("#")[0] + f"&lang={lang}"
    again = portal.open(sent, width=width, script=script)
    assert again.locator("#chart-1 figcaption a").inner_text() == finding
    assert bars(again) == 1
    assert portal.problems == []
