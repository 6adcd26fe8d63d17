"""What a reader does in a browser that runs no scripts at all."""

from .conftest import Portal
from .library import ROWS

VISITS = [n * 13 % 700 for n in range(ROWS)]


def codes(page) -> list[str]:  # type: ignore[no-untyped-def]
    return page.locator("#preview tbody tr > :first-child").all_inner_texts()


def numbers(page) -> list[int]:  # type: ignore[no-untyped-def]
    """The column 人次."""
    return [int(t.replace(",", "")) for t in page.locator("#preview tbody tr > :nth-child(5)").all_inner_texts()]


def test_a_search_leads_to_the_dataset(portal: Portal) -> None:
    page = portal.open("/", script=False)
    page.get_by_label("检索数据").fill("到馆人次")
    page.get_by_role("button", name="检索").click()
    page.locator(".listed a").first.click()
    assert "到馆人次" in page.locator("h1").inner_text()
    assert page.locator("#preview tbody tr").count() == 20


def test_a_condition_narrows_the_rows_and_can_be_taken_away(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    page.locator("#filter-column").select_option("visits")
    page.get_by_label("比较方式").select_option("gte")
    page.get_by_label("值", exact=True).fill("600")
    page.get_by_role("button", name="筛选").click()
    assert numbers(page)
    assert all(n >= 600 for n in numbers(page))
    assert f"共 {sum(v >= 600 for v in VISITS)} 条" in page.locator("#preview .hd").inner_text()
    page.locator(".chip a").click()
    assert f"共 {ROWS} 条" in page.locator("#preview .hd").inner_text()


def test_a_question_that_cannot_be_asked_is_said_in_words(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits?visits.gte=%E8%AE%B8%E5%A4%9A", script=False)
    assert "许多" in page.get_by_role("alert").inner_text()
    assert page.locator("#preview tbody").count() == 0


def test_a_heading_sorts_and_sorts_the_other_way(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    page.locator("#preview th a", has_text="人次").click()
    assert numbers(page) == sorted(VISITS)[:20]
    page.locator("#preview th a", has_text="人次").click()
    assert numbers(page) == sorted(VISITS, reverse=True)[:20]
    assert page.locator("#preview th[aria-sort=descending]").count() == 1


def test_paging_shows_every_row_once(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    seen = codes(page)
    while page.get_by_role("link", name="下一页").count():
        page.get_by_role("link", name="下一页").click()
        seen += codes(page)
    assert sorted(seen) == [f"L{n:03}" for n in range(ROWS)]
    page.get_by_role("link", name="第一页").click()
    assert codes(page) == seen[:20]


def test_a_facet_opens_and_narrows(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    page.locator(".menu summary", has_text="类别").click()
    page.locator(".menu[open] a", has_text="少儿").click()
    assert page.locator("#preview .hd").inner_text().count(f"共 {ROWS // 4} 条") == 1


def test_the_call_is_shown_in_the_language_that_was_chosen(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits?visits.gte=600", script=False)
    assert page.locator(".seg-pane:visible").count() == 1
    page.locator(".seg", has_text="Python").click()
    assert "visits.gte" in page.locator(".seg-pane:visible").inner_text()


def test_an_uploaded_file_is_loaded_and_the_page_says_so(portal: Portal) -> None:
    page = portal.open("/dataset/library.borrowers", script=False)
    content = "code,name\nB1,王五\nB2,赵六\n,无编号\n".encode()
    page.get_by_label("选择文件").set_input_files({"name": "新借书人.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="上传并核验").click()
    assert "/jobs/" in page.url
    page.locator(".sum").wait_for(timeout=25_000)  # the page reloads by itself
    assert page.locator(".sum dd").all_inner_texts() == ["3", "2", "0", "1"]
    assert "装载“新借书人.csv”" in page.locator("h1").inner_text()


def test_what_serves_does_not_say_what_it_is(portal: Portal) -> None:
    answer = portal.open("/healthz").request.get(portal.address + "/healthz")
    assert answer.ok
    assert "server" not in answer.headers


def test_a_refused_dataset_says_why_and_shows_no_row(portal: Portal) -> None:
    page = portal.open("/dataset/library.borrowers", script=False)
    assert "公共图书馆法" in page.locator("#preview").inner_text()
    assert "王五" not in page.content()


def test_masked_values_are_marked_and_missing_ones_are_not_blank(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    assert "张三丰" not in page.content()
    assert page.locator("#preview th", has_text="已脱敏").count() == 1
    assert page.locator("#preview td .nil").first.get_attribute("aria-label") == "无值"


def test_counts_add_up(portal: Portal) -> None:
    page = portal.open("/dataset/library.visits", script=False)
    read, *parts = (int(t.replace(",", "")) for t in page.locator("#quality .sum dd").all_inner_texts())
    assert read == sum(parts) == ROWS + 2


def test_the_language_of_the_page_is_remembered(portal: Portal) -> None:
    page = portal.open("/catalogue", script=False)
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Home").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("button", name="Search").count() == 1
