"""A declaration as a workbook: out and back without loss, and every problem at its cell."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tianfu.catalogue import load_packs
from tianfu.catalogue.sheets.cell_problems import marked
from tianfu.catalogue.sheets.declaration_in import read_declaration
from tianfu.catalogue.sheets.declaration_out import declaration_workbook
from tianfu.collect import CollectError
from tianfu.model import Dataset, declare_dataset

REGISTRY = load_packs()
DECLARED = REGISTRY.datasets()


@pytest.mark.parametrize("dataset", DECLARED, ids=lambda d: d.id)
def test_every_declaration_comes_back_as_it_went_out(dataset: Dataset) -> None:
    text, problems = read_declaration(declaration_workbook(dataset))
    assert [str(p) for p in problems] == []
    assert declare_dataset(text, "x.yaml", dataset.id) == dataset


def changed(*changes: tuple[str, str, object]) -> bytes:
    book = load_workbook(BytesIO(declaration_workbook(REGISTRY.dataset("legal_entity.firms"))))
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_words_of_offices_are_understood() -> None:
    book = load_workbook(BytesIO(declaration_workbook(REGISTRY.dataset("legal_entity.firms"))))
    facts = {row[0].value: row[1].value for row in book["数据集"].iter_rows(min_row=3)}
    assert facts["更新周期"] == "每日"
    assert facts["共享"] == "无条件"
    assert [c.value for c in book["规则"]["A"][2:]] == ["值域", "格式", "关系"]
    assert book["规则"]["T5"].value == "标记"
    text, problems = read_declaration(changed(("数据集", "B11", "monthly"), ("数据集", "B12", "追加")))
    assert not problems
    assert "refresh: monthly" in text
    assert "mode: append" in text


def test_every_problem_is_told_at_its_cell_and_comes_back_marked() -> None:
    content = changed(
        ("数据集", "B11", "有空时"), ("数据集", "B3", None), ("数据项", "A4", "Name"), ("规则", "D3", "很多"), ("规则", "A4", "怪规则")
    )
    _, problems = read_declaration(content)
    assert {("数据集", "B11"), ("数据项", "A4"), ("规则", "D3"), ("规则", "A4")} <= {(p.sheet, p.cell) for p in problems}
    assert any("title" in p.text.en for p in problems)
    back = load_workbook(BytesIO(marked(content, problems)))
    assert back["规则"]["D3"].comment
    assert back.sheetnames[0] == "问题清单"


def test_a_setting_that_is_no_yaml_is_told() -> None:
    _, problems = read_declaration(changed(("来源", "C5", "{encodings: [utf-8")))
    assert [(p.sheet, p.cell) for p in problems] == [("来源", "C5")]


def test_other_workbooks_are_told() -> None:
    out = BytesIO()
    Workbook().save(out)
    for content in (out.getvalue(), b"", b"PK"):
        with pytest.raises(CollectError):
            read_declaration(content)
