"""Small real loads: a declared dataset, batches of text, a plan by hand, the set rules of `govern`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from tianfu.govern import score, settle
from tianfu.model import Batch, Check, Dataset, Dimension, Origin, Plan, Rejected, Settings, Severity, Staged, Text, Version
from tianfu.model.declaration import declare_dataset
from tianfu.store import Store

if TYPE_CHECKING:
    import ibis.expr.types as ir

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
READINGS = """
title: 站点读数
steward: dept.environment
source: {channel: upload, missing: ["", "NA"]}
key: [id]
mode: MODE
columns:
  - {name: id, element: code, title: 编号, required: true}
  - {name: at, element: instant, title: 时间}
  - {name: day, element: date, title: 日期}
  - {name: value, element: number, title: 数值}
  - {name: note, element: text, title: 备注}
rules:
  - {rule: between, column: value, low: 0, high: 100}
  - {rule: between, column: value, high: 90, severity: flag}
"""


def readings(mode: str = "replace") -> Dataset:
    """Values outside 0 to 100 are quarantined, above 90 flagged, a repeated id is quarantined."""
    return declare_dataset(READINGS.replace("MODE", mode), "readings.yaml", "demo.readings")


def origin(number: int = 1, name: str = "readings.csv") -> Origin:
    return Origin(number, f"{number:064x}", name, 1000, NOW)


def rows(numbers: Iterable[int], value: float | str = 10) -> list[dict[str, str]]:
    """A row per number, its id the number."""
    return [
        {"id": f"r{n:07}", "at": f"2026-11-{n % 20 + 1:02}T08:00:00+08:00", "day": "2026-11-01", "value": str(value), "note": f"第{n}条"}
        for n in numbers
    ]


@dataclass
class Delivery:
    """Rows as collect delivers them, in batches of one file."""

    rows: Sequence[dict[str, str]]
    size: int = 1000
    number: int = 1
    rejected: tuple[Rejected, ...] = ()
    cursor: str | None = None
    fields: tuple[str, ...] = field(default=("id", "at", "day", "value", "note"))

    def batches(self) -> Iterator[Batch]:
        for start in range(0, max(len(self.rows), 1), self.size):
            some = self.rows[start : start + self.size]
            columns: dict[str, Any] = {f: pa.array([r.get(f) for r in some], pa.string()) for f in self.fields}
            numbers = [self.number << 40 | start + n + 1 for n in range(len(some))]
            data = pa.table({**columns, "_record": pa.array(numbers, pa.int64())})
            rejected = self.rejected if start == 0 else ()
            yield Batch(data, origin(self.number), self.cursor, rejected)


def quick_plan(dataset: Dataset) -> Plan:
    """The same rules as the dataset's, by hand: `govern` takes longer to compile them than these tests take to load."""
    expected = Text(zh="0 至 100", en="0 to 100")
    checks = (
        Check("value.between", ("value",), "between", Severity.quarantine, Dimension.accuracy, expected),
        Check("value.between2", ("value",), "between", Severity.flag, Dimension.accuracy, expected),
        Check("id.unique", ("id",), "unique", Severity.quarantine, Dimension.accuracy, expected),
    )
    types = {"id": pa.string(), "at": pa.timestamp("us", "UTC"), "day": pa.date32(), "value": pa.float64(), "note": pa.string()}

    def typed(raw: "ir.Table") -> "ir.Table":
        value = raw.value.try_cast("double")
        return raw.mutate(_typed=value, _out=(value < 0) | (value > 100), _high=value > 90)

    def apply(raw: "ir.Table") -> "ir.Table":
        t = typed(raw)
        return t.select(
            id=t.id,
            at=t["at"].cast("timestamp('UTC')"),
            day=t.day.cast("date"),
            value=t._typed,
            note=t.note,
            _record=t._record,
            _bad=ibis.ifelse(t._out, 1, 0).cast("int64"),
            _flag=ibis.ifelse(t._high, 2, 0).cast("int64"),
        )

    def explain(raw: "ir.Table") -> "ir.Table":
        t = typed(raw)
        shown = {"field": ibis.literal("value"), "value": t.value, "cause": ibis.null("string"), "raw": t.note}
        failing = [t.select(_record=t._record, check=ibis.literal(n, "int32"), _f=t[f], **shown) for n, f in enumerate(("_out", "_high"))]
        both = failing[0].union(failing[1])
        return both.filter(both._f).drop("_f")

    return Plan(dataset, tuple(types), checks, pa.schema(list(types.items())), apply, explain)


def staged(store: Store, dataset: Dataset, delivery: Delivery, run: str = "run-1") -> Staged:
    """A load up to its set rules, not yet committed."""
    store.declare(dataset, "declaration-1")
    checks = quick_plan(dataset)
    load = store.stage(checks, delivery.batches(), run=run, mode=dataset.mode)
    with store.session(load) as session:
        return settle(checks, load, session)


def committed(store: Store, load: Staged) -> Version:
    quality = score(quick_plan(load.dataset), load, dataset=load.dataset, today=TODAY, refreshed_at=NOW)
    return store.commit(load, quality=quality, inputs={"readings.csv": 1000}, declaration="declaration-1")


def loaded(store: Store, dataset: Dataset, delivery: Delivery, run: str = "run-1") -> Version:
    """A whole load under the dataset's lock."""
    with store.lock(dataset.id, wait_seconds=30):
        return committed(store, staged(store, dataset, delivery, run))


def torn(record: int) -> Rejected:
    return Rejected(record, "a,b,c", "ragged", Text(zh="5 个字段", en="5 fields"))


def content(store: Store, dataset_id: str, number: int | None = None) -> list[dict[str, Any]]:
    """All rows of a version, in the order of the files."""
    found: list[dict[str, Any]] = store.engine.arrow(store.relation(dataset_id, number)).to_pylist()
    return found


def ids(store: Store, dataset_id: str = "demo.readings", number: int | None = None) -> list[str]:
    return sorted(r["id"] for r in content(store, dataset_id, number))


def opened(home: Path) -> Store:
    return Store.open(Settings(home=home))
