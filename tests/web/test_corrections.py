"""Problem rows put right: in the form of their page, or in a workbook that comes back by upload. Rows that are there stay as they are."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from tianfu.catalogue import load_packs
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.sheets.api import routers
from tianfu.catalogue.sheets.stamp import stamp_of
from tianfu.flow import load, roots_of
from tianfu.flow.rerun import rerun
from tianfu.model import Zone

from .conftest import NOW, browsing, settings_of
from .test_upload import work

PROBLEMS = "/dataset/library.libraries/problems"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form_of(browser: TestClient, page: str) -> dict[str, str]:
    """What a browser would send: hidden fields and inputs with their values."""
    text = browser.get(page).text
    return dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', text))


def ways(browser: TestClient) -> list[str]:
    return [
        w.replace("&amp;", "&")
        for w in dict.fromkeys(re.findall(r'href="(/dataset/library.libraries/correct\?[^"]+)"', browser.get(PROBLEMS).text))
    ]


def way_to(browser: TestClient, value: str) -> str:
    """The form of the problem row that holds the value."""
    return next(w for w in ways(browser) if value in browser.get(w).text)


def rows(browser: TestClient, **where: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = browser.get("/api/v1/datasets/library.libraries/rows", params={"limit": "200", **where}).json()["rows"]
    return found


def counts(browser: TestClient) -> dict[str, int]:
    state = browser.app.state  # type: ignore[attr-defined]  # the application
    found = present(state.store, "library.libraries")
    assert found is not None
    assert found.counts.balanced
    return {"read": found.counts.read, "kept": found.counts.kept, "quarantined": found.counts.quarantined, "corrected": found.corrected}


def test_a_problem_row_is_put_right_in_a_form(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        assert counts(browser) == {"read": 62, "kept": 60, "quarantined": 2, "corrected": 0}
        way = way_to(browser, "9999999")
        page = browser.get(way)
        assert "9999999" in page.text
        assert "0 至 1000000" in page.text
        form = form_of(browser, way)
        sent = browser.post("/dataset/library.libraries/correct", files={}, data=form | {"0.visits": "99"})
        assert sent.status_code == 303
        work(browser)
        assert "更正“更正-libraries.csv.ndjson”" in browser.get(sent.headers["location"]).text
        assert [r["visits"] for r in rows(browser, code="L900")] == [99]
        assert len(rows(browser)) == 61
        assert counts(browser) == {"read": 62, "kept": 61, "quarantined": 1, "corrected": 1}
        after = browser.get(PROBLEMS).text
        assert "已更正" in after
        assert len(ways(browser)) == 1
        assert browser.get("/api/v1/datasets/library.libraries").json()["quality_detail"]["checks"]
        again = browser.post("/dataset/library.libraries/correct", data=form | {"0.visits": "98"})
        assert again.status_code == 400
        assert "已由他人更正" in again.text


def test_what_is_wrong_again_is_a_problem_row_of_its_correction(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        way = way_to(browser, "9999999")
        browser.post("/dataset/library.libraries/correct", data=form_of(browser, way) | {"0.visits": "-3"})
        work(browser)
        assert counts(browser) == {"read": 62, "kept": 60, "quarantined": 2, "corrected": 1}
        assert "更正后仍有问题" in browser.get(PROBLEMS).text
        second = way_to(browser, 'value="-3"')
        browser.post("/dataset/library.libraries/correct", data=form_of(browser, second) | {"0.visits": "3"})
        work(browser)
        assert counts(browser) == {"read": 62, "kept": 61, "quarantined": 1, "corrected": 2}


def test_a_row_that_is_there_is_never_replaced_by_a_correction(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        browser.post(
            "/dataset/library.libraries/correct", data=form_of(browser, way_to(browser, "9999999")) | {"0.visits": "5", "0.code": "L001"}
        )
        work(browser)
        assert [r["visits"] for r in rows(browser, code="L001")] == [10]
        assert "不重复" in browser.get(PROBLEMS).text


def test_mended_cells_of_the_workbook_are_loaded_and_nothing_else(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        sheet = browser.get("/dataset/library.libraries/corrections.xlsx")
        assert sheet.headers["content-type"] == XLSX
        book = load_workbook(BytesIO(sheet.content))
        assert book.sheetnames == ["问题数据", "问题清单", "_tianfu"]
        assert book["_tianfu"].sheet_state == "veryHidden"
        names = {c.value: c.column for c in book["问题数据"][4]}
        bad = next(r for r in book["问题数据"].iter_rows(min_row=5) if r[names["code"] - 1].value == "L900")
        cell = bad[names["visits"] - 1]
        assert cell.fill.start_color.rgb == "00FAD4D0"
        assert cell.comment is not None
        assert "0 至 1000000" in cell.comment.text
        assert bad[names["contact"] - 1].value == "李四"
        cell.value = 77
        out = BytesIO()
        book.save(out)
        sent = browser.post("/dataset/library.libraries/upload", files={"file": ("改好.xlsx", out.getvalue())})
        assert sent.status_code == 303
        work(browser)
        assert [r["visits"] for r in rows(browser, code="L900")] == [77]
        assert len(rows(browser)) == 61
        assert counts(browser) == {"read": 62, "kept": 61, "quarantined": 1, "corrected": 1}
        once_more = browser.post("/dataset/library.libraries/upload", files={"file": ("改好.xlsx", out.getvalue())})
        assert once_more.status_code == 400


def test_nothing_changed_is_told(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        content = browser.get("/dataset/library.libraries/corrections.xlsx").content
        answer = browser.post("/dataset/library.libraries/upload", files={"file": ("a.xlsx", content)})
        assert answer.status_code == 400
        assert "没有改动任何值" in answer.text
        answer = browser.post("/dataset/library.readers/upload", files={"file": ("a.xlsx", content)})
        assert answer.status_code == 400
        assert "图书馆名录" in answer.text


def test_the_next_refresh_does_not_undo_a_correction(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        browser.post("/dataset/library.libraries/correct", data=form_of(browser, way_to(browser, "9999999")) | {"0.visits": "99"})
        work(browser)
        state = browser.app.state  # type: ignore[attr-defined]  # the application
        run = load(state.store, state.registry, "library.libraries", roots=roots_of(state.settings), now=NOW)
        assert run.state == "unchanged"
        assert len(rows(browser)) == 61


def test_who_corrected_how_much_is_in_the_journal_without_values(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        state = browser.app.state  # type: ignore[attr-defined]  # the application
        browser.post(
            "/dataset/library.libraries/correct",
            data=form_of(browser, way_to(browser, "9999999")) | {"0.visits": "99", "0.contact": "赵六"},
        )
        event = next(e for e in state.store.journal.events() if e.verb == "correct")
        assert (event.who, event.detail["records"], event.detail["values"]) == ("local", 1, 2)
        assert "赵六" not in str(state.store.journal.events())
        work(browser)
        origin = state.store.raw.origin(int(state.store.jobs.listed()[0].arguments["origin"]))
        kept = state.store.raw.open(origin.sha256).read().decode()
        assert '"was"' in kept
        assert "9999999" in kept
        assert "赵六" in kept


def test_the_list_for_everybody_is_masked_and_has_no_raw_records(portal: TestClient) -> None:
    book = load_workbook(BytesIO(portal.get(f"{PROBLEMS}.xlsx").content))
    text = str([[c.value for c in row] for row in book["问题清单"].iter_rows()])
    assert "0 至 1000000" in text
    assert "李四" not in text
    assert book.sheetnames == ["问题清单"]


@pytest.mark.parametrize(
    "path", ["/dataset/library.libraries/corrections.xlsx", "/jobs/1/annotated.xlsx", "/dataset/library.libraries/correct?run=x&record=1"]
)
def test_raw_values_are_not_given_to_anybody_else(own: Path, path: str) -> None:
    with browsing(settings_of(own), client="10.0.0.9") as browser:
        assert browser.get(path).status_code == 403
        assert "/correct" not in browser.get(PROBLEMS).text


def test_the_public_zone_takes_no_files_and_holds_no_problem_rows() -> None:
    assert routers(Zone.public) == ()


def test_closed_problem_rows_have_no_list(portal: TestClient) -> None:
    assert portal.get("/dataset/library.readers/problems.xlsx").status_code == 403


def test_a_workbook_of_another_kind_is_no_stamp() -> None:
    out = BytesIO()
    Workbook().save(out)
    assert stamp_of(out) is None
    assert stamp_of(BytesIO(b"PK\x03\x04 nothing")) is None


def test_problem_rows_go_through_the_rules_again_when_the_declaration_has_changed(own: Path) -> None:
    declared = own / "packs" / "library" / "datasets" / "libraries.yaml"
    declared.write_text(declared.read_text("utf-8").replace("high: 1000000", "high: 90000000"), "utf-8")
    with browsing(settings_of(own)) as browser:
        state = browser.app.state  # type: ignore[attr-defined]  # the application
        run = rerun(state.store, state.registry, "library.libraries", now=NOW)
        assert run is not None
        assert (run.counts.read, run.counts.kept) == (2, 1)
        assert [r["visits"] for r in rows(browser, code="L900")] == [9999999]
        assert counts(browser) == {"read": 62, "kept": 61, "quarantined": 1, "corrected": 2}


def test_a_record_that_was_corrected_is_corrected_again_when_its_file_is_read_again(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        state = browser.app.state  # type: ignore[attr-defined]  # the application
        browser.post("/dataset/library.libraries/correct", data=form_of(browser, way_to(browser, "9999999")) | {"0.visits": "99"})
        work(browser)
        declared = own / "packs" / "library" / "datasets" / "libraries.yaml"
        declared.write_text(declared.read_text("utf-8").replace("low: 0, high", "low: 1, high"), "utf-8")
        registry = load_packs(state.settings.packs)
        load(state.store, registry, "library.libraries", roots=roots_of(state.settings), now=NOW)
        assert counts(browser)["quarantined"] == 2
        rerun(state.store, registry, "library.libraries", now=NOW)
        assert [r["visits"] for r in rows(browser, code="L900")] == [99]


def test_a_job_gives_the_bad_rows_of_a_csv_file_back_as_a_workbook(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        sent = browser.post("/dataset/library.waiting/upload", files={"file": ("a.csv", b"code,visits\nA1,5\nA2,=1+1\n")})
        work(browser)
        way = f"{sent.headers['location']}/annotated.xlsx"
        assert way in browser.get(sent.headers["location"]).text
        sheet = load_workbook(BytesIO(browser.get(way).content))["问题数据"]
        assert [(c.value, c.data_type) for c in (sheet["D5"], sheet["C5"])] == [("=1+1", "s"), ("A2", "s")]
        assert sheet.max_row == 5
        good = browser.post("/dataset/library.waiting/upload", files={"file": ("b.csv", b"code,visits\nA1,5\n")})
        work(browser)
        assert browser.get(f"{good.headers['location']}/annotated.xlsx").status_code == 404
