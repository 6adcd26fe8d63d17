"""Contracts against outside judges: the standard's JSON Schema, its Python package, and its own examples."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator
from open_data_contract_standard.model import OpenDataContractStandard

from tianfu.catalogue import load_packs
from tianfu.identity.units import units
from tianfu.model import Dataset, declare_dataset
from tianfu.protocols.odcs import ContractError, contract, declaration_text, imported, public_face, written

REGISTRY = load_packs()
DATASETS = REGISTRY.datasets()
EVERY_RULE = """
title: 排放
title_en: Emissions
description: 每日排放
steward: dept.environment
theme: environment
source: {channel: administrative, connection: permits, table: emissions, cursor: day, missing: ["", "-9999"], licence: internal}
mode: upsert
refresh: weekly
key: [firm, day]
time: day
sharing: {to_public: never, basis: 《保密法》第九条}
columns:
  - {name: firm, element: credit_code, title: 企业, from_field: 统一社会信用代码}
  - {name: day, element: date, title: 日期, required: true}
  - {name: amount, element: decimal, title: 数量, unit: t, level: 3, description: 当日合计}
  - {name: limit, element: decimal, title: 限值, title_en: Limit}
  - {name: kind, element: text, title: 类别}
  - {name: area, element: area, title: 区划}
rules:
  - {rule: between, column: amount, low: 0, high: "1000.5", because: GB 16297-1996}
  - {rule: required, columns: [kind]}
  - {rule: matches, column: kind, pattern: "[A-Z]{2}", severity: flag}
  - {rule: in_codes, column: area, codes: areas}
  - {rule: expression, left: amount, op: "<=", right: limit}
  - {rule: expression, left: amount, op: ">", value: "0"}
  - {rule: unique, columns: [kind]}
  - {rule: unique, columns: [kind, area], missing: equal}
  - {rule: refers, column: area, to: codes.areas, to_column: code}
  - {rule: monotone, column: day, by: [firm]}
  - {rule: jump, column: amount, by: [firm], order: day, limit: 50}
  - {rule: custom, function: plausible, columns: [amount, kind], says: 数量与类别相符}
"""


def every_rule() -> Dataset:
    return declare_dataset(EVERY_RULE, "emissions.yaml", "permits.emissions")


@pytest.fixture(scope="module")
def schema(shared: Path) -> Draft201909Validator:
    return Draft201909Validator(json.loads((shared / "conformance/odcs/odcs-json-schema-v3.1.0.json").read_text("utf-8")))


def problems(schema: Draft201909Validator, document: Any) -> list[str]:
    """What the standard's own schema finds wrong."""
    return [error.message for error in schema.iter_errors(document)]


def plain(value: Any) -> Any:
    """YAML reads days as days; the schema speaks of JSON."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def again(dataset: Dataset) -> Dataset:
    """Through the text of the contract, and then through the text of the declaration."""
    found = imported(yaml.safe_load(written(contract(dataset, None, units()))), pack="elsewhere")
    assert found.left == ()
    (made,) = found.datasets
    return declare_dataset(declaration_text(made), "x.yaml", made.id)


@pytest.mark.parametrize("dataset", [*DATASETS, every_rule()], ids=lambda d: d.id)
def test_a_dataset_comes_back_as_it_went(dataset: Dataset) -> None:
    assert again(dataset) == dataset


@pytest.mark.parametrize("dataset", [*DATASETS, every_rule()], ids=lambda d: d.id)
def test_every_contract_is_valid_and_the_standards_package_reads_it(dataset: Dataset, schema: Draft201909Validator) -> None:
    for face in (dataset, public_face(dataset)):
        text = written(contract(face, None, units()))
        assert problems(schema, yaml.safe_load(text)) == []
        read = OpenDataContractStandard.from_string(text)
        assert read.schema_
        assert [p.name for p in read.schema_[0].properties or []] == [c.name for c in dataset.columns]


def test_what_others_read_of_it() -> None:
    made = contract(every_rule(), None, units())
    table = made["schema"][0]
    firm, day, amount, *_ = table["properties"]
    assert "physicalName" not in firm  # the contract is about our table, not about the file it came from
    assert (firm["primaryKeyPosition"], day["primaryKeyPosition"], firm["required"]) == (1, 2, True)
    assert (amount["logicalType"], amount["physicalType"], amount["classification"]) == ("number", "decimal(18,4)", "3")
    assert made["slaProperties"][0] == {"property": "frequency", "value": 7, "unit": "d", "driver": "operational"}
    assert [(r["role"], r["access"]) for r in made["roles"]] == [
        ("departments", "on_request"),
        ("public", "never"),
        ("operators", "on_request"),
    ]
    (unique,) = [q for q in table["properties"][4]["quality"] if q.get("metric") == "duplicateValues"]
    assert unique["mustBe"] == 0
    assert {q["engine"] for q in table["quality"]} == {"tianfu"}


def test_the_public_does_not_learn_where_rows_come_from() -> None:
    text = written(contract(public_face(every_rule()), None, units()))
    for inner in ("permits.emissions_", "connection", "cursor", "统一社会信用代码", "-9999"):
        assert inner not in text


def test_roles_and_frequency_may_be_edited() -> None:
    made = contract(every_rule(), None, units())
    made["roles"][0]["access"] = "always"
    made["slaProperties"][0] |= {"value": 1, "unit": "d"}
    (edited,) = imported(made, pack="").datasets
    assert (edited.sharing.to_departments.value, edited.sharing.to_public.value, edited.refresh.value) == ("always", "never", "daily")


def examples(shared: Path) -> list[Path]:
    return sorted((shared / "conformance/odcs/examples").glob("*.yaml"))


def test_every_example_of_the_standard_becomes_declarations_or_says_why_not(shared: Path, schema: Draft201909Validator) -> None:
    made: dict[str, int] = {}
    for file in examples(shared):
        document = plain(yaml.safe_load(file.read_text("utf-8")))
        assert problems(schema, document) == []
        try:
            found = imported(document, pack="elsewhere", steward="dept.environment")
        except ContractError as error:
            assert error.text.en.endswith("declares no table with properties, so there is no dataset to make.")  # noqa: PT017
            continue
        made[file.name] = len(found.datasets)
        for dataset in found.datasets:
            assert declare_dataset(declaration_text(dataset, found.left), "x.yaml", dataset.id) == dataset
            assert again(dataset) == dataset
    assert len(examples(shared)) == 18
    assert len(made) == 12
    assert made["all__postgresql-adventureworks-contract.odcs.yaml"] > 60


def test_what_is_left_behind_is_listed(shared: Path) -> None:
    file = shared / "conformance/odcs/examples/all__full-example.odcs.yaml"
    found = imported(yaml.safe_load(file.read_text("utf-8")), pack="elsewhere")
    paths = [n.path for n in found.left]
    assert {"servers", "price", "team", "roles", "support", "steward"} <= set(paths)
    assert found.datasets[0].steward == "unknown"
    assert declaration_text(found.datasets[0], found.left).startswith("# 未带入 servers：")


@pytest.mark.parametrize("lacking", ["apiVersion", "kind", "id", "version", "status"])
def test_a_contract_without_what_the_standard_asks_for_is_refused(shared: Path, lacking: str, schema: Draft201909Validator) -> None:
    document = plain(yaml.safe_load(examples(shared)[0].read_text("utf-8")))
    assert problems(schema, document) == []
    del document[lacking]
    assert problems(schema, document) == [f"'{lacking}' is a required property"]
    with pytest.raises(ContractError, match=lacking):
        imported(document, pack="elsewhere")


@pytest.mark.parametrize("document", [None, [], "text", {"kind": "DataContract"}])
def test_other_documents_are_refused(document: object) -> None:
    with pytest.raises(ContractError):
        imported(document, pack="elsewhere")


def test_checks_of_others_become_rules_where_they_are_about_rows() -> None:
    document = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "x",
        "version": "1",
        "status": "active",
        "schema": [
            {
                "name": "Orders",
                "properties": [
                    {
                        "name": "orderId",
                        "logicalType": "integer",
                        "primaryKey": True,
                        "logicalTypeOptions": {"minimum": 1, "multipleOf": 2},
                    },
                    {"name": "客户", "logicalType": "string", "relationships": [{"type": "foreignKey", "to": "Customers.id"}]},
                    {
                        "name": "status",
                        "logicalType": "string",
                        "classification": "confidential",
                        "quality": [
                            {"metric": "nullValues", "mustBe": 0, "severity": "warning"},
                            {"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "done"]}},
                            {"metric": "nullValues", "mustBeLessThan": 5, "unit": "percent"},
                            {"type": "sql", "query": "SELECT 1", "mustBe": 1},
                        ],
                    },
                ],
            },
            {"name": "Customers", "properties": [{"name": "id", "physicalType": "numeric(10,2)"}]},
        ],
    }
    found = imported(document, pack="shop", steward="dept.commerce")
    orders, customers = found.datasets
    assert (orders.id, customers.id, customers.columns[0].element) == ("shop.orders", "shop.customers", "decimal")
    assert [(c.name, c.from_field, c.level) for c in orders.columns] == [
        ("order_id", "orderId", None),
        ("unnamed", "客户", None),
        ("status", None, 3),
    ]
    assert [r.model_dump(mode="json", exclude_defaults=True) for r in orders.rules] == [
        {"rule": "between", "column": "order_id", "low": "1"},
        {"rule": "refers", "column": "unnamed", "to": "shop.customers", "to_column": "id"},
        {"rule": "required", "columns": ["status"], "severity": "flag"},
        {"rule": "matches", "column": "status", "pattern": "new|done"},
    ]
    assert {n.path for n in found.left} == {
        "Orders.orderId.logicalTypeOptions.multipleOf",
        "Orders.status.quality.nullValues",
        "Orders.status.quality.sql",
    }
