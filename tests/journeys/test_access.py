"""Pages for everybody: structure, names, contrast, targets, keyboard, and narrow windows."""

from pathlib import Path

import pytest

from .axe import judge
from .conftest import Portal
from .pages import PAGES

AUDIT = Path(__file__).with_name("audit.js").read_text("utf-8").partition("\n")[2]
SPILLED = """() => {
    const spilled = document.documentElement.scrollWidth - innerWidth;
    if (spilled <= 0) return [];
    const free = (e) => !e.closest(".scroll, .nav, .side nav, .anchors, pre, .chart-live");
    const wide = Array.from(document.querySelectorAll("body *")).filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && free(e));
    return [`${spilled}px`, ...wide.slice(0, 5).map((e) => `${e.tagName}.${e.className}`)];
}"""
LARGER = [PAGES[name] for name in ("home", "catalogue", "dataset", "entry")]
WIDTHS = (1440, 1024, 390, 320)
JUDGED = (1440, 390)
FOCUSED = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    const frame = e.matches(".seg-in") ? e.nextElementSibling : e.matches(".search input") ? e.parentElement : e;
    const by = getComputedStyle(frame);
    return {
        name: `${e.tagName}.${e.className} ${(e.textContent || e.getAttribute("aria-label") || "").trim().slice(0, 20)}`,
        body: e === document.body,
        marked: (by.outlineStyle !== "none" && parseFloat(by.outlineWidth) >= 2) || by.boxShadow !== "none",
        inside: box.bottom > 0 && box.top < innerHeight,
    };
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shuts_anybody_out_or_scrolls_sideways(portal: Portal, lang: str) -> None:
    """Each page is loaded once; the window is made narrower, as a person would."""
    found = {}
    page = portal.open(f"/?lang={lang}")
    for name, path in PAGES.items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(portal.address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong = page.evaluate(AUDIT) + judge(page) if width in JUDGED else page.evaluate(SPILLED)
            if wrong:
                found[name, width] = wrong
    assert not found, "\n".join(f"{name} at {width}: {wrong}" for (name, width), wrong in found.items())


def test_the_judge_judges(portal: Portal) -> None:
    page = portal.open("/")
    page.evaluate("() => { document.documentElement.removeAttribute('lang'); document.querySelector('#q').labels[0].remove(); }")
    assert {said.partition(":")[0] for said in judge(page)} >= {"html-has-lang"}


def test_larger_type_does_not_scroll_sideways_either(portal: Portal) -> None:
    page = portal.open("/", width=390)
    page.context.add_cookies([{"name": "care", "value": "1", "url": portal.address}])
    for path in LARGER:
        page.goto(portal.address + path)
        assert page.evaluate(SPILLED) == [], path


def test_the_first_stop_of_the_keyboard_skips_to_the_content(portal: Portal) -> None:
    page = portal.open("/catalogue")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/dataset/library.visits"])
def test_every_stop_of_the_keyboard_is_seen(portal: Portal, path: str) -> None:
    page = portal.open(path)
    stops: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["body"]:
            break
        assert stop["marked"], stop["name"]
        assert stop["inside"], stop["name"]
        stops.append(stop["name"])
    assert len(stops) > 15


def test_a_search_and_a_condition_need_no_mouse(portal: Portal) -> None:
    page = portal.open("/")
    page.get_by_label("检索数据").focus()
    page.keyboard.type("到馆")
    page.keyboard.press("Enter")
    page.locator(".listed a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("值", exact=True).focus()
    page.keyboard.type("L001")
    page.keyboard.press("Enter")
    page.locator(".chip").wait_for()
    assert page.locator("#preview tbody tr").count() == 1
