"""What stands in a cell comes out as the text that it means, exactly."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from tests.collect.conftest import Desk, declared

from tianfu.collect import CollectError, fetch, locate
from tianfu.collect.contents import Content
from tianfu.collect.workbooks import Workbook as Read
from tianfu.model import RECORD_BITS, Files, declare_dataset

from .making import header, package, xls, xlsx

MEANT: list[tuple[Any, str, str]] = [
    (3.0, "General", "3"),
    (-0.0, "General", "0"),
    (0.1 + 0.2, "General", "0.3"),
    (1e-7, "General", "0.0000001"),
    (1234567.891, "#,##0.00", "1234567.891"),
    (999_999_999_999_999, "0", "999999999999999"),
    (0.125, "0.0%", "0.125"),
    (True, "General", "TRUE"),
    (date(2024, 2, 29), "yyyy-mm-dd", "2024-02-29"),
    (date(1900, 1, 1), "yyyy-mm-dd", "1900-01-01"),
    (date(1900, 3, 1), "yyyy-mm-dd", "1900-03-01"),
    (datetime(2024, 3, 1, 8, 30, 15), 'yyyy"年"m"月"d"日" hh:mm', "2024-03-01T08:30:15"),
    (datetime(2024, 3, 1), "yyyy-mm-dd hh:mm", "2024-03-01T00:00:00"),
    (datetime(2024, 3, 1, 23, 59, 59), "yyyy-mm-dd", "2024-03-01T23:59:59"),
    (time(8, 30), "h:mm", "08:30:00"),
    (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (-1, "yyyy-mm-dd", "-1"),
    (45231, "General", "45231"),
    ("007", "@", "007"),
    (" 甲\n乙 & <丙> ", "General", " 甲\n乙 & <丙> "),
    ("=1+1", "@", "=1+1"),
]


@pytest.mark.parametrize(("value", "code", "text"), MEANT)
def test_values_by_their_number_format(desk: Desk, value: Any, code: str, text: str) -> None:
    def put(book: Workbook) -> None:
        cell = book["表"]["B2"]
        cell.value, cell.number_format = value, code
        if isinstance(value, str):
            cell.data_type = "s"

    new = desk.read(xlsx({"表": [["a", "b"], ["x"]]}, change=put)).rows
    if not (isinstance(value, date) and not isinstance(value, datetime) and value.year == 1900):
        assert new == [("x", text)]
    if not isinstance(value, timedelta):
        assert desk.read(xls({"表": [["a", "b"], ["x", (value, code)]]})).rows == [("x", text)]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_the_other_epoch(desk: Desk, kind: str) -> None:
    day = datetime(2024, 3, 1)
    rows = [["a", "b"], ["x", day]]
    new = xlsx({"表": rows}, change=lambda book: setattr(book, "epoch", datetime(1904, 1, 1)))
    old = xls({"表": [rows[0], ["x", (day, "yyyy-mm-dd")]]}, since_1904=True)
    assert desk.read(new if kind == "xlsx" else old).rows[0][1].startswith("2024-03-01")


STYLES = '<numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>'
WRITTEN = {
    '<c r="B2" t="s"><v>0</v></c>': "甲<乙",
    '<c r="B2" t="s"><v>1</v></c>': "富文本",
    '<c r="B2" t="s"><v>2</v></c>': "a\tb\n_x0041",
    '<c r="B2"><f>A1*2</f><v>4.0</v></c>': "4",
    '<c r="B2"><f t="shared" si="0"/><v>4</v></c>': "4",
    '<c r="B2" t="str"><f>""</f><v></v></c>': "",
    '<c r="B2" t="str"><f>A1&amp;"x"</f><v>x&#x4e2d;</v></c>': "x中",
    '<c r="B2" t="e"><v>#N/A</v></c>': "#N/A",
    '<c r="B2" t="b"><v>0</v></c>': "FALSE",
    '<c r="B2" t="d"><v>2024-03-01</v></c>': "2024-03-01",
    '<c r="B2" s="1"><v>45352</v></c>': "2024-03-01",
    '<c r="B2" s="2"><v>45352</v></c>': "2024-03-01",
    '<c r="B2" s="2"><v>45352.500011574075</v></c>': "2024-03-01T12:00:01",
    '<c r="B2" s="1"><v>45352.50000578704</v></c>': "2024-03-01T12:00:00.500",
    '<c r="B2" s="9"><v>45352</v></c>': "45352",
    '<c r="B2"><v>3.1400000000000001</v></c>': "3.14",
    '<c r="B2" t="inlineStr"><is><r><t>富</t></r><rPh><t>fu</t></rPh><r><t> 文</t></r></is></c>': "富 文",
    '<c r="B2"><!-- no --><v>5</v></c>': "5",
    '<c r="B2" t="str"><v><![CDATA[<5>]]></v></c>': "<5>",
    '<c t="str" r="B2"><v>顺序</v></c>': "顺序",
    "<c t='str' r='B2'><v >单引号</v ></c>": "单引号",
    '<c r="B2" t="str"><v>1 > 0</v></c>': "1 > 0",
    '<c r="B2"/>': "",
    "<c><v>1</v></c>": "1",
}
STRINGS = (
    "<si><t>甲&lt;乙</t></si>"
    '<si><r><rPr><b/></rPr><t xml:space="preserve">富</t></r><r><t>文本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh></si>'
    "<si><t>a_x0009_b_x000a__x005F_x0041</t></si>"
)


@pytest.mark.parametrize(("cell", "text"), WRITTEN.items())
def test_every_way_to_write_a_cell(desk: Desk, cell: str, text: str) -> None:
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c>{cell}</row>'
    content = package(header("a", "b") + row, strings=STRINGS, styles=STYLES)
    assert desk.read(content).rows == [("x", text)]


def test_prefixes_and_other_encodings(desk: Desk) -> None:
    rows = header("a", "b") + '<row r="7"><c r="A7" t="str"><v>甲</v></c><c r="B7"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="urn:x"><sheetData>{rows}</sheetData></worksheet>'
    prefixed = sheet.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    for text in (prefixed, '<?xml version="1.0" encoding="UTF-16"?>' + sheet):
        parts = {"worksheets/sheet1": text} if text is prefixed else {"worksheets/sheet1": text.encode("utf-16")}
        found = desk.read(package("", **parts))  # type: ignore[arg-type]
        assert (found.rows, found.numbers) == ([("甲", "1")], [7])


LONG = """
title: 企业
steward: dept.environment
source: {channel: administrative, files: "*.csv*"}
key: [code]
columns:
  - {name: code, element: credit_code, title: 代码, from_field: a}
  - {name: amount, element: number, title: 金额, from_field: b}
  - {name: account, element: text, title: 账号, from_field: c}
"""


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_numbers_that_lost_digits_are_never_taken_for_codes(desk: Desk, kind: str) -> None:
    rows = [["a", "b", "c"], [510102199001011234, 6e15, "6222020200112233445"], ["A", 1, 6222020200112233445]]
    desk.put(xlsx({"表": rows}) if kind == "xlsx" else xls({"表": [[float(v) if isinstance(v, int) else v for v in r] for r in rows]}))
    dataset = declare_dataset(LONG, "firms.yaml", "demo.firms")
    source = dataset.sources[0]
    assert isinstance(source, Files)
    found = list(fetch(dataset, source, store=desk.store, roots=(desk.inbox,)))
    assert [r for b in found for r in b.data.select(["a", "b", "c"]).to_pylist()] == [
        {"a": "5.10102199001011E+17", "b": "6000000000000000", "c": "6222020200112233445"}
    ]
    assert [(r.record, r.cause) for b in found for r in b.rejected] == [(3, "precision_lost")]


def test_digits_that_a_program_wrote_in_full_are_kept(desk: Desk) -> None:
    cells = '<row r="2"><c r="A2"><v>510102199001011234</v></c><c r="B2"><v>510102199001011000</v></c></row>'
    found = desk.read(package(header("a", "b") + cells), ("a",))
    assert found.rows == [("510102199001011234",)]
    assert [r.cause for r in desk.read(package(header("a", "b") + cells)).rejected] == ["precision_lost"]


def test_a_formula_that_was_never_calculated_is_told(desk: Desk) -> None:
    found = desk.read(xlsx({"表": [["a", "b", "c"], ["x", "=1+1", 1], ["y", 2, "=1+1"]]}))
    assert found.rows == [("y", "2")]
    assert [(r.record, r.cause) for r in found.rejected] == [(2, "uncalculated")]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_record_is_found_again(desk: Desk, kind: str) -> None:
    sheets = {"甲": [["说明"]], "乙": [["标题"], ["a", "b"], [], ["x", 1.5], ["y", 2]]}
    found = desk.read(xlsx(sheets) if kind == "xlsx" else xls(sheets))
    origin = found.batches[0].origin
    assert origin
    place = locate(desk.store, declared(), origin.number << RECORD_BITS | 1 << 21 | 4)
    assert place
    assert (place.part, place.line, place.text) == ("乙", 4, "x\t1.5")


def test_the_layout_says_where_each_field_stands(desk: Desk) -> None:
    rows = [["标题"], ["序号", "组", None], [None, "a", "b"], [1, "x", 2]]
    path = desk.put(xlsx({"说明": [["x"]], "表": rows}, ["A2:A3", "B2:C2"]))
    dataset = declared(("b", "组-a"))
    source = dataset.sources[0]
    assert isinstance(source, Files)
    (sheet,) = Read.of(Content(path, "表.xlsx"), source).layout(dataset)
    assert (sheet.name, sheet.index, sheet.header, sheet.columns) == ("表", 1, (2, 3), {"b": 3, "组-a": 2})


@pytest.mark.parametrize(
    "broken", ["<row r='2'><c r='A2'>", '<row r="0"><c r="A0"><v>1</v></c></row>', '<row r="9"><c r="XFE9"><v>1</v></c></row>']
)
def test_broken_sheets_are_told(desk: Desk, broken: str) -> None:
    with pytest.raises(CollectError, match="不完整或已损坏"):
        desk.read(package(header("a", "b") + broken))
