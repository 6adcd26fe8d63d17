"""A delivered workbook back with its problems marked: every bad cell, every problem at once, everything else as it came."""

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tianfu.catalogue import load_packs
from tianfu.catalogue.corrections.findings import Finding, findings
from tianfu.catalogue.sheets import annotated as module
from tianfu.catalogue.sheets.annotated import ROW_BITS, TooLargeToMark, annotated
from tianfu.catalogue.sheets.asked_fields import source_of
from tianfu.catalogue.sheets.returned import returned
from tianfu.catalogue.sheets.said import as_text
from tianfu.catalogue.sheets.stamp import stamp_of
from tianfu.collect.workbooks import SheetLayout
from tianfu.govern import plan
from tianfu.model import CheckResult, Mode, Quality, Version

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
REGISTRY = load_packs()
FIRMS = REGISTRY.dataset("legal_entity.firms")
CHECKS = plan(FIRMS, today=NOW.date()).checks
BAD_ROW, FLAGGED_ROW = 4, 5


def version() -> Version:
    kept = ("id", "columns", "rule", "severity", "dimension", "expected", "standard")
    results = tuple(CheckResult(**{n: getattr(c, n) for n in kept}, tested=3, failed=1) for c in CHECKS)
    facts = {"dataset": FIRMS.id, "number": 1, "delta": 0, "at": NOW, "run": "r1", "mode": Mode.replace, "declaration": "d"}
    sizes = {"rows": 2, "bytes": 1, "inserted": 2, "deleted": 0, "counts": {}, "problems": 3}
    return Version.model_validate({**facts, **sizes, "quality": Quality(checks=results)})


def delivered() -> Workbook:
    book = Workbook()
    book.worksheets[0].title = "封面"
    sheet = book.create_sheet("企业")
    sheet.append(["全省企业名单"])
    sheet.merge_cells("A1:L1")
    sheet.append([c.field for c in FIRMS.columns])
    sheet.append(["91519905MAGF7D329F", "甲", "公司", "511402", "街", "8111", 5, "2011-02-18", "2018-01-23", "李", "", "存续"])
    sheet.append(["91519905MAGF7D3290", "=1+1", "公司", "511402", "街", "8111", -7, "2011-02-18", "2018-01-23", "李", "", "开业"])
    sheet.append(["91519953MA76RKDN82", "丙", "公司", "510182", "街", "6210", 9, "2016-09-14", "2012-11-03", "周", "", "存续"])
    sheet["B3"].font = Font(bold=True)
    return book


def as_bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def found() -> list[Finding]:
    names = [c.name for c in FIRMS.columns]
    cells = [as_text(c.value) or None for c in delivered()["企业"][BAD_ROW]]
    raw = json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False)
    both = "approved_on=2012-11-03; founded_on=2016-09-14"
    rows = [
        problem(BAD_ROW, "capital", "capital.between", "-7", raw),
        problem(BAD_ROW, "status", "status.matches", "开业", raw),
        problem(FLAGGED_ROW, "approved_on", "approved_on-founded_on.expression", both, None),
    ]
    return findings(FIRMS, version(), rows)


def problem(row: int, field: str, check: str, value: str, raw: str | None) -> dict[str, object]:
    record = (7 << 40) | (1 << ROW_BITS) | row
    outcome = "quarantine" if raw else "flag"
    return {"run": "r1", "record": record, "outcome": outcome, "field": field, "check": check, "value": value, "cause": None, "raw": raw}


def laid() -> tuple[SheetLayout, ...]:
    return (SheetLayout("企业", 1, (2,), {c.field: n for n, c in enumerate(FIRMS.columns, 1)}),)


def test_bad_cells_are_filled_and_told_and_the_rest_stays() -> None:
    back = load_workbook(BytesIO(annotated(as_bytes(delivered()), laid(), FIRMS, "hash", found())))
    assert back.sheetnames == ["问题清单", "封面", "企业", "_tianfu"]
    sheet = back["企业"]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.start_color.rgb == "00FAD4D0"} == {"G4", "L4"}
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {"G4", "L4", "H5", "I5"}
    assert "不小于 0" in sheet["G4"].comment.text
    assert "登记状态只有这四种" in sheet["L4"].comment.text
    assert sheet["G4"].comment.text.startswith("● 第 4 行“注册资本”为“-7”")
    assert sheet["B3"].font.b
    assert sheet["G4"].value == -7
    assert "A1:L1" in [str(r) for r in sheet.merged_cells.ranges]
    links = [back["问题清单"].cell(row, 3).hyperlink.location for row in (4, 5, 6)]
    assert links == ["'企业'!G4", "'企业'!L4", "'企业'!I5"]


def test_mended_cells_are_read_back_and_no_other_row() -> None:
    content = annotated(as_bytes(delivered()), laid(), FIRMS, "hash", found())
    about = stamp_of(BytesIO(content))
    assert about is not None
    book = load_workbook(BytesIO(content))
    book["企业"]["G4"], book["企业"]["L4"], book["企业"]["B3"] = 7, "存续", "改了也不读"
    was = {("r1", found()[0].record, 0): {"capital": "-7", "status": "开业", "founded_on": "2011-02-18"}}
    assert not list(returned(BytesIO(as_bytes(book)), about, FIRMS, source_of(FIRMS), was))  # B4 is a formula without a value
    book["企业"]["B4"] = "乙"
    rows = list(returned(BytesIO(as_bytes(book)), about, FIRMS, source_of(FIRMS), was))
    assert [(p.sheet, p.row) for p, _ in rows] == [("企业", BAD_ROW)]
    assert (rows[0][1]["capital"], rows[0][1]["status"], rows[0][1]["founded_on"]) == ("7", "存续", "2011-02-18")


def test_workbooks_that_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(TooLargeToMark):
        annotated(as_bytes(delivered()), laid(), FIRMS, "hash", found())


def test_an_old_workbook_comes_back_as_a_new_one() -> None:
    import xlwt

    old = xlwt.Workbook()
    for name in ("封面", "企业"):
        sheet = old.add_sheet(name)
        for row, cells in enumerate(delivered()[name].iter_rows(values_only=True)):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
    out = BytesIO()
    old.save(out)
    back = load_workbook(BytesIO(annotated(out.getvalue(), laid(), FIRMS, "hash", found())))
    assert back["企业"]["G4"].comment
    assert back["企业"]["L4"].value == "开业"
