"""No number of what the gate hides gets into a chart: not into its drawing, its table, its title, a tick."""

from dataclasses import astuple, replace

import pytest
from tests.store.gated import grant

from tianfu.catalogue.charts.default import default_chart
from tianfu.catalogue.charts.view import chart_of, chart_view
from tianfu.catalogue.charts.views import ChartView
from tianfu.model import OPERATOR, PUBLIC, Chart, Reader, ReaderKind, Refused
from tianfu.model.grant import Eq
from tianfu.store import Where

from .conftest import CLOSED_ROWS, Drawing

HEALTH = Reader(id="wang", kind=ReaderKind.staff, units=("dept.health",))


def says_nothing(view: ChartView) -> bool:
    """Whether no number and no drawing is in it."""
    return view.problem is not None and view.svg is None and not (view.labels or view.series or view.rows or view.places or view.period)


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (Chart(kind="bar", x="who", of="count"), "已脱敏"),
        (Chart(kind="bar", x="inside", of="count"), "不在您可以查看的范围内"),
        (Chart(x="day", every="month", y="who", of="count"), "已脱敏"),
        (Chart(x="day", every="month", y="who", of="max"), "已脱敏"),
        (Chart(x="day", every="month", of="count", split="who"), "已脱敏"),
        (Chart(x="day", every="month", of="count", split="inside"), "不在您可以查看的范围内"),
        (Chart(x="day", every="month", of="count", where={"who": "王五"}), "已脱敏"),
        (Chart(x="day", every="month", of="count", where={"inside.contains": "机"}), "不在您可以查看的范围内"),
    ],
)
def test_masked_and_hidden_columns_are_neither_drawn_nor_conditions(drawing: Drawing, chart: Chart, said: str) -> None:
    view = drawing.view(chart)
    assert says_nothing(view)
    assert view.problem is not None
    assert said in view.problem.zh
    assert view.problem.en


def test_what_runs_the_installation_sees_the_hidden_column(drawing: Drawing) -> None:
    assert drawing.view(Chart(kind="bar", x="inside", of="count"), reader=OPERATOR).svg is not None


def test_a_closed_dataset_gives_reasons_and_no_number(drawing: Drawing) -> None:
    chart = Chart(kind="bar", x="kind", y="value", of="sum")
    view = drawing.view(chart, name="closed")
    assert says_nothing(view)
    assert view.problem is not None
    assert "保守国家秘密法" in view.problem.zh
    assert not any(str(int(r["value"])) in str(astuple(view)) for r in CLOSED_ROWS if r["value"] > 1)
    with pytest.raises(Refused):
        chart_of(drawing.visit, drawing.dataset("closed"), chart)
    version = drawing.visit.store.version("measures.closed")
    assert version is not None
    assert default_chart(drawing.dataset("closed"), version, drawing.visit.decide(drawing.dataset("closed"))) is None


def test_a_grant_for_some_rows_gives_a_chart_of_those_only(drawing: Drawing) -> None:
    drawing.visit.store.grants.record(grant("measures.closed", rows=(Eq(filter="eq", column="kind", value="乙"),)))
    view = drawing.view(Chart(kind="bar", x="kind", y="value", of="sum"), name="closed", reader=HEALTH)
    assert view.svg is not None
    assert [label.zh for label in view.labels] == ["乙"]
    assert "987" not in str(astuple(view))
    assert says_nothing(drawing.view(Chart(kind="bar", x="kind", of="count"), name="closed", reader=PUBLIC))


def test_what_a_reader_typed_wrong_is_said(drawing: Drawing) -> None:
    for chart, condition in (
        (Chart(x="day", every="month", y="station"), ()),
        (Chart(x="station", every="month", of="count"), ()),
        (Chart(x="day", every="hour", y="pm25"), ()),
        (Chart(x="day", every="month", of="count"), ("day", "gte", "morgen")),
        (Chart(x="day", every="month", of="count"), ("nothing", "eq", "1")),
        (Chart(x="day", every="month", y="pm25"), ("station", "eq", "Z")),
    ):
        view = drawing.view(chart, *([condition] if condition else []))  # type: ignore[list-item]  # three texts
        assert says_nothing(view)
        assert view.title.zh == "空气"


def test_without_data_it_says_so(drawing: Drawing) -> None:
    view = chart_view(drawing.visit, drawing.dataset("empty"), Chart(x="day", of="count"))
    assert says_nothing(view)
    assert view.version == 0


def test_each_chart_is_one_event_of_the_journal(drawing: Drawing) -> None:
    journal = drawing.visit.store.journal
    before = len(journal.events())
    chart_view(replace(drawing.visit), drawing.dataset(), Chart(x="day", every="month", y="pm25"), conditions=[Where("station", "eq", "B")])
    assert [(e.verb, e.detail["asked"]) for e in journal.events()[before:]] == [("summary", "station.eq")]
