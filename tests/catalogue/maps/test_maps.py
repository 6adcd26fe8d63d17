"""A value per prefecture: through the gate, in classes, no data apart from zero, counts named as counts, nothing dropped without a word."""

import csv
import io
import itertools
import json
from dataclasses import astuple, replace
from xml.etree import ElementTree as ET

import pytest

from tianfu.catalogue.maps.asking import declared_map, default_map
from tianfu.catalogue.maps.classes import bounds_of, step_of
from tianfu.catalogue.maps.described import map_csv, map_json
from tianfu.catalogue.maps.drawing import as_file
from tianfu.catalogue.maps.view import map_of
from tianfu.catalogue.maps.views import MapArea, MapView
from tianfu.model import Chart, Refused

from .conftest import HOSTILE, Mapping

SHARE = Chart(kind="map", x="area", y="share", of="mean")
VISITS = Chart(kind="map", x="area", y="visits", of="sum")
RECORDS = Chart(kind="map", x="area", of="count")
POINTS = Chart(kind="map", x="longitude", of="count")


def area(view: MapView, code: str) -> MapArea:
    return next(a for a in view.areas if a.code == code)


def says_nothing(view: MapView) -> bool:
    return view.problem is not None and view.svg is None and not (view.areas or view.points or view.classes)


def test_a_prefecture_has_the_mean_of_all_records_in_its_counties(lands: Mapping) -> None:
    shares = [n % 50 + 0.5 for n in range(70) if n % 7 in (0, 1)]
    chengdu = area(lands.view(SHARE), "510100")
    assert chengdu.value == pytest.approx(sum(shares) / len(shares))
    assert chengdu.rows == len(shares)


def test_no_data_is_not_zero(lands: Mapping) -> None:
    view = lands.view(VISITS)
    zero, nothing = area(view, "510700"), area(view, "510300")
    assert (zero.value, zero.shown, zero.step > 0) == (0.0, "0", True)
    assert (nothing.value, nothing.shown, nothing.step) == (None, "—", 0)
    assert area(lands.view(SHARE), "513400").value is None


def test_all_prefectures_are_there(lands: Mapping) -> None:
    assert len(lands.view(RECORDS).areas) == 21


def test_counts_say_that_they_are_counts_and_rates_do_not(lands: Mapping) -> None:
    assert "不是比率" in lands.view(RECORDS).note.zh
    assert "不是比率" in lands.view(VISITS).note.zh
    assert "不是比率" not in lands.view(SHARE).note.zh
    assert lands.view(RECORDS).measure.zh == "各市（州）的记录数"
    assert lands.view(SHARE).measure.zh == "达标率，各市（州）平均"


def test_what_is_not_drawn_is_told_with_its_number(lands: Mapping) -> None:
    view = lands.view(SHARE)
    assert "20 条记录不在四川" in view.note.zh
    assert "10 条记录没有这项数值" in view.note.zh
    assert sum(a.rows for a in view.areas) + 20 + 10 == 70


def test_conditions_are_those_of_the_page_and_an_area_leads_to_its_records(lands: Mapping) -> None:
    view = lands.view(RECORDS, ("share", "gte", "10"))
    assert area(view, "510100").href == "/dataset/lands.places?share.gte=10&area.under=510100"
    assert "share.gte=10" in view.as_csv
    assert view.conditions[0].zh
    assert sum(a.rows for a in view.areas) < sum(a.rows for a in lands.view(RECORDS).areas)


def test_a_rate_is_preferred_then_what_is_counted_then_points(lands: Mapping) -> None:
    dataset = lands.dataset()
    decision = lands.visit.decide(dataset)
    assert default_map(dataset, decision) == SHARE
    no_rate = dataset.model_copy(update={"columns": tuple(c for c in dataset.columns if c.name != "share")})
    assert default_map(no_rate, decision) == RECORDS
    by_area = no_rate.model_copy(update={"key": ("area",)})
    assert default_map(by_area, decision) == VISITS
    no_area = no_rate.model_copy(update={"columns": tuple(c for c in no_rate.columns if c.element != "area")})
    assert default_map(no_area, decision) == POINTS


def test_a_declared_map_comes_first_where_the_reader_sees_all_of_it(lands: Mapping) -> None:
    dataset = lands.dataset()
    hidden = Chart(kind="map", x="inside", of="count")
    declared = dataset.model_copy(update={"charts": (hidden, VISITS)})
    assert declared_map(declared, lands.visit.decide(dataset)) == VISITS
    assert declared_map(dataset, lands.visit.decide(dataset)) is None


# -- classes


@pytest.mark.parametrize(
    "values", [[1.0], [0.0, 0.0, 0.0], [3.0] * 20 + [9.0], [float(n) for n in range(21)], [1, 1, 1, 2, 2, 3, 9, 9, 20, 21]]
)
def test_classes_cover_all_values_do_not_overlap_and_are_at_most_five(values: list[float]) -> None:
    bounds = bounds_of(values)
    assert 1 <= len(bounds) <= 5
    assert all(low <= high for low, high in bounds)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(bounds))
    assert all(bounds[step_of(v, bounds) - 1][0] <= v <= bounds[step_of(v, bounds) - 1][1] for v in values)


def test_classes_hold_about_as_many_areas_each() -> None:
    values = [float(n**2) for n in range(20)]
    steps = [step_of(v, bounds_of(values)) for v in values]
    assert {steps.count(n) for n in range(1, 6)} == {4}


# -- the gate


@pytest.mark.parametrize(
    "chart",
    [
        Chart(kind="map", x="inside", of="count"),
        Chart(kind="map", x="area", y="inside", of="count"),
        Chart(kind="map", x="area", of="count", where={"inside": "513300"}),
        Chart(kind="map", x="area", of="count", where={"who": "王五"}),
    ],
)
def test_what_is_hidden_or_masked_is_neither_drawn_nor_a_condition(lands: Mapping, chart: Chart) -> None:
    view = lands.view(chart)
    assert says_nothing(view)
    assert "51330" not in str(astuple(replace(view, pairs=(), conditions=(), page="", embed="", as_svg="", as_csv="", as_json="")))


def test_a_dataset_whose_places_are_hidden_has_no_map(lands: Mapping) -> None:
    dataset = lands.dataset("hidden")
    assert default_map(dataset, lands.visit.decide(dataset)) is None
    for chart in (RECORDS, POINTS):
        view = lands.view(chart, name="hidden")
        assert says_nothing(view)
        assert "5132" not in str(view)
        assert "9876" not in str(view)


def test_a_closed_dataset_has_no_map(lands: Mapping) -> None:
    assert default_map(lands.dataset("closed"), lands.visit.decide(lands.dataset("closed"))) is None
    assert says_nothing(lands.view(RECORDS, name="closed"))
    with pytest.raises(Refused):
        map_of(lands.visit, lands.dataset("closed"), RECORDS)


def test_what_cannot_be_drawn_is_said(lands: Mapping) -> None:
    assert "还没有数据" in lands.view(RECORDS, name="empty").problem.zh  # type: ignore[union-attr]
    assert "不是行政区划" in lands.view(Chart(kind="map", x="code", of="count")).problem.zh  # type: ignore[union-attr]
    assert "area、inside" in lands.view(Chart(kind="map", x="code", of="count")).problem.zh  # type: ignore[union-attr]
    assert "没有符合条件" in lands.view(RECORDS, ("area", "eq", "110000")).problem.zh  # type: ignore[union-attr]


# -- points


def test_records_with_both_coordinates_are_points(lands: Mapping) -> None:
    view = lands.view(POINTS)
    assert len(view.points) == 56
    assert view.datum == "CGCS2000"
    assert "56 个点" in view.note.zh
    assert "CGCS2000" in view.note.zh
    assert view.svg is not None
    assert view.svg.zh.count("<circle") == 56
    assert "°E" in view.svg.zh
    assert view.boundary is None


def test_too_many_points_are_counted_and_not_drawn(lands: Mapping) -> None:
    view = lands.view(POINTS, name="many")
    assert says_nothing(view)
    assert "2,001" in view.problem.zh  # type: ignore[union-attr]
    assert len(lands.view(POINTS, ("code", "ne", "M7"), name="many").points) == 2000


def test_no_text_of_a_record_becomes_markup(lands: Mapping) -> None:
    view = lands.view(POINTS)
    assert view.svg is not None
    assert any(p.name == HOSTILE for p in view.points)
    for markup in (view.svg.zh, view.svg.en, as_file(view, "zh")):
        assert "<script" not in markup
        ET.fromstring(markup)


# -- for machines


def test_the_map_as_json_and_csv(lands: Mapping) -> None:
    view = lands.view(VISITS)
    found = json.loads(json.dumps(map_json(view), default=str))
    zero, nothing = (next(a for a in found["areas"] if a["code"] == code) for code in ("510700", "510300"))
    assert (zero["value"], nothing["value"], nothing["class"]) == (0.0, None, None)
    rows = list(csv.reader(io.StringIO(map_csv(view).removeprefix("\ufeff"))))
    assert rows[0] == ["区划代码", "市（州）", "人次，各市（州）合计", "记录数"]
    assert ["510700", "绵阳", "0", "10"] in rows
    assert ["510300", "自贡", "", "0"] in rows
    assert next(iter(csv.reader(io.StringIO(map_csv(lands.view(POINTS))))))[1:] == ["经度", "纬度"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_schematic_grid_as_a_file_stands_for_itself(lands: Mapping, lang: str) -> None:
    markup = as_file(lands.view(RECORDS), lang)
    root = ET.fromstring(markup)
    assert "class=" not in markup
    assert ("位置示意图" if lang == "zh" else "schematic") in markup
    assert root.attrib["width"] == "640"
    assert ("无数据" if lang == "zh" else "no data") in markup
