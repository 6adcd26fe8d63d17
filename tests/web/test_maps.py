"""Maps as pages and files, in both zones; what the gate hides is on none of them."""

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import browsing, released, settings_of

from tianfu.model import Settings, Zone
from tianfu.standards import tile_grid

MAP = "/dataset/library.libraries/map"
SAMPLE = "边界为开发样例，未经审图，不得公开发布"


def boundaries(home: Path, review: str = "") -> None:
    """Invented squares, installed by hand."""
    folder = home / "boundaries" / "squares"
    folder.mkdir(parents=True)
    about = f"title: 方块\nsource: 自制方块\ndate: 2026-11-01\nlicence: CC0-1.0\ndatum: CGCS2000\n{review and f'review: {review}'}\n"
    (folder / "pack.yaml").write_text(about, "utf-8")
    rings = {t.code: (98 + t.column, 33.5 - t.row) for t in tile_grid()}
    shapes = {c: [[[x, y], [x + 0.9, y], [x + 0.9, y - 0.9], [x, y - 0.9], [x, y]]] for c, (x, y) in rings.items()}
    features = [{"properties": {"code": c}, "geometry": {"type": "Polygon", "coordinates": s}} for c, s in shapes.items()]
    (folder / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


@pytest.fixture(params=["portal", "public"])
def anyone(request: pytest.FixtureRequest) -> TestClient:
    """A reader of either zone."""
    found: TestClient = request.getfixturevalue(request.param)
    return found


def test_a_map_is_a_page_with_a_key_a_table_and_files(anyone: TestClient) -> None:
    page = anyone.get(f"{MAP}?lang=zh")
    assert page.status_code == 200
    for said in ("位置示意图，不表示边界", "无数据", "这是数量，不是比率", "数据表", "第 1 版", "map.svg?", "map.csv?", "map.json?"):
        assert said in page.text
    assert page.text.count('class="k0"') >= 18
    assert "/embed/dataset/library.libraries/map" in page.text


def test_the_page_in_english(anyone: TestClient) -> None:
    page = anyone.get(f"{MAP}?lang=en").text
    assert "A schematic grid of places" in page
    assert "Number of records by prefecture" in page


def test_one_question_governs_page_and_files(anyone: TestClient) -> None:
    whole, some = (anyone.get(f"{MAP}.json{q}").json() for q in ("", "?kind=公共馆"))
    assert sum(a["records"] for a in whole["areas"]) == 60
    assert sum(a["records"] for a in some["areas"]) == 20
    assert some["page"].endswith("kind=%E5%85%AC%E5%85%B1%E9%A6%86")
    assert anyone.get(some["page"]).status_code == 200


def test_files_have_names_and_are_not_sent_twice(anyone: TestClient) -> None:
    found = anyone.get(f"{MAP}.csv")
    assert found.headers["content-disposition"] == 'attachment; filename="libraries-v1-map.csv"'
    assert found.text.startswith("\ufeff区划代码,市（州）")
    assert anyone.get(f"{MAP}.csv", headers={"if-none-match": found.headers["etag"]}).status_code == 304
    drawing = anyone.get(f"{MAP}.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    ET.fromstring(drawing.text)


@pytest.mark.parametrize(
    ("query", "status"),
    [("?chart.kind=map&chart.x=code", 400), ("?chart.kind=line&chart.x=area", 400), ("?chart.x=nonsense", 400), ("?contact=张三", 400)],
)
def test_what_cannot_be_drawn_is_said(anyone: TestClient, query: str, status: int) -> None:
    assert anyone.get(f"{MAP}.json{query}", headers={"accept": "application/json"}).status_code == status
    assert anyone.get(f"{MAP}{query}").status_code == 200


def test_there_is_no_map_where_nothing_has_a_place(portal: TestClient) -> None:
    assert "没有地图" in portal.get("/dataset/library.hostile/map?lang=zh").text
    assert portal.get("/dataset/library.hostile/map.json").status_code == 400
    assert "尚无数据" in portal.get("/dataset/library.waiting/map?lang=zh").text
    assert portal.get(f"{MAP}.png").status_code == 404


def test_a_closed_dataset_shows_no_map(portal: TestClient) -> None:
    assert portal.get("/dataset/library.readers/map").status_code == 403
    assert portal.get("/dataset/library.readers/map.json").status_code == 403


def test_a_condition_of_the_form_leads_to_its_address(portal: TestClient) -> None:
    answer = portal.get(f"{MAP}?f_column=kind&f_op=eq&f_value=公共馆")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{MAP}?kind=")


def test_a_sample_of_boundaries_is_drawn_inside_and_never_outside(furnished: Path, tmp_path: Path) -> None:
    folder = released(furnished, tmp_path / "portal")
    for home in ("home", "public"):
        boundaries(folder / home)
    with browsing(settings_of(folder)) as inside:
        assert SAMPLE in inside.get(f"{MAP}?lang=zh").text
        assert len(re.findall(r'<path class="m\d', inside.get(f"{MAP}?lang=zh").text)) == 21
        assert SAMPLE in inside.get(f"{MAP}.svg?lang=zh").text
    with browsing(Settings(home=folder / "public", zone=Zone.public)) as outside:
        for address in (MAP, f"{MAP}.svg", f"{MAP}.json"):
            text = outside.get(f"{address}?lang=zh").text
            assert SAMPLE not in text
            assert "自制方块" not in text
        assert "位置示意图" in outside.get(f"{MAP}?lang=zh").text
        shutil.rmtree(folder / "public" / "boundaries")
        boundaries(folder / "public", "GS川（2024）123号")
        assert "审图号：GS川（2024）123号" in outside.get(f"{MAP}?lang=zh").text
        assert "审图号：GS川（2024）123号" in outside.get(f"{MAP}.svg?lang=zh").text
