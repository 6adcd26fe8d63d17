"""A messy workbook handed in, back with its problems marked, mended and handed in again: only what was mended is loaded, and once."""

from io import BytesIO
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from tianfu.catalogue.corrections.open_rows import open_rows
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.sheets.look import BAD, DOUBT

from .conftest import NOW, browsing, settings_of
from .delivered_books import DECLARED, DOUBTFUL, RECORDS, RIGHT, WRONG, as_bytes, as_old, delivered, mended
from .test_upload import work

ID = "library.years"


@pytest.fixture
def collecting(own: Path) -> Path:
    """A home that collects visits by year."""
    (own / "packs" / "library" / "datasets" / "years.yaml").write_text(DECLARED, "utf-8")
    return own


def hand_in(browser: TestClient, content: bytes, name: str = "年报.xlsx") -> str:
    """The page of the job that loaded it."""
    sent = browser.post(f"/dataset/{ID}/upload", files={"file": (name, content)})
    assert sent.status_code == 303, sent.text
    work(browser)
    assert "未完成" not in browser.get(sent.headers["location"]).text
    return sent.headers["location"]


def marked(browser: TestClient, job: str) -> bytes:
    answer = browser.get(f"{job}/annotated.xlsx")
    assert answer.status_code == 200
    return answer.content


def rows(browser: TestClient) -> dict[str, dict[str, Any]]:
    found = browser.get(f"/api/v1/datasets/{ID}/rows", params={"limit": "200"}).json()["rows"]
    assert len({r["code"] for r in found}) == len(found)
    return {r["code"]: r for r in found}


def state(browser: TestClient) -> dict[str, int]:
    """Counts of the delivery as it stands now, and rows that nobody has put right."""
    store, registry = browser.app.state.store, browser.app.state.registry  # type: ignore[attr-defined]  # the application
    now = present(store, ID)
    assert now is not None
    assert now.counts.balanced
    waiting = {
        (r["run"], r["record"]) for r in open_rows(store, registry.dataset(ID), now, today=NOW.date()) if r["outcome"] == "quarantine"
    }
    counts = now.counts
    return {"read": counts.read, "accepted": counts.accepted, "flagged": counts.flagged, "bad": counts.quarantined, "open": len(waiting)}


def filled(book: Workbook, sheet: str, colour: str) -> set[str]:
    return {c.coordinate for row in book[sheet].iter_rows() for c in row if c.fill.start_color.rgb == f"00{colour}"}


def commented(book: Workbook, sheet: str) -> set[str]:
    return {c.coordinate for row in book[sheet].iter_rows() for c in row if c.comment}


def listed(book: Workbook) -> set[str]:
    """Where the list leads to."""
    return {row[2].hyperlink.location for row in book["问题清单"].iter_rows(min_row=4) if row[2].hyperlink}


def messy(*years: str) -> Workbook:
    book = delivered(*years)
    sheet = book[f"{years[0]}年"]
    sheet[DOUBTFUL[0]] = DOUBTFUL[1]
    return book


def mend(book: Workbook) -> None:
    for cell, value in RIGHT.items():
        book["2024年"][cell] = value
    book["2024年"]["B6"] = "改了也不读"


def test_every_wrong_cell_is_marked_and_no_other(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        content = as_bytes(messy("2024"))
        job = hand_in(browser, content)
        assert state(browser) == {"read": RECORDS, "accepted": 1, "flagged": 1, "bad": 10, "open": 10}
        back, before = load_workbook(BytesIO(marked(browser, job))), load_workbook(BytesIO(content))
        assert back.sheetnames == ["问题清单", "封面", "2024年", "_tianfu"]
        assert filled(back, "2024年", BAD) == set(WRONG)
        assert filled(back, "2024年", DOUBT) == {DOUBTFUL[0]}
        assert commented(back, "2024年") == {*WRONG, DOUBTFUL[0]}
        assert listed(back) == {f"'2024年'!{cell}" for cell in (*WRONG, DOUBTFUL[0])}
        assert [[c.value for c in r] for r in back["2024年"].iter_rows()] == [[c.value for c in r] for r in before["2024年"].iter_rows()]
        assert {str(r) for r in back["2024年"].merged_cells.ranges} == {str(r) for r in before["2024年"].merged_cells.ranges}
        assert fastexcel.read_excel(marked(browser, job)).sheet_names == back.sheetnames


def test_mended_cells_are_loaded_once_and_nothing_stays_open(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        back = marked(browser, hand_in(browser, as_bytes(messy("2024"))))
        first = rows(browser)
        hand_in(browser, mended(back, mend))
        assert state(browser) == {"read": RECORDS, "accepted": 11, "flagged": 1, "bad": 0, "open": 0}
        after = rows(browser)
        assert len(after) == RECORDS
        assert {code: after[code] for code in first} == first
        assert [after[f"24{n:02}"]["visits"] for n in range(RECORDS)] == [100, 101, 102, 103, 104, 7, 106, 107, 108, 35, 110, 111]
        assert [after[f"24{n:02}"]["loans"] for n in range(RECORDS)] == [10, 11, 12, 13, 14, 15, 12, 17, 18, 19, 20, 21]
        assert (after["2407"]["opened_on"], after["2410"]["opened_on"]) == ("2024-02-29", "2023-01-02")
        again = browser.post(f"/dataset/{ID}/upload", files={"file": ("再来.xlsx", mended(back, mend))})
        assert again.status_code == 400
        assert len(rows(browser)) == RECORDS


def test_sums_and_formulas_without_a_value_are_no_records_when_they_come_back_either(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        book = delivered("2024", wrong={"B7": None})
        sheet = book["2024年"]
        sheet.append(["合计", "全县", None, None, None, 1_266, 186])
        sheet.append(["2499", "公式馆", None, "510107", "开放", "=F6*2", 3])
        back = marked(browser, hand_in(browser, as_bytes(book)))
        assert commented(load_workbook(BytesIO(back)), "2024年") == {"B7", "A19", "A20"}
        hand_in(browser, mended(back, lambda b: b["2024年"].__setitem__("B7", "补上的馆")))
        assert state(browser) == {"read": 14, "accepted": 12, "flagged": 0, "bad": 2, "open": 2}
        hand_in(browser, mended(back, lambda b: b["2024年"].__setitem__("F20", 200)))
        assert state(browser) == {"read": 14, "accepted": 13, "flagged": 0, "bad": 1, "open": 1}
        assert rows(browser)["2499"]["visits"] == 200
        assert "合计" not in rows(browser)


def test_an_old_workbook_comes_back_as_a_new_one_and_is_mended_there(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        job = hand_in(browser, as_old(messy("2024")), "年报.xls")
        assert state(browser)["open"] == 10
        back = load_workbook(BytesIO(marked(browser, job)))
        assert commented(back, "2024年") == {*WRONG, DOUBTFUL[0]}
        hand_in(browser, mended(as_bytes(back), mend))
        assert state(browser) == {"read": RECORDS, "accepted": 11, "flagged": 1, "bad": 0, "open": 0}
        assert rows(browser)["2406"]["opened_on"] == "2001-01-07"


def test_two_sheets_of_years_are_marked_and_mended_each_at_its_place(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        book = messy("2024", "2025")
        book["2025年"]["E8"] = "开业"
        back = marked(browser, hand_in(browser, as_bytes(book)))
        assert state(browser) == {"read": 2 * RECORDS, "accepted": 12, "flagged": 1, "bad": 11, "open": 11}
        shown = load_workbook(BytesIO(back))
        assert filled(shown, "2025年", BAD) == commented(shown, "2025年") == {"E8"}
        assert filled(shown, "2024年", BAD) == set(WRONG)
        hand_in(browser, mended(back, lambda b: b["2025年"].__setitem__("E8", "闭馆")))
        assert state(browser) == {"read": 2 * RECORDS, "accepted": 13, "flagged": 1, "bad": 10, "open": 10}
        assert (rows(browser)["2502"]["status"], len(rows(browser))) == ("闭馆", 14)


def test_a_workbook_that_lost_its_header_is_told(collecting: Path) -> None:
    with browsing(settings_of(collecting)) as browser:
        back = marked(browser, hand_in(browser, as_bytes(messy("2024"))))
        broken = mended(back, lambda b: b["2024年"].__setitem__("A3", "别的"))
        answer = browser.post(f"/dataset/{ID}/upload", files={"file": ("a.xlsx", broken)})
        assert answer.status_code == 400
        assert "编号" in answer.text
        assert state(browser)["open"] == 10
