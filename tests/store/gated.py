"""Datasets with personal columns, open and closed, loaded without rules; and readers who see more or less of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tianfu.model import Batch, Dataset, Grant, Origin, Plan, Purpose, Quality, Reader, ReaderKind, Settings, Version
from tianfu.model.declaration import declare_dataset
from tianfu.standards import element
from tianfu.store import Store

if TYPE_CHECKING:
    import ibis.expr.types as ir

TODAY = date(2026, 11, 24)
TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "decimal": pa.decimal128(18, 4),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", "UTC"),
}
PEOPLE = """
title: 社会保障卡
steward: dept.hrss
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: person, element: person_name, title: 姓名}
  - {name: id_no, element: citizen_id, title: 身份号码}
  - {name: area, element: area, title: 行政区划}
  - {name: amount, element: number, title: 金额, level: 1}
  - {name: secret, element: text, title: 备注, level: 5}
"""
SALES = """
title: 门店
steward: dept.commerce
source: {channel: upload}
key: [shop]
columns:
  - {name: shop, element: code, title: 门店}
  - {name: name, element: text, title: 名称}
  - {name: owner, element: person_name, title: 经营者}
  - {name: at, element: instant, title: 时间}
  - {name: day, element: date, title: 日期}
  - {name: sales, element: number, title: 销售额}
  - {name: visits, element: count, title: 客流}
  - {name: inside, element: text, title: 内部备注, level: 4}
sharing: {to_departments: always, to_public: always}
"""
PUBLIC = Reader(id="public")
HRSS = Reader(id="li", kind=ReaderKind.staff, units=("dept.hrss",))
HEALTH = Reader(id="wang", kind=ReaderKind.staff, units=("dept.health",))
READING = Purpose(code="browsing")


def people() -> Dataset:
    """Needs a grant; two masked columns and one of level 5."""
    return declare_dataset(PEOPLE, "people.yaml", "demo.people")


def sales() -> Dataset:
    """Open to the public; one masked column and one that the public does not see."""
    return declare_dataset(SALES, "sales.yaml", "demo.sales")


PERSONS: tuple[dict[str, Any], ...] = tuple(
    {
        "code": f"P{n}",
        "person": name,
        "id_no": f"51010{n}19800101123X",
        "area": "510100" if n % 2 else "510700",
        "amount": float(n),
        "secret": f"机密{n}",
    }
    for n, name in enumerate(["张三丰", "李四", "阿依", "扎西顿珠"], 1)
)
SHOPS: tuple[dict[str, Any], ...] = tuple(
    {
        "shop": f"S{n:02}",
        "name": f"第{n}店",
        "owner": "王五",
        "at": datetime(2026, 11, n % 20 + 1, n % 24, tzinfo=UTC),
        "day": date(2026, 11, n % 20 + 1),
        "sales": None if n == 3 else n * 10.5,
        "visits": n * n,
        "inside": "内部",
    }
    for n in range(1, 31)
)


def put(store: Store, dataset: Dataset, rows: Sequence[dict[str, Any]], run: str = "run-1") -> Version:
    """A version of the dataset that holds these rows, in this order."""
    schema = pa.schema([(c.name, TYPES[element(c.element).type]) for c in dataset.columns])
    data = pa.Table.from_pylist(list(rows), schema=schema)

    def apply(raw: "ir.Table") -> "ir.Table":
        import ibis

        none = ibis.literal(0, "int64")
        return raw.select(**{n: raw[n] for n in schema.names}, _record=raw["_record"], _bad=none, _flag=none)

    store.declare(dataset, dataset.model_dump_json())
    checks = Plan(dataset, tuple(schema.names), (), schema, apply, apply)
    batch = Batch(
        data.append_column("_record", pa.array([1 << 40 | n + 1 for n in range(len(rows))], pa.int64())),
        Origin(1, f"{1:064x}", "rows.csv", 100, datetime(2026, 11, 24, tzinfo=UTC)),
        None,
        (),
    )
    with store.lock(dataset.id, wait_seconds=30):
        load = store.stage(checks, iter([batch]), run=run, mode=dataset.mode)
        return store.commit(load, quality=Quality(), inputs={}, declaration="declaration-1")


def grant(dataset: str = "demo.people", reader: str = "unit:dept.health", **more: Any) -> Grant:
    values: dict[str, Any] = {"id": "G1", "door": "share", "dataset": dataset, "reader": reader, "valid_from": date(2026, 1, 1)}
    return Grant.model_validate({**values, **more})


def filled(home: Path) -> Store:
    """A store with people and sales."""
    store = Store.open(Settings(home=home))
    put(store, people(), PERSONS)
    put(store, sales(), SHOPS)
    return store
