"""Boundaries that an operator installs: checked whole, drawn with their approval, refused on public pages without one."""

import json
import logging
import math
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tianfu.catalogue.maps.boundaries import boundary_for
from tianfu.catalogue.maps.boundary import SAMPLE
from tianfu.catalogue.maps.boundary_files import BoundaryRefused, read_boundary
from tianfu.catalogue.maps.drawing import as_file
from tianfu.catalogue.maps.outlines import outlines_of, simplified
from tianfu.model import Chart, Zone

from .conftest import Mapping, Pack, feature, square, squares

RECORDS = Chart(kind="map", x="area", of="count")
REVIEW = "GS川（2024）123号"


def problems(folder: Path) -> list[str]:
    with pytest.raises(BoundaryRefused) as refused:
        read_boundary(folder)
    return [p.zh for p in refused.value.problems]


def install(home: Path, folder: Path) -> None:
    shutil.copytree(folder, home / "boundaries" / folder.name, dirs_exist_ok=True)


def test_a_sound_pack_is_read(pack: Pack) -> None:
    boundary = read_boundary(pack(review=REVIEW))
    assert len(boundary.areas) == 21
    assert boundary.approved
    assert boundary.said.zh == "审图号：GS川（2024）123号。边界来源：自制方块，2026-11-01"


def test_without_an_approval_it_says_so(pack: Pack) -> None:
    boundary = read_boundary(pack())
    assert not boundary.approved
    assert boundary.said.zh.startswith("边界为开发样例，未经审图，不得公开发布")


@pytest.mark.parametrize(
    ("features", "said"),
    [
        (squares()[:-2], "缺少 2 个市（州）：攀枝花、宜宾"),
        ([*squares(), squares()[0]], "出现两次"),
        ([*squares(), feature("519999", square(1, 1))], "没有区划代码“519999”"),
        ([*squares(), feature("110000", square(1, 1))], "不画全国地图"),
        ([*squares(), feature("510104", square(1, 1))], "不是四川的市（州）"),
        ([*squares()[1:], feature("513200", square(2, 0)[:-1])], "没有闭合"),
        ([*squares()[1:], feature("513200", [[y, x] for x, y in square(2, 0)])], "不在四川范围内"),
        ([*squares()[1:], feature("513200", [[x * 1e5, y * 1e5] for x, y in square(2, 0)])], "不能是投影坐标"),
        ([*squares()[1:], feature("513200", [["a", 1]])], "不是 [经度, 纬度] 数组"),
        ([*squares()[1:], feature("513200", [])], "不是 [经度, 纬度] 数组"),
        ([*squares()[1:], feature("513200", square(2, 0), "Point")], "缺少 properties.code 或面状几何"),
        ([*squares()[1:], {"type": "Feature"}], "缺少 properties.code 或面状几何"),
        ([None, 1, "x"], "缺少 properties.code 或面状几何"),
        ({}, "缺少 21 个市（州）"),
    ],
)
def test_what_is_wrong_is_told(pack: Pack, features: Any, said: str) -> None:
    assert any(said in p for p in problems(pack(features)))


def test_everything_is_told_at_once(pack: Pack) -> None:
    folder = pack([*squares()[2:], feature("110000", square(1, 1))], datum="GCJ-02", review="没有")
    assert len(problems(folder)) == 4


@pytest.mark.parametrize("name", ["pack.yaml", "areas.geojson"])
def test_a_missing_file_is_told(pack: Pack, name: str) -> None:
    folder = pack()
    (folder / name).unlink()
    assert problems(folder)[0] == f"缺少文件 {name}"


@pytest.mark.parametrize("text", ["{", "[]", '{"features": 1}', "null", "\x00", "[" * 100_000])
def test_what_is_no_geojson_is_told(pack: Pack, text: str) -> None:
    assert problems(pack(text=text))


def test_a_file_that_is_too_large_is_not_read(pack: Pack) -> None:
    began = time.process_time()
    assert "超过 20,480 KB" in problems(pack(text=" " * (21 * 2**20)))[0]
    assert time.process_time() - began < 1


def test_numbers_that_are_none_are_told(pack: Pack) -> None:
    text = json.dumps({"features": squares()}).replace("33.5", "1e999", 1)
    assert problems(pack(text=text))


# -- drawing


def test_installed_boundaries_are_drawn_with_what_must_be_said(lands: Mapping, pack: Pack) -> None:
    install(lands.home, pack(review=REVIEW))
    try:
        view = lands.view(RECORDS)
        assert view.svg is not None
        assert view.svg.zh.count("<path") == 21
        assert view.boundary is not None
        assert REVIEW in view.boundary.zh
        assert REVIEW in as_file(view, "zh")
        assert 'aria-label="成都 20"' in view.svg.zh
        assert 'aria-label="自贡 无数据"' in view.svg.zh
        assert 'href="/dataset/lands.places?area.under=510100"' in view.svg.zh
        for markup in (view.svg.zh, view.svg.en, as_file(view, "en")):
            ET.fromstring(markup)
        points = lands.view(Chart(kind="map", x="longitude", of="count"))
        assert points.svg is not None
        assert points.svg.zh.count('class="outline"') == 21
        assert points.boundary == view.boundary
    finally:
        shutil.rmtree(lands.home / "boundaries")
    assert lands.view(RECORDS).svg is None


def test_public_pages_refuse_a_pack_without_approval_and_say_so_in_the_log(
    tmp_path: Path, pack: Pack, caplog: pytest.LogCaptureFixture
) -> None:
    install(tmp_path, pack())
    internal = boundary_for(tmp_path, Zone.internal)
    assert internal is not None
    assert SAMPLE.zh in internal.said.zh
    with caplog.at_level(logging.WARNING):
        assert boundary_for(tmp_path, Zone.public) is None
        assert boundary_for(tmp_path, Zone.public) is None
    assert [r.getMessage() for r in caplog.records] == [
        "boundaries squares have no approval number (审图号): public pages draw the tile grid instead"
    ]


def test_the_newest_approved_pack_is_drawn_and_a_broken_one_never(tmp_path: Path, pack: Pack) -> None:
    install(tmp_path, pack(name="old", review=REVIEW, date="2020-01-01"))
    install(tmp_path, pack(name="new", review=REVIEW, date="2024-01-01"))
    install(tmp_path, pack(name="sample", date="2026-01-01"))
    install(tmp_path, pack([], name="broken", review=REVIEW, date="2026-06-01"))
    found = boundary_for(tmp_path, Zone.public)
    assert found is not None
    assert found.name == "new"


def test_outlines_have_no_more_points_than_a_pixel_can_show(pack: Pack) -> None:
    boundary = read_boundary(pack(squares(points=500)))
    began = time.process_time()
    _, outlines = outlines_of(boundary)
    assert time.process_time() - began < 1
    assert all(o.path.count("L") == 3 for o in outlines.values())


def test_a_simplified_line_stays_within_the_tolerance() -> None:
    angles = np.linspace(0, 2 * math.pi, 2001)
    circle = np.column_stack((300 * np.cos(angles), 300 * np.sin(angles)))
    circle[-1] = circle[0]
    kept = simplified(circle, 0.7)
    assert 20 < len(kept) < 120
    middles = (kept[:-1] + kept[1:]) / 2
    assert np.all(300 - np.hypot(middles[:, 0], middles[:, 1]) <= 0.71)


# -- commands


def run(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    tianfu = str(Path(sys.executable).with_name("tianfu"))
    return subprocess.run([tianfu, "--lang", "zh", "--home", str(home), "maps", *command], capture_output=True, text=True)


def test_commands_check_install_and_list(home: Path, pack: Pack) -> None:
    broken = run(home, "check", str(pack(squares()[1:], name="broken")))
    assert (broken.returncode, broken.stdout) == (1, "缺少 1 个市（州）：阿坝\n")
    done = run(home, "install", str(pack(review=REVIEW)))
    assert done.returncode == 0
    assert REVIEW in done.stdout
    assert sorted(p.name for p in (home / "boundaries" / "squares").iterdir()) == ["areas.geojson", "pack.yaml"]
    assert run(home, "install", str(pack(review=REVIEW, date="2026-11-02"))).returncode == 0
    assert [p.name for p in (home / "boundaries").iterdir()] == ["squares"]
    assert "2026-11-02" in run(home, "list").stdout
