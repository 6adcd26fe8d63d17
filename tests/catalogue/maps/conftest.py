"""A small pack of places: divisions, rates, points, columns that are masked or hidden; boundaries of invented squares."""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.store.gated import put

from tianfu.catalogue import Registry, load_packs
from tianfu.catalogue.maps.view import map_view
from tianfu.catalogue.maps.views import MapView
from tianfu.catalogue.visit import Visit
from tianfu.model import BROWSING, PUBLIC, Chart, Dataset, Reader, Settings
from tianfu.standards import tile_grid
from tianfu.store import Store, Where

HOSTILE = "<script>alert(1)</script>\"'&"
PACK = "title: 地方\nitems: [35]\nstewards: [dept.environment]\n"
PLACES = """\
title: 站点
title_en: Stations
steward: dept.environment
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号, title_en: Code}
  - {name: name, element: place_name, title: 站名, title_en: Name}
  - {name: area, element: area, title: 行政区划, title_en: Division}
  - {name: share, element: number, title: 达标率, title_en: Share of good days, unit: "%"}
  - {name: visits, element: count, title: 人次, title_en: Visits}
  - {name: longitude, element: longitude, title: 经度, title_en: Longitude}
  - {name: latitude, element: latitude, title: 纬度, title_en: Latitude}
  - {name: who, element: person_name, title: 负责人, title_en: Officer}
  - {name: inside, element: area, title: 内部区划, title_en: Internal division, level: 4}
sharing: {to_departments: always, to_public: always}
"""
HIDDEN = """\
title: 住址
steward: dept.environment
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划, level: 4}
  - {name: longitude, element: longitude, title: 经度, level: 4}
  - {name: latitude, element: latitude, title: 纬度, level: 4}
sharing: {to_departments: always, to_public: always}
"""
CLOSED = """\
title: 不开放
steward: dept.environment
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国保守国家秘密法》第十四条}
"""
EMPTY = PLACES.replace("title: 站点\n", "title: 尚无数据\n")
AREAS = ("510107", "510104", "510700", "511402", "513401", "110000", None)


def _row(n: int) -> dict[str, Any]:
    area = AREAS[n % 7]
    return {
        "code": f"S{n:04}",
        "name": HOSTILE if n == 1 else f"站{n}",
        "area": area,
        "share": None if area == "513401" else float(n % 50) + 0.5,
        "visits": 0 if area == "510700" else n,
        "longitude": 103.0 + n / 100,
        "latitude": 30.0 + n / 200 if n % 5 else None,
        "who": "王五",
        "inside": "513300",
    }


ROWS = [_row(n) for n in range(70)]
HIDDEN_ROWS = [{"code": f"H{n}", "area": "513221", "longitude": 103.9876, "latitude": 31.9876} for n in range(9)]
CLOSED_ROWS = [{"code": f"C{n}", "area": "513229"} for n in range(9)]


@dataclass(frozen=True)
class Mapping:
    """What tests look with."""

    visit: Visit

    @property
    def home(self) -> Path:
        return self.visit.store.settings.home

    def dataset(self, name: str = "places") -> Dataset:
        return self.visit.registry.dataset(f"lands.{name}")

    def view(self, chart: Chart, *conditions: tuple[str, str, str], name: str = "places", reader: Reader = PUBLIC) -> MapView:
        where = tuple(Where(*c) for c in conditions)
        return map_view(replace(self.visit, reader=reader), self.dataset(name), chart, conditions=where)


@pytest.fixture(scope="package")
def lands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping]:
    folder = tmp_path_factory.mktemp("maps")
    registry = _packs(folder / "packs")
    with Store.open(Settings(home=folder / "home")) as store:
        many = [ROWS[1] | {"code": f"M{n}", "latitude": 30.0} for n in range(2001)]
        for name, rows in (("places", ROWS), ("hidden", HIDDEN_ROWS), ("closed", CLOSED_ROWS), ("many", many)):
            put(store, registry.dataset(f"lands.{name}"), rows)
            store.profile(f"lands.{name}")
        store.declare(registry.dataset("lands.empty"), "{}")
        yield Mapping(Visit(store, registry, PUBLIC, BROWSING, datetime(2026, 11, 24, tzinfo=UTC)))


def _packs(folder: Path) -> Registry:
    datasets = {"places": PLACES, "many": PLACES, "hidden": HIDDEN, "closed": CLOSED, "empty": EMPTY}
    texts = {"__init__.py": '"""Lands."""\n', "pack.yaml": PACK} | {f"datasets/{n}.yaml": t for n, t in datasets.items()}
    for name, text in texts.items():
        path = folder / "lands" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_packs((folder,))


ABOUT = {"title": "方块", "source": "自制方块", "date": "2026-11-01", "licence": "CC0-1.0", "datum": "CGCS2000"}
Pack = Callable[..., Path]


def square(column: int, row: int, *, points: int = 1) -> list[list[float]]:
    """A square somewhere in Sichuan, each side cut into so many parts."""
    x, y = 98 + (column - 1) * 1.7, 33.5 - row * 1.5
    corners = [(x, y), (x + 1.6, y), (x + 1.6, y - 1.4), (x, y - 1.4), (x, y)]
    sides = itertools.pairwise(corners)
    ring = [[a[0] + (b[0] - a[0]) * k / points, a[1] + (b[1] - a[1]) * k / points] for a, b in sides for k in range(points)]
    return [*ring, ring[0]]


def feature(code: str, ring: list[Any], kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": [ring]}}


def squares(*, points: int = 1) -> list[dict[str, Any]]:
    return [feature(t.code, square(t.column, t.row, points=points)) for t in tile_grid()]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Writes a folder of boundaries; what is given differs from the invented squares."""

    def write(features: object = None, *, name: str = "squares", text: str = "", **about: str) -> Path:
        folder = tmp_path / "packs" / name
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{k}: {v}\n" for k, v in (ABOUT | about).items() if v)
        (folder / "pack.yaml").write_text(lines, "utf-8")
        content = text or json.dumps({"type": "FeatureCollection", "features": squares() if features is None else features})
        (folder / "areas.geojson").write_text(content, "utf-8")
        return folder

    return write
