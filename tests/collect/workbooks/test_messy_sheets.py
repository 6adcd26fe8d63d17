"""Sheets as departments send them give exactly their records, each under the number of its row."""

from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook
from tests.collect.conftest import Desk

from tianfu.collect import MissingFields

from .making import xls, xlsx

TITLE = ["2025年第三季度各县区情况统计表"]
SECOND = 1 << 21


def read(desk: Desk, content: bytes, fields: Sequence[str], more: str = "") -> tuple[list[tuple[str, ...]], list[int]]:
    """Rows and the numbers of their records."""
    found = desk.read(content, fields, more)
    return found.rows, found.numbers


def test_titles_units_and_notes_around_a_table(desk: Desk) -> None:
    rows = [
        TITLE,
        ["填报单位：生态环境局", None, "单位：微克/立方米"],
        [],
        ["站点", "PM2.5", "PM10"],
        [None, "（μg/m³）", "（μg/m³）"],
        ["金泉两河", 35, 61.5],
        ["十里店", 28, 50],
        [],
        ["注：数据未经审核。"],
        ["填报人：张三", "审核人：李四", "日期：2025-10-08"],
    ]
    assert read(desk, xlsx({"空气": rows}, ["A1:C1"]), ("站点", "PM10")) == ([("金泉两河", "61.5"), ("十里店", "50")], [6, 7])


def test_a_header_of_two_rows_joins_group_and_title(desk: Desk) -> None:
    rows = [
        TITLE,
        ["县区", "2024年", None, "2025年", None, "备注"],
        [None, "产量", "面积", "产量", "面积", None],
        [None, "（吨）", "（亩）", "（吨）", "（亩）", None],
        ["双流区", 1, 2, 3, 4, None],
        ["郫都区", 5, 6, 7, 8, "估算"],
    ]
    content = xlsx({"粮食": rows}, ["A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"])
    assert read(desk, content, ("县区", "2024年-产量", "2025年-面积")) == ([("双流区", "1", "4"), ("郫都区", "5", "8")], [5, 6])
    assert read(desk, content, ("县区", "备注")) == ([("双流区", ""), ("郫都区", "估算")], [5, 6])
    with pytest.raises(MissingFields, match="2024年-产量"):
        desk.read(content, ("县区", "产量"))  # two columns have this title


def test_a_title_below_a_group_is_enough_where_it_is_the_only_one(desk: Desk) -> None:
    rows = [["企业", "联系人", None], [None, "姓名", "电话"], ["甲公司", "王五", "028-86000001"]]
    content = xlsx({"企业": rows}, ["A1:A2", "B1:C1"])
    assert read(desk, content, ("企业", "姓名", "联系人-电话")) == ([("甲公司", "王五", "028-86000001")], [3])


def test_a_header_of_three_rows(desk: Desk) -> None:
    rows = [
        ["地区", "就业", None, None, None],
        [None, "城镇", None, "乡村", None],
        [None, "男", "女", "男", "女"],
        ["成都", 1, 2, 3, 4],
    ]
    content = xlsx({"就业": rows}, ["A1:A3", "B1:E1", "B2:C2", "D2:E2"])
    assert read(desk, content, ("地区", "就业-城镇-女", "就业-乡村-男")) == ([("成都", "2", "3")], [4])


def test_totals_are_told_and_no_records(desk: Desk) -> None:
    rows = [
        ["县区", "项目", "金额"],
        ["锦江区", "道路", 10],
        ["锦江区", "桥梁", 20],
        ["小计", None, 30],
        ["青羊区", "道路", 5],
        [" 合 计：", None, 35],
        ["合计单位", "绿化", 1],
    ]
    found = desk.read(xlsx({"投资": rows}), ("县区", "项目", "金额"))
    assert found.numbers == [2, 3, 5, 7]
    assert [(r.record, r.cause, r.raw) for r in found.rejected] == [(4, "total_row", "小计\t30"), (6, "total_row", " 合 计：\t35")]


def test_a_declaration_says_what_a_total_is(desk: Desk) -> None:
    rows = [["性别", "人数"], ["合计", 3], ["男", 1], ["女", 2], ["全省", 6]]
    found = desk.read(xlsx({"人口": rows}), ("性别", "人数"), "sheet: {totals: [全省]}")
    assert found.rows == [("合计", "3"), ("男", "1"), ("女", "2")]
    assert [r.record for r in found.rejected] == [5]


def test_sheets_of_several_years_are_read_in_turn_and_notes_passed_over(desk: Desk) -> None:
    def hide(book: Workbook) -> None:
        book["2023"].sheet_state = "hidden"

    years = {str(y): [["地区", "数量"], ["成都", y - 2020], ["绵阳", None]] for y in (2023, 2024)}
    content = xlsx({"填表说明": [["一、本表由各县区填报。"], ["二、地区填全称。"]], **years}, change=hide)
    rows = [("成都", "3"), ("绵阳", ""), ("成都", "4"), ("绵阳", "")]
    assert read(desk, content, ("地区", "数量")) == (rows, [SECOND + 2, SECOND + 3, 2 * SECOND + 2, 2 * SECOND + 3])
    assert read(desk, content, ("地区", "数量"), "sheet: {name: '2024'}") == (rows[2:], [2 * SECOND + 2, 2 * SECOND + 3])


def test_a_sheet_that_nearly_fits_is_not_passed_over(desk: Desk) -> None:
    sheets = {"2023": [["地区", "数量", "单价"], ["成都", 3, 1]], "2024": [["地区", "数量", "单 价格"], ["成都", 4, 2]]}
    with pytest.raises(MissingFields, match=r"工作表“2024”：“readings.csv”缺少字段 “单价”（是否为“单 价格”？）"):
        desk.read(xlsx(sheets), ("地区", "数量", "单价"))


def test_a_group_merged_downwards_holds_for_all_its_rows(desk: Desk) -> None:
    rows = [["市", "县", "金额"], ["成都", "双流", 1], [None, "郫都", 2], [None, "新都", 3], ["绵阳", "涪城", 4], [None, "游仙", 5]]
    content = xlsx({"表": rows}, ["A2:A4"])
    expected = [("成都", "双流"), ("成都", "郫都"), ("成都", "新都"), ("绵阳", "涪城"), ("", "游仙")]  # the last is not merged: not guessed
    assert read(desk, content, ("市", "县")) == (expected, [2, 3, 4, 5, 6])


def test_a_statistical_form_with_numbers_of_its_columns(desk: Desk) -> None:
    rows = [["指标名称", "代码", "本期", "上年同期"], ["甲", "乙", 1, 2], ["工业总产值", "01", 100, 90], ["其中：出口", "02", 10, 9]]
    assert read(desk, xlsx({"表": rows}), ("代码", "本期")) == ([("01", "100"), ("02", "10")], [3, 4])


def test_what_was_printed_repeats_its_header(desk: Desk) -> None:
    rows = [["序号", "名称"], [1, "甲"], [], TITLE, ["序号", " 名 称"], [2, "乙"], [3, None], [4, None]]
    content = xlsx({"表": rows})
    assert read(desk, content, ("名称",)) == ([("甲",), ("乙",)], [2, 6])  # rows that hold a running number alone are blank


def test_hidden_rows_stars_line_breaks_and_other_columns(desk: Desk) -> None:
    def hide(book: Workbook) -> None:
        book["名单"].row_dimensions[3].hidden = True

    rows = [["备用", "*统一社会\n信用代码", None, "单位名称（全称）"], ["x", "A1", None, "甲\n分公司"], [None, "A2", "?", "  乙 "]]
    found = desk.read(xlsx({"名单": rows}, change=hide), ("统一社会信用代码", "单位名称(全称)"))
    assert found.rows == [("A1", "甲\n分公司"), ("A2", "  乙 ")]
    assert (found.numbers, found.names[:2]) == ([2, 3], ["备用", "统一社会信用代码"])


def test_the_old_kind_is_read_alike(desk: Desk) -> None:
    day = "YYYY-MM-DD"
    rows = [
        [TITLE[0]],
        ["市", "日期", "金额", None],
        [None, None, "本期", "累计"],
        ["成都", (date(2025, 3, 1), day), 1.5, 10],
        [None, (date(2025, 4, 1), day), 2, 12],
        ["合计", None, 3.5, 22],
        ["注：单位为万元"],
    ]
    content = xls({"说明": [["见下表"]], "表": rows}, [(0, 0, 0, 3), (1, 2, 0, 0), (1, 2, 1, 1), (1, 1, 2, 3), (3, 4, 0, 0)])
    found = desk.read(content, ("市", "日期", "金额-本期"))
    assert found.rows == [("成都", "2025-03-01", "1.5"), ("成都", "2025-04-01", "2")]
    assert found.numbers == [SECOND + 4, SECOND + 5]
    assert [r.record for r in found.rejected] == [SECOND + 6]


def test_a_declared_header_is_not_looked_for(desk: Desk) -> None:
    rows = [["名称", "数量"], ["（样例）甲", 0], ["名称", "数量"], ["乙", 1]]
    assert read(desk, xlsx({"表": rows}), ("名称", "数量"), "sheet: {header: [3]}") == ([("乙", "1")], [4])


@pytest.mark.parametrize("rows", [[], [["名称"], ["甲"]], [["说明"]]])
def test_where_no_sheet_holds_the_fields_the_best_is_named(desk: Desk, rows: list[list[str]]) -> None:
    with pytest.raises(MissingFields, match=r"工作表“.”：“readings.csv”缺少字段 .*“数 量”"):
        desk.read(xlsx({"甲": rows, "乙": rows}), ("名称", "数 量"))


def test_a_field_that_two_columns_have_is_told(desk: Desk) -> None:
    with pytest.raises(MissingFields, match="“数量” 出现不止一次"):
        desk.read(xlsx({"表": [["名称", "数量", "数 量"], ["甲", 1, 2]]}), ("名称", "数量"))


def test_a_table_without_records_has_its_fields(desk: Desk) -> None:
    found = desk.read(xlsx({"表": [["名称", "数量"], ["合计", 0]]}), ("名称", "数量"))
    assert (found.rows, [r.record for r in found.rejected]) == ([], [2])
    assert desk.read(xlsx({"表": [["名称", "数量"]]}), ("名称", "数量")).rows == []
