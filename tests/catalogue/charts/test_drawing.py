"""Drawings: well-formed, harmless, the same every time; gaps, limits, bars from zero; as a file without a style sheet."""

import re
from xml.etree import ElementTree as ET

import pytest

from tianfu.catalogue.charts.drawing import as_file
from tianfu.catalogue.charts.views import ChartView
from tianfu.model import Chart, Limit

from .conftest import Drawing

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "path", "text", "rect", "circle"}
MARKS = re.compile(r"on\w+|href|style|src")
CHARTS = [
    Chart(x="day", every="month", y="pm25", split="station", limits=(Limit(value=35, title="限值", standard="GB 3095-2012"),)),
    Chart(x="day", every="day", y="pm25"),
    Chart(kind="bar", x="day", every="month", y="visits", of="sum"),
    Chart(kind="bar", x="area", of="count"),
    Chart(kind="bar", x="area", of="count", split="sex"),
    Chart(kind="bar", x="visits", of="count"),
    Chart(x="day", every="month", of="count", split="area"),
]


def drawings(view: ChartView, lang: str = "zh") -> list[ET.Element]:
    assert view.svg is not None
    tree = ET.fromstring(view.svg.zh if lang == "zh" else view.svg.en)
    return list(tree)


def texts(drawing: ET.Element) -> list[str]:
    return [e.text or "" for e in drawing.iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{c.kind}-{c.x}-{c.split}")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_drawing_is_well_formed_named_and_of_plain_marks(drawing: Drawing, chart: Chart, lang: str) -> None:
    view = drawing.view(chart)
    wide, narrow = drawings(view, lang)
    for one, size in ((wide, "wide"), (narrow, "narrow")):
        assert {e.tag.removeprefix(SVG) for e in one.iter()} <= TAGS
        assert not any(MARKS.fullmatch(name) for e in one.iter() for name in e.attrib)
        assert one.get("role") == "img"
        assert one.get("aria-labelledby") == f"chart-{size}-t chart-{size}-d"
        assert {e.get("id") for e in one.iter() if e.get("id")} == {f"chart-{size}-t", f"chart-{size}-d"}
        assert "nan" not in ET.tostring(one, "unicode").lower()
    assert float(narrow.get("width") or 0) < float(wide.get("width") or 0) == 720
    assert drawing.view(chart).svg == view.svg


@pytest.mark.parametrize("chart", CHARTS[:4], ids=lambda c: f"{c.kind}-{c.x}")
def test_nothing_is_drawn_outside(drawing: Drawing, chart: Chart) -> None:
    for one in drawings(drawing.view(chart)):
        _, _, width, height = map(float, (one.get("viewBox") or "").split())
        for path in one.iter(f"{SVG}path"):
            for x, y in re.findall(r"[ML]([0-9.-]+) ([0-9.-]+)", path.get("d") or ""):
                assert 0 <= float(x) <= width
                assert 0 <= float(y) <= height


def test_a_gap_breaks_the_line_and_a_limit_is_dashed_with_its_words(drawing: Drawing) -> None:
    view = drawing.view(CHARTS[0])
    wide, _ = drawings(view)
    lines = [e for e in wide.iter(f"{SVG}path") if "d-line" in (e.get("class") or "")]
    assert [e.get("class") for e in lines] == ["d-line d-c1", "d-line d-c2"]
    assert all((e.get("d") or "").count("M") == 2 for e in lines)  # April has no row
    assert [e.get("class") for e in wide.iter() if e.get("class") == "d-limit"] == ["d-limit"]
    assert "限值 35" in texts(wide)
    assert [x.text.zh for x in view.limits] == ["限值 35 µg/m³（GB 3095-2012）"]
    assert [t for t in texts(wide) if t.startswith(("A ", "B "))]


def test_bars_stand_on_zero(drawing: Drawing) -> None:
    wide, _ = drawings(drawing.view(CHARTS[2]))
    axis = next(e for e in wide.iter() if e.get("class") == "d-axis")
    foot = re.findall(r"M[0-9.]+ ([0-9.]+)", axis.get("d") or "")[0]
    bars = next(e for e in wide.iter() if (e.get("class") or "").startswith("d-bar"))
    assert set(re.findall(r"M[0-9.]+ ([0-9.]+)V", bars.get("d") or "")) == {foot}
    assert "0" in texts(wide)


def test_more_than_three_lines_differ_by_dashes_and_more_than_five_are_small_multiples(drawing: Drawing) -> None:
    wide, _ = drawings(drawing.view(CHARTS[6]))
    dashes = [e.get("stroke-dasharray") for e in wide.iter(f"{SVG}path") if "d-line" in (e.get("class") or "")]
    assert len(dashes) == len(set(dashes)) == 4
    many = drawing.view(Chart(x="day", every="month", of="count", split="visits"))
    assert many.many
    assert len(many.series) == 24
    panels, _ = drawings(many)
    assert {e.get("class") for e in panels.iter(f"{SVG}path")} <= {"d-grid", "d-axis", "d-line d-c1"}


def test_no_title_no_cell_and_no_unit_breaks_out(drawing: Drawing) -> None:
    for chart in (
        Chart(kind="bar", x="note", y="value", of="sum"),
        Chart(kind="bar", x="note", y="value", of="sum", split="kind"),
        Chart(kind="bar", x="kind", of="count"),
    ):
        view = drawing.view(chart, ("note", "contains", "<script>"), name="hostile")
        assert view.svg is not None
        for lang in ("zh", "en"):
            for one in drawings(view, lang):
                assert {e.tag.removeprefix(SVG) for e in one.iter()} <= TAGS
                assert not any(MARKS.fullmatch(name) for e in one.iter() for name in e.attrib)
        alone = ET.fromstring(as_file(view.svg.zh))
        assert {e.tag.removeprefix(SVG) for e in alone.iter()} <= TAGS
        assert "<script" not in view.svg.zh + view.svg.en
        assert any("alert" in t for t in texts(drawings(view)[0]))


def test_a_file_has_its_colours_with_it(drawing: Drawing) -> None:
    view = drawing.view(CHARTS[0])
    assert view.svg is not None
    text = as_file(view.svg.zh)
    tree = ET.fromstring(text)
    assert "class" not in {name for e in tree.iter() for name in e.attrib}
    assert [e.get("stroke") for e in tree.iter(f"{SVG}path") if e.get("stroke-width") == "2"] == ["#1B5FB0", "#C97A00"]
    assert tree[0].get("fill") == "#FFFFFF"
    assert "sans-serif" in (tree.get("font-family") or "")
    assert text.count("<svg") == 1


def test_the_drawing_of_a_small_chart_is_this(drawing: Drawing) -> None:
    view = drawing.view(Chart(kind="bar", x="sex", of="count"), ("station", "eq", "A"))
    assert view.svg is not None
    for part in (
        '<title id="chart-wide-t">',
        '<path d="M37.3 8L37.3 60" class="d-axis"/>',
        '<text x="29.3" y="51.5" text-anchor="end" class="d-name">女性</text>',
        'height="17" class="d-bar d-c1"/><text x=',
        'y="51" class="d-value">25</text>',
    ):
        assert part in view.svg.zh
