"""A small pack with measurements that have gaps, names that are hostile, columns that are masked or hidden, and a closed dataset."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.gated import put

from tianfu.catalogue import Registry, load_packs
from tianfu.catalogue.charts.view import chart_view
from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.visit import Visit
from tianfu.model import BROWSING, PUBLIC, Chart, Dataset, Reader, Settings
from tianfu.store import Store, Where

HOSTILE = "<script>alert(1)</script>\"'&]]>"
PACK = "title: 测量\nitems: [35]\nstewards: [dept.environment]\n"
AIR = """\
title: 空气
title_en: Air
steward: dept.environment
source: {channel: upload}
key: [station, day]
time: day
columns:
  - {name: station, element: code, title: 站点, title_en: Station}
  - {name: day, element: date, title: 日期, title_en: Day}
  - {name: at, element: instant, title: 时刻, title_en: Hour}
  - {name: pm25, element: air_pm25, title: PM2.5, title_en: PM2.5}
  - {name: area, element: area, title: 行政区划, title_en: Division}
  - {name: sex, element: sex, title: 性别, title_en: Sex}
  - {name: valid, element: boolean, title: 有效, title_en: Valid}
  - {name: visits, element: count, title: 人次, title_en: Visits}
  - {name: year, element: year, title: 年份, title_en: Year}
  - {name: who, element: person_name, title: 监测员, title_en: Officer}
  - {name: inside, element: text, title: 内部备注, title_en: Internal, level: 4}
sharing: {to_departments: always, to_public: always}
charts:
  - title: "{high_at}最高：{high} µg/m³；{first_at}为 {first}，{last_at}为 {last}，{low_at}最低 {low}"
    title_en: "Highest in {high_at}: {high}"
    x: day
    every: month
    y: pm25
    where: {station: A}
    limits: [{value: 35, title: 年均限值, title_en: Limit of a year, standard: GB 3095-2012}]
"""
HOSTILE_AIR = """\
title: 危险“<img src=x onerror=alert(1)>”
title_en: Hostile <b>title</b>
steward: dept.environment
source: {channel: upload}
columns:
  - {name: note, element: text, title: "备注<u>\\"'&", title_en: "Note </text><script>x</script>"}
  - {name: kind, element: text, title: "类型]]>", title_en: "--><svg onload=alert(1)>"}
  - {name: value, element: number, title: "数<i>", unit: "<b>"}
sharing: {to_departments: always, to_public: always}
"""
CLOSED = """\
title: 不开放
steward: dept.environment
source: {channel: upload}
columns:
  - {name: kind, element: text, title: 类型}
  - {name: value, element: number, title: 数值}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国保守国家秘密法》第十四条}
"""
EMPTY = AIR.replace("title: 空气\n", "title: 尚无数据\n").partition("charts:")[0]
FIRST = date(2024, 1, 10)
NEVER = date(2024, 4, 1)
"""In this month nothing is measured anywhere, and there is no row of it."""


def _row(n: int, station: str) -> dict[str, Any]:
    day = FIRST + timedelta(days=3 * n)
    value: float | None = 30 + 20 * math.sin(n / 5) + (5 if station == "B" else 0)
    return {
        "station": station,
        "day": day,
        "at": datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
        "pm25": None if n % 7 == 0 else math.nan if n % 11 == 0 else value,
        "area": ["510107", "510104", "511402", None][n % 4],
        "sex": "12"[n % 2],
        "valid": n % 3 > 0,
        "visits": n,
        "year": [2019, 2020, 2023][n % 3],
        "who": "王五",
        "inside": "机密",
    }


ROWS = [r for n in range(60) for s in "AB" if (r := _row(n, s))["day"].replace(day=1) != NEVER]
HOSTILE_ROWS = [{"note": f"{HOSTILE}{n}", "kind": f"{n % 3}{HOSTILE}", "value": float(n)} for n in range(12)]
CLOSED_ROWS = [{"kind": "甲", "value": 987654.0}, {"kind": "乙", "value": 1.0}]


@dataclass(frozen=True)
class Drawing:
    """What tests look with."""

    visit: Visit

    def dataset(self, name: str = "air") -> Dataset:
        return self.visit.registry.dataset(f"measures.{name}")

    def view(self, chart: Chart, *conditions: tuple[str, str, str], name: str = "air", reader: Reader = PUBLIC) -> ChartView:
        where = tuple(Where(*c) for c in conditions)
        return chart_view(replace(self.visit, reader=reader), self.dataset(name), chart, conditions=where)


@pytest.fixture(scope="package")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawing]:
    folder = tmp_path_factory.mktemp("charts")
    registry = _packs(folder / "packs")
    with Store.open(Settings(home=folder / "home")) as store:
        for name, rows in (("air", ROWS), ("hostile", HOSTILE_ROWS), ("closed", CLOSED_ROWS)):
            put(store, registry.dataset(f"measures.{name}"), rows)
            store.profile(f"measures.{name}")
        store.declare(registry.dataset("measures.empty"), "{}")
        yield Drawing(Visit(store, registry, PUBLIC, BROWSING, datetime(2026, 11, 24, tzinfo=UTC)))


def _packs(folder: Path) -> Registry:
    texts = {"__init__.py": '"""Measures."""\n', "pack.yaml": PACK}
    texts |= {f"datasets/{n}.yaml": t for n, t in (("air", AIR), ("hostile", HOSTILE_AIR), ("closed", CLOSED), ("empty", EMPTY))}
    for name, text in texts.items():
        path = folder / "measures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_packs((folder,))
