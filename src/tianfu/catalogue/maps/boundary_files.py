"""A folder with `pack.yaml` and `areas.geojson`: read whole, and everything that is wrong told at once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from tianfu.model import DeclarationError, Text, declare
from tianfu.standards import code_list, tile_grid

from .boundary import About, Boundary, Ring

ABOUT, AREAS = "pack.yaml", "areas.geojson"
ABOUT_BYTES, AREAS_BYTES = 64 * 2**10, 20 * 2**20
POINTS_MOST = 300_000
SURFACES = ("Polygon", "MultiPolygon")
WEST, EAST, SOUTH, NORTH = 96.5, 109.5, 25.5, 35.0
"""Sichuan lies well within. Shifted coordinates (GCJ-02) do too: nothing in the numbers tells them."""
PROBLEMS_MOST = 40


class BoundaryRefused(ValueError):
    """The folder cannot be used. `problems` lists everything at once."""

    def __init__(self, problems: Sequence[Text]) -> None:
        self.problems = tuple(problems[:PROBLEMS_MOST])
        zh, en = "；".join(p.zh for p in self.problems[:5]), "; ".join(p.en for p in self.problems[:5])
        self.text = Text(zh=f"边界数据有 {len(problems)} 处问题：{zh}", en=f"{len(problems)} things are wrong with the boundaries: {en}")
        super().__init__(self.text.en)


def read_boundary(folder: Path) -> Boundary:
    """The boundaries of a folder; BoundaryRefused tells what is wrong and how to put it right."""
    problems: list[Text] = []
    about = _about(folder / ABOUT, problems)
    areas = _areas(folder / AREAS, problems)
    if problems or about is None:
        raise BoundaryRefused(problems)
    return Boundary(folder.name, about, areas)


def _about(file: Path, problems: list[Text]) -> About | None:
    content = _bytes(file, ABOUT_BYTES, problems)
    if content is None:
        return None
    try:
        return declare(About, content.decode("utf-8"), ABOUT)
    except UnicodeDecodeError:
        problems.append(Text(zh=f"{ABOUT} 不是 UTF-8 文本：请另存为 UTF-8", en=f"{ABOUT} is not UTF-8 text: save it as UTF-8"))
    except DeclarationError as error:
        problems += [Text(zh=f"{ABOUT} 第 {p.line} 行：{p.message}", en=f"{ABOUT}, line {p.line}: {p.message}") for p in error.problems]
    return None


def _areas(file: Path, problems: list[Text]) -> Mapping[str, tuple[Ring, ...]]:
    content = _bytes(file, AREAS_BYTES, problems)
    if content is None:
        return {}
    try:
        features = orjson.loads(content)["features"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        zh, en = f"{AREAS} 不是 GeoJSON 要素集合", f"{AREAS} is no GeoJSON FeatureCollection"
        problems.append(Text(zh=f"{zh}：请用“WGS84/CGCS2000 经纬度，UTF-8”导出", en=f"{en}: export it in degrees, as UTF-8"))
        return {}
    found: dict[str, tuple[Ring, ...]] = {}
    points = 0
    for place, feature in enumerate(features if isinstance(features, list) else (), 1):
        code, rings = _feature(place, feature, problems)
        points += sum(len(r) for r in rings)
        if code in found:
            problems.append(
                Text(zh=f"区划 {code} 出现两次：请合为一个要素", en=f"division {code} stands there twice: make one feature of both")
            )
        if code:
            found[code] = rings
        if points > POINTS_MOST or len(problems) > PROBLEMS_MOST:
            break
    if points > POINTS_MOST:
        problems.append(
            Text(zh=f"坐标点超过 {POINTS_MOST:,} 个：请先简化边界", en=f"more than {POINTS_MOST:,} points: simplify the boundaries first")
        )
    elif missing := [t for t in tile_grid() if t.code not in found]:
        zh, en = "、".join(t.title.zh for t in missing), ", ".join(t.title.en for t in missing)
        problems.append(Text(zh=f"缺少 {len(missing)} 个市（州）：{zh}", en=f"{len(missing)} prefectures are missing: {en}"))
    return found


def _feature(place: int, feature: Any, problems: list[Text]) -> tuple[str, tuple[Ring, ...]]:
    """Code and rings; ("", ()) with the problem told where it is no prefecture of the province."""
    try:
        code, geometry = str(feature["properties"]["code"]), feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [ring for polygon in polygons for ring in polygon] if geometry["type"] in SURFACES else None
    except (KeyError, TypeError):
        code, rings = "", None
    if rings is None:
        zh, en = f"第 {place} 个要素缺少 properties.code 或面状几何", f"feature {place} lacks properties.code or a (Multi)Polygon"
        problems.append(Text(zh=zh, en=en))
        return "", ()
    if problem := _wrong_code(code):
        problems.append(problem)
        return "", ()
    return code, tuple(r for r in (_ring(code, ring, problems) for ring in rings) if r is not None)


def _wrong_code(code: str) -> Text | None:
    shown = code[:12]
    if code in {t.code for t in tile_grid()}:
        return None
    if code not in code_list("areas").entries:
        return Text(
            zh=f"没有区划代码“{shown}”：应为四川市（州）的6位代码", en=f"there is no division '{shown}': expected the code of a prefecture"
        )
    return Text(
        zh=f"区划 {shown} 不是四川的市（州）：只画本省市（州），不画全国地图",
        en=f"division {shown} is no prefecture of Sichuan: a national map is never drawn",
    )


def _ring(code: str, ring: Any, problems: list[Text]) -> Ring | None:
    try:
        points = np.asarray(ring, np.float64)[:, :2]
    except (ValueError, TypeError, IndexError):
        problems.append(Text(zh=f"区划 {code} 的坐标不是 [经度, 纬度] 数组", en=f"division {code}: coordinates are no pairs of numbers"))
        return None
    if len(points) < 4 or not np.array_equal(points[0], points[-1]):
        zh, en = f"区划 {code} 的边界没有闭合：首尾两点应相同", f"division {code} is not closed: its last point must be its first"
        problems.append(Text(zh=zh, en=en))
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    if not (np.all(low >= (WEST, SOUTH)) and np.all(high <= (EAST, NORTH))):
        zh = f"区划 {code} 的坐标不在四川范围内：应为经度在前、纬度在后的度数（CGCS2000 或 WGS84），不能是投影坐标；GCJ-02 须先转换"
        en = f"division {code} lies outside Sichuan: expected degrees, longitude first (CGCS2000, WGS84), unprojected; convert GCJ-02"
        problems.append(Text(zh=zh, en=en))
        return None
    return points


def _bytes(file: Path, most: int, problems: list[Text]) -> bytes | None:
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError:
        problems.append(Text(zh=f"缺少文件 {file.name}", en=f"{file.name} is missing"))
        return None
    if len(content) > most:
        zh, en = f"{file.name} 超过 {most // 2**10:,} KB：请先简化", f"{file.name} exceeds {most // 2**10:,} KB: simplify it first"
        problems.append(Text(zh=zh, en=en))
        return None
    return content


def installed(home: Path) -> Iterator[Path]:
    """The folders of packs in a home, by name."""
    folder = home / "boundaries"
    return (p for p in sorted(folder.iterdir()) if p.is_dir() and not p.name.startswith(".")) if folder.is_dir() else iter(())
