"""The national catalogue form: out and back without loss, and in from sheets as departments fill them."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tianfu.catalogue.sheets.cell_problems import marked
from tianfu.catalogue.sheets.entries_in import read_entries
from tianfu.catalogue.sheets.entries_out import entries_workbook
from tianfu.catalogue.sheets.guide import FORMATS, ITEM_TYPES
from tianfu.collect import CollectError
from tianfu.model import Access, Entry, EntryItem, Refresh, Sharing

WORDS = st.text("四川省公共数据目录1编=+-@名称()，。AZaz09 ", min_size=1, max_size=20).map(str.strip).filter(bool)
CODES = st.from_regex(r"[0-9A-Z]{6,20}", fullmatch=True)
BASIS = "《中华人民共和国个人信息保护法》第二十五条"
ITEMS = st.builds(
    EntryItem,
    title=WORDS,
    title_en=st.sampled_from(["", "Name"]),
    type=st.sampled_from(sorted(ITEM_TYPES.values())),
    length=st.none() | st.integers(1, 4000),
    element=st.sampled_from(["", "credit_code"]),
    level=st.none() | st.integers(1, 6),
    sharing=st.sampled_from(["", "1", "2", "3"]),
    description=st.just("") | WORDS,
)
SHARING = st.builds(
    Sharing, *[], **{d: st.sampled_from(Access) for d in ("to_departments", "to_public", "to_operation")}, basis=st.just(BASIS)
)
ENTRIES = st.builds(
    Entry,
    id=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    title=WORDS,
    title_en=st.sampled_from(["", "Entry"]),
    abstract=WORDS,
    provider=st.sampled_from(["dept.market", "某某区档案馆"]),
    provider_code=st.sampled_from(["", "11510000MB1234567X"]),
    category=st.tuples(*(st.from_regex(p, fullmatch=True) for p in (r"[123]", r"[0-9]{2}", r"[0-9]{3}", r"[0-9]{0,6}"))),
    code=st.just("") | CODES,
    format=st.sampled_from(sorted(FORMATS)),
    items=st.lists(ITEMS, min_size=1, max_size=4, unique_by=lambda i: i.title).map(tuple),
    sharing=SHARING,
    sharing_condition=st.just("") | WORDS,
    sharing_method=st.just("共享平台") | WORDS,
    open_condition=st.just("") | WORDS,
    refresh=st.sampled_from(Refresh),
    published_on=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    related=st.lists(CODES, max_size=3).map(tuple),
    matters=st.lists(CODES, max_size=3).map(tuple),
    areas=st.lists(st.from_regex(r"51[0-9]{4}", fullmatch=True), max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ENTRIES, min_size=1, max_size=4, unique_by=(lambda e: e.id, lambda e: e.title)))
def test_what_goes_out_comes_back(entries: list[Entry]) -> None:
    found, problems = read_entries(entries_workbook(entries))
    assert problems == []
    assert found == entries


def department_sheet() -> Workbook:
    """As it arrives: a title, a merged header of two rows, merged facts, its own words, a note at the end."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet.append(["××市市场监督管理局政务信息资源目录（2018年）"])
    sheet.merge_cells("A1:M1")
    sheet.append(
        [
            "序号",
            "信息资源名称*",
            "信息资源提供方",
            "信息资源摘要",
            "信息资源格式",
            "信息项信息",
            None,
            "共享属性",
            None,
            "开放属性",
            None,
            "更新周期",
            "发布日期",
        ]
    )
    sheet.append(
        [None, None, None, None, None, "信息项名称", "数据类型", "共享类型", "共享条件", "是否向社会\n开放", "开放条件", None, None]
    )
    for span in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "H2:I2", "J2:K2", "L2:L3", "M2:M3"):
        sheet.merge_cells(span)
    sheet.append(
        [
            1,
            "企业登记信息",
            "四川省市场监督管理局",
            "企业登记",
            "数据库-mysql",
            "企业名称",
            "varchar(100)",
            "01",
            None,
            "是",
            None,
            "每天",
            datetime(2018, 3, 1),
        ]
    )
    sheet.append([None, None, None, None, None, "注册资本", "货币型Y", None, None, None, None, None, None])
    sheet.append([2, "企业年报", "市档案馆", "年报", "xlsx", "年度", "整型", "不予共享", BASIS, "否", None, "按年", "2018.3.1"])
    sheet.append(
        [
            3,
            "个体工商户",
            "市档案馆",
            "个体",
            "电子表格",
            "名称",
            "字符型",
            "有条件共享类",
            "仅限审批",
            "有条件开放",
            "实名",
            "不定期",
            43160,
        ]
    )
    for span in ("A4:A5", "B4:B5", "C4:C5", "H4:H5", "L4:L5"):
        sheet.merge_cells(span)
    sheet.append(["注：以上目录每年更新一次"])
    return book


def as_bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_of_a_department_is_understood() -> None:
    found, problems = read_entries(as_bytes(department_sheet()))
    assert [str(p) for p in problems] == []
    first, second, third = found
    assert first.title == "企业登记信息"
    assert first.format == "数据库"
    assert [(i.title, i.type) for i in first.items] == [("企业名称", "C"), ("注册资本", "Y")]
    assert (first.sharing.to_departments, first.sharing.to_public, first.refresh) == (Access.always, Access.always, Refresh.daily)
    assert first.published_on == second.published_on == third.published_on == date(2018, 3, 1)
    assert (second.sharing.to_departments, second.sharing.to_public, second.sharing.basis) == (Access.never, Access.never, BASIS)
    assert (third.sharing_condition, third.open_condition, third.provider) == ("仅限审批", "实名", "市档案馆")
    assert read_entries(as_bytes(department_sheet()))[0] == found


def test_everything_wrong_is_told_at_once_by_cell_and_comes_back_marked() -> None:
    book = department_sheet()
    sheet = book.worksheets[0]
    sheet["D4"], sheet["H4"], sheet["L4"], sheet["M4"], sheet["G5"], sheet["F6"], sheet["I6"] = (
        None,
        "4",
        "有空时",
        "二月三十",
        "怪型",
        None,
        None,
    )
    found, problems = read_entries(as_bytes(book))
    assert [e.title for e in found] == ["个体工商户"]
    assert {p.cell for p in problems} == {"D4", "H4", "L4", "M4", "G5", "F6", "I6"}
    back = load_workbook(BytesIO(marked(as_bytes(book), problems)))
    assert back.sheetnames == ["问题清单", "Sheet1"]
    assert all(back["Sheet1"][p.cell].comment and back["Sheet1"][p.cell].fill.start_color.rgb == "00FAD4D0" for p in problems)
    assert back["Sheet1"]["A1"].value == sheet["A1"].value
    links = {back["问题清单"].cell(r, 3).hyperlink.location for r in range(4, 4 + len(problems))}
    assert links == {f"'Sheet1'!{p.cell}" for p in problems}


def test_an_empty_form_is_read_as_no_entries() -> None:
    assert read_entries(entries_workbook([])) == ([], [])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"name,title\n", as_bytes(Workbook())])
def test_what_is_no_list_of_entries_is_told(content: bytes) -> None:
    with pytest.raises(CollectError):
        read_entries(content)


def test_nothing_in_the_workbook_is_a_formula() -> None:
    entry = Entry(id="x", title="=HYPERLINK(1)", abstract="+1", provider="@x", items=(EntryItem(title="-1"),))
    sheet = load_workbook(BytesIO(entries_workbook([entry]))).worksheets[0]
    assert {c.data_type for row in sheet.iter_rows(min_row=4) for c in row if c.value is not None} == {"s"}
