"""What scripts add: the preview changes in place, code is copied, menus close, type grows."""

from .conftest import Portal

STAYED = "() => window.stayed === true"


def test_a_condition_changes_the_preview_in_place(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    page.evaluate("window.stayed = true")
    page.locator("#filter-column").select_option("visits")
    page.get_by_label("比较方式").select_option("gte")
    page.get_by_label("值", exact=True).fill("600")
    page.get_by_label("值", exact=True).press("Enter")
    page.locator(".chip").wait_for()
    assert page.evaluate(STAYED)
    assert "visits.gte=600" in page.url
    assert "visits.gte=600" in page.locator("#api code").first.text_content().replace("%3E", "")  # type: ignore[union-attr]
    assert page.evaluate("() => document.activeElement.closest('#filter') !== null")
    page.go_back()
    page.locator(".chip").wait_for(state="detached")
    assert page.evaluate(STAYED)
    assert portal.problems == []


def test_sorting_and_paging_stay_on_the_page(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    page.evaluate("window.stayed = true")
    page.locator("#preview th a", has_text="人次").click()
    page.locator("#preview th[aria-sort]").wait_for()
    page.get_by_role("link", name="下一页").click()
    page.get_by_role("link", name="第一页").wait_for()
    assert page.evaluate(STAYED)
    assert portal.problems == []


def test_an_anchor_does_not_fetch_anything(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.resource_type in ("document", "fetch") else None)
    page.locator(".anchors a", has_text="质量").click()
    page.go_back()
    page.wait_for_timeout(200)
    assert asked == []


def test_code_is_copied(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".seg-pane:visible button").click()
    page.locator(".seg-pane:visible button", has_text="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl")


def test_a_menu_closes_by_escape_and_gives_the_focus_back(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits")
    page.locator(".menu summary").first.click()
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"


def test_larger_type_stays_on_the_next_page(portal: Portal) -> None:
    page = portal.open("/")
    page.get_by_role("button", name="关怀版").click()
    page.get_by_role("link", name="数据目录").first.click()
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.get_by_role("button", name="关怀版").get_attribute("aria-pressed") == "true"
