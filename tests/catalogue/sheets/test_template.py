"""Collection templates: every collected dataset has one, it says what the declaration says, and what is typed into it survives."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue import load_packs
from tianfu.catalogue.sheets.asked_fields import asked_fields
from tianfu.catalogue.sheets.making import template_of
from tianfu.catalogue.sheets.returned import as_text
from tianfu.catalogue.sheets.stamp import stamp_of
from tianfu.catalogue.sheets.taking_back import OtherDataset, is_outdated, taken_back
from tianfu.catalogue.sheets.template import FIRST, NAME_ROW
from tianfu.collect import CollectError
from tianfu.model import Dataset, Files

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


@pytest.mark.parametrize("dataset", [d for d in COLLECTED if d.name in REGISTRY.packs[d.pack].samples], ids=lambda d: d.id)
def test_sample_rows_typed_into_a_template_come_out_as_they_are(dataset: Dataset) -> None:
    sample = REGISTRY.packs[dataset.pack].samples[dataset.name].decode("utf-8-sig")
    rows = [{name.strip(): value for name, value in row.items()} for row in csv.DictReader(StringIO(sample))]
    book = load_workbook(BytesIO(made(dataset.id)))
    sheet, names = book["填报"], [c.value for c in book["填报"][NAME_ROW]]
    kinds = {f.name: f.kind for f in asked_fields(dataset)}
    for number, row in enumerate(rows, FIRST):
        for column, name in enumerate(names, 1):
            cell = sheet.cell(number, column)
            cell.value = typed(row[name], kinds[name])
            cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
    out = BytesIO()
    book.save(out)
    assert filled(load_workbook(BytesIO(out.getvalue()))["填报"], names) == [[same(r[n], kinds[n]) for n in names] for r in rows]


def typed(text: str, kind: str) -> object:
    """What a spreadsheet makes of what somebody types: numbers and days by their format, texts in columns of text."""
    if not text or kind in ("text", "boolean"):
        return text or None
    try:
        return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text) if kind == "instant" else float(text)
    except ValueError:
        return text


def same(text: str, kind: str) -> str:
    value = typed(text, kind)
    return as_text(value) if value is not None else ""


def filled(sheet: Worksheet, names: list[str]) -> list[list[str]]:
    return [[as_text(c.value) for c in row[: len(names)]] for row in sheet.iter_rows(min_row=FIRST)]


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
