"""Entries in the form of the national guide: out as the list shows them, in as drafts, back with every problem marked."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from tianfu.catalogue.sheets.entries_in import read_entries
from tianfu.catalogue.sheets.entries_out import entries_workbook
from tianfu.model import Entry, EntryItem

from .conftest import browsing, settings_of

ENTRY = Entry(
    id="library_list", title="图书馆名录", abstract="公共图书馆", provider="dept.culture_tourism", items=(EntryItem(title="名称"),)
)


def test_entries_come_in_as_drafts_and_go_out_again(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        sent = browser.post(
            "/entries/import",
            files={"file": ("目录.xlsx", entries_workbook([ENTRY]))},
            data={"unit": "dept.culture_tourism", "person": "张三"},
        )
        assert sent.headers["location"] == "/entries"
        assert "图书馆名录" in browser.get("/entries").text
        found, problems = read_entries(browser.get("/entries.xlsx").content)
        assert (found, problems) == ([ENTRY], [])


def test_a_workbook_with_problems_comes_back_and_nothing_of_it_is_taken(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        book = load_workbook(BytesIO(entries_workbook([ENTRY])))
        book.worksheets[0]["I4"] = None
        out = BytesIO()
        book.save(out)
        back = browser.post("/entries/import", files={"file": ("目录.xlsx", out.getvalue())})
        assert load_workbook(BytesIO(back.content)).worksheets[1]["I4"].comment is not None
        assert read_entries(browser.get("/entries.xlsx").content) == ([], [])
        assert browser.post("/entries/import", files={"file": ("x.xlsx", b"no workbook")}).status_code == 400


def test_only_the_office_hands_entries_in(own: Path) -> None:
    with browsing(settings_of(own), client="10.0.0.9") as browser:
        assert browser.post("/entries/import", files={"file": ("a.xlsx", b"PK")}).status_code == 403
