"""Titles, column names, cells and questions full of markup: nothing of it runs, and no page breaks its own policy."""

from urllib.parse import quote

import pytest

from .conftest import Portal
from .library import IMAGE, SCRIPT

PAGES = ("/", "/catalogue", "/dataset/library.visits", "/dataset/library.visits/problems", "/dataset/library.borrowers", "/query")
ASKED = (
    f"/catalogue?q={quote(SCRIPT)}",
    f"/dataset/library.visits?kind={quote(IMAGE)}",
    f"/dataset/library.visits?remark.contains={quote('javascript:')}",
    f"/query?sql={quote('SELECT kind, remark FROM library.visits')}",
)
REFUSED = (
    f"/dataset/{quote(IMAGE)}",
    f"/{quote(SCRIPT)}",
    f"/dataset/library.visits?visits={quote(SCRIPT)}",
    f"/query?sql={quote(SCRIPT)}",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stored_markup_is_text(portal: Portal, lang: str) -> None:
    page = portal.open(f"/?lang={lang}")
    for path in PAGES + ASKED:
        page.goto(portal.address + path)
        assert page.evaluate("window.pwned") is None, path
        assert page.locator("main img, main script, main svg[onload]").count() == 0, path
        assert portal.problems == [], path


def test_markup_in_a_refused_question_is_text(portal: Portal) -> None:
    page = portal.open("/")
    for path in REFUSED:
        page.goto(portal.address + path)
        assert page.evaluate("window.pwned") is None, path
        assert [p for p in portal.problems if "the server responded" not in p] == [], path


def test_markup_that_is_swapped_in_is_text(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    page.locator("#preview th a", has_text="类别").click()
    page.locator("#preview th[aria-sort]").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert portal.problems == []


def test_the_policy_forbids_what_markup_could_do(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.pwned = 1");
        image.src = "/nothing";
        document.body.append(script, image);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
