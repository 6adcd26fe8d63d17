"""Collection templates: every collected dataset has one, it says what the declaration says, and what is typed into it survives."""

import warnings
from datetime import date
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
from openpyxl import load_workbook

from tianfu.catalogue import load_packs
from tianfu.catalogue.sheets.asked_fields import asked_fields, source_of
from tianfu.catalogue.sheets.making import template_of
from tianfu.catalogue.sheets.stamp import stamp_of
from tianfu.catalogue.sheets.taking_back import OtherDataset, is_outdated, taken_back
from tianfu.catalogue.sheets.template import FIRST, NAME_ROW, SHEET, template
from tianfu.collect import CollectError
from tianfu.collect.contents import Content
from tianfu.collect.workbooks import Workbook
from tianfu.model import Dataset, Files, declare_dataset

REGISTRY = load_packs()
TODAY = date(2026, 11, 25)
COLLECTED = [d for d in REGISTRY.datasets() if any(isinstance(s, Files) for s in d.sources)]
IDS = [d.id for d in COLLECTED]


def made(dataset_id: str) -> bytes:
    return template_of(REGISTRY, REGISTRY.dataset(dataset_id), TODAY).content


@pytest.mark.parametrize("dataset", COLLECTED, ids=IDS)
def test_every_collected_dataset_has_a_template_with_its_fields(dataset: Dataset) -> None:
    content = made(dataset.id)
    book = load_workbook(BytesIO(content))
    names = [c.value for c in book["填报"][NAME_ROW]]
    assert names == [f.name for f in asked_fields(dataset)]
    assert book["填报"].freeze_panes == f"A{FIRST}"
    assert book["填写说明"].max_row > len(names)
    assert book["_tianfu"].sheet_state == "veryHidden"
    found = stamp_of(BytesIO(content))
    assert found is not None
    assert (found.kind, found.dataset, found.declaration) == ("template", dataset.id, REGISTRY.hash(dataset.id))
    prompts = [v.prompt for v in book["填报"].data_validations.dataValidation]
    assert len(prompts) == len(names)
    assert all(len(p) <= 255 for p in prompts)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert b"vbaProject" not in content


def test_columns_are_what_their_element_says() -> None:
    book = load_workbook(BytesIO(made("legal_entity.firms")))
    sheet = book["填报"]
    columns = {c.value: c.column_letter for c in sheet[NAME_ROW]}
    formats = {name: sheet.column_dimensions[letter].number_format for name, letter in columns.items()}
    assert (formats["credit_code"], formats["area"], formats["founded_on"], formats["capital"]) == ("@", "@", "yyyy-mm-dd", "0.00##")
    checks = {str(v.sqref).split(":")[0].rstrip("0123456789"): v for v in sheet.data_validations.dataValidation}
    assert checks[columns["status"]].formula1 == '"存续,注销,吊销,迁出"'
    assert checks[columns["area"]].formula1.startswith("'代码表'!$A$3:")
    assert (checks[columns["capital"]].type, checks[columns["capital"]].formula1) == ("decimal", "0")
    assert "必填" in checks[columns["name"]].prompt
    assert sheet[f"{columns['name']}3"].value == "* 单位名称"
    assert sheet[f"{columns['capital']}4"].value == "单位：元"


@pytest.mark.parametrize("dataset", COLLECTED, ids=IDS)
def test_drop_downs_offer_codes_that_are_there(dataset: Dataset) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        content = made(dataset.id)
        book = load_workbook(BytesIO(content))
        assert fastexcel.read_excel(content).sheet_names == book.sheetnames
    lists = {str(v.sqref): v.formula1 for v in book["填报"].data_validations.dataValidation if v.type == "list"}
    assert len(lists) == sum(bool(f.choices) for f in asked_fields(dataset))
    for formula in lists.values():
        sheet, _, cells = formula.rpartition("!")
        if not sheet:
            assert len(formula) <= 257
            continue
        column = [c.value for (c,) in book[sheet.strip("'")][cells.replace("$", "")]]
        assert column
        assert all(column)


def test_a_template_is_read_wherever_deliveries_have_their_table(tmp_path: Path) -> None:
    source = "{channel: upload, sheet: {name: '20*', header: [3, 4]}}"
    columns = (
        "[{name: code, element: code, title: 编号, from_field: 编号}, {name: visits, element: count, title: 人次, from_field: 到馆-人次}]"
    )
    text = f"title: 到馆\nsteward: dept.culture_tourism\nsource: {source}\nkey: [code]\ncolumns: {columns}\n"
    dataset = declare_dataset(text, "visits.yaml", "library.visits")
    path = tmp_path / "到馆.xlsx"
    path.write_bytes(template(dataset, "hash", ()))
    (found,) = Workbook.of(Content(path, "到馆.xlsx"), source_of(dataset)).layout(dataset)
    assert (found.name, found.header, found.columns) == (SHEET, (NAME_ROW,), {"编号": 1, "到馆-人次": 2})


def test_persons_are_no_examples() -> None:
    text = str([[c.value for c in row] for row in load_workbook(BytesIO(made("population.persons")))["填写说明"].iter_rows()])
    assert "519923200109181545" not in text
    assert "性别与身份号码第17位一致" in text


def test_a_returned_template_is_known_by_its_dataset_and_its_age() -> None:
    content = BytesIO(made("legal_entity.firms"))
    found = taken_back(content, REGISTRY, REGISTRY.dataset("legal_entity.firms"))
    assert found is not None
    assert content.tell() == 0
    assert not is_outdated(found, REGISTRY)
    with pytest.raises(OtherDataset, match="企业登记信息"):
        taken_back(content, REGISTRY, REGISTRY.dataset("legal_entity.taxpayers"))


def test_what_is_computed_has_no_template() -> None:
    with pytest.raises(CollectError, match="没有填报模板"):
        made("environment.air_daily")
