"""Problem rows of open data are open too: what failed and why, never a person's value, never what the public may not see."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tianfu.govern import plan, settle
from tianfu.model import Dataset, Quality, Reader, ReaderKind, Refused
from tianfu.model.declaration import declare_dataset
from tianfu.store import BadQuestion, PageQuery, Store, Where

from .gated import PUBLIC, READING, TODAY
from .loading import Delivery, opened

FIRMS = """
title: 企业名录
steward: dept.market
source: {channel: upload}
key: [code]
columns:
  - {name: code,   element: code,        title: 编号}
  - {name: title,  element: text,        title: 名称, from_field: 名称}
  - {name: owner,  element: person_name, title: 负责人, from_field: 负责人}
  - {name: mobile, element: mobile,      title: 手机}
  - {name: staff,  element: count,       title: 人数, level: 3}
  - {name: loans,  element: number,      title: 贷款, level: 5}
  - {name: taxes,  element: number,      title: 税额}
rules:
  - {rule: matches, column: code,  pattern: "F[0-9]"}
  - {rule: matches, column: title, pattern: ".*公司"}
  - {rule: matches, column: owner, pattern: "[^0-9]*"}
  - {rule: between, column: staff, high: 1000}
  - {rule: between, column: loans, low: 0}
  - {rule: expression, left: taxes, op: "<=", right: loans}
sharing: {to_departments: always, to_public: OPEN}
"""
FIELDS = ("code", "名称", "负责人", "mobile", "staff", "loans", "taxes")
GIVEN = [
    ("F1", "一公司", "张三", "13800001111", "10", "5", "1"),
    ("X2", "二公司", "李四", "13800002222", "10", "5", "1"),
    ("F3", "三厂 13800003333", "王五", "13800003333", "10", "5", "1"),
    ("F4", "四公司", "赵六1", "13800004444", "10", "5", "1"),
    ("F5", "五公司", "孙七", "510104198001011234", "10", "5", "1"),
    ("F6", "六公司", "周八", "13800006666", "7777", "5", "1"),
    ("F7", "七公司", "吴九", "13800007777", "10", "-88", "-99"),
    ("F8", "八公司", "郑十", "13800008888", "10", "55", "66"),
]
EVERYBODY = [PUBLIC, Reader(id="wang", kind=ReaderKind.staff, units=("dept.health",)), Reader(id="app:x", kind=ReaderKind.service)]


def firms(openness: str = "always") -> Dataset:
    return declare_dataset(FIRMS.replace("OPEN", openness), "firms.yaml", "demo.firms")


def load(store: Store, dataset: Dataset) -> None:
    store.declare(dataset, dataset.model_dump_json())
    given = [dict(zip(FIELDS, row, strict=True)) for row in GIVEN]
    checks = plan(dataset, today=TODAY)
    staged = store.stage(checks, Delivery(given, fields=FIELDS).batches(), run="r", mode=dataset.mode)
    with store.session(staged) as session:
        staged = settle(checks, staged, session)
    store.commit(staged, quality=Quality(), inputs={}, declaration="d")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("problems") / "home") as store:
        load(store, firms())
        yield store


def values(store: Store, reader: Reader = PUBLIC) -> dict[str, Any]:
    table = store.read("demo.firms__problems", reader, READING, today=TODAY).table
    return {r["check"]: r["value"] for r in table.execute().to_dict("records")}


def test_the_public_sees_what_failed_and_values_masked_by_their_column(store: Store) -> None:
    found = values(store)
    assert found["code.matches"] == "X2"
    assert found["title.matches"] == "三厂**********33", "whatever looks like a telephone number is hidden"
    assert found["owner.matches"] == "赵**"
    assert found["mobile.form"] == "5****************4", "an identity number in the place of a telephone number shows its ends only"
    assert found["staff.between"] == "***"
    assert found["loans.between"] is None
    assert found["taxes-loans.expression"] is None, "one of its columns is closed"


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda r: r.id)
def test_no_cell_of_a_closed_or_personal_column_gets_out(store: Store, reader: Reader) -> None:
    body = store.page("demo.firms__problems", reader, READING, PageQuery(), today=TODAY).body
    said = json.dumps(json.loads(body)["rows"], ensure_ascii=False)  # the page's own time may hold any digits
    assert "raw" not in said
    for secret in ("赵六", "510104", "7777", "-88", "-99", "55", "66", "13800003333"):
        assert secret not in said, secret


def test_values_can_be_neither_filtered_nor_counted(store: Store) -> None:
    with pytest.raises(BadQuestion, match="脱敏"):
        store.page("demo.firms__problems", PUBLIC, READING, PageQuery(filters=(Where("value", "eq", "赵六1"),)), today=TODAY)
    with pytest.raises(BadQuestion, match="脱敏"):
        store.facet("demo.firms__problems", PUBLIC, READING, "value", (), today=TODAY)
    assert {b.low for b in store.facet("demo.firms__problems", PUBLIC, READING, "outcome", (), today=TODAY)} == {"quarantine"}


def test_the_steward_sees_all_values_and_the_record_with_personal_ones_masked(store: Store) -> None:
    steward = Reader(id="li", kind=ReaderKind.staff, units=("dept.market",))
    found = values(store, steward)
    assert (found["staff.between"], found["loans.between"], found["owner.matches"]) == ("7777", "-88", "赵**")
    assert found["taxes-loans.expression"] == "taxes=66; loans=55"
    body = str(store.page("demo.firms__problems", steward, READING, PageQuery(), today=TODAY).body, "utf-8")
    assert "八公司" in body
    assert "郑十" not in body


def test_problem_rows_of_other_data_are_the_stewards_alone(home: Path) -> None:
    with opened(home) as store:
        load(store, firms("on_request"))
        for reader in EVERYBODY:
            with pytest.raises(Refused, match="问题数据只供提供部门"):
                values(store, reader)


def test_a_column_whose_level_is_raised_disappears_at_once(home: Path) -> None:
    with opened(home) as store:
        load(store, firms())
        assert values(store)["code.matches"] == "X2"
        raised = firms().model_copy(update={"columns": tuple(c.model_copy(update={"level": 4}) for c in firms().columns)})
        store.declare(raised, "raised")
        assert set(values(store).values()) == {None}
