"""A chart and its address are the same; what is declared comes with its words; a wrong question is told with the near name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.charts.spec import chart_from, chart_pairs, own_conditions, where_pairs
from tianfu.model import Chart
from tianfu.store import BadQuestion, Where

from .conftest import Drawing

NAMES = st.sampled_from(["station", "day", "pm25", "area"])
CHARTS = st.builds(
    Chart,
    kind=st.sampled_from(["line", "bar"]),
    x=NAMES,
    every=st.sampled_from(["", "hour", "day", "month", "quarter", "year"]),
    y=NAMES,
    of=st.sampled_from(["mean", "sum", "min", "max", "count"]),
    split=st.one_of(st.none(), NAMES),
)


@given(chart=CHARTS)
def test_an_address_says_the_whole_chart(drawing: Drawing, chart: Chart) -> None:
    found = chart_from(chart_pairs(chart), drawing.dataset("empty"))
    assert found == chart


def test_without_a_chart_in_the_address_there_is_none(drawing: Drawing) -> None:
    assert chart_from([("station", "A"), ("sort", "day"), ("chart.x", " ")], drawing.dataset()) is None


def test_records_are_counted_where_nothing_is_measured(drawing: Drawing) -> None:
    found = chart_from([("chart.x", "day"), ("chart.y", ""), ("chart.of", "mean")], drawing.dataset())
    assert found is not None
    assert found.counts
    assert found.y is None


def test_a_chart_as_declared_has_its_limits_and_under_its_conditions_its_title(drawing: Drawing) -> None:
    declared = drawing.dataset().charts[0]
    pairs = chart_pairs(declared)
    there = chart_from(pairs, drawing.dataset(), own_conditions(declared))
    elsewhere = chart_from(pairs, drawing.dataset(), (Where("station", "eq", "B"),))
    assert there == declared
    assert elsewhere is not None
    assert (elsewhere.title, elsewhere.where, elsewhere.limits) == ("", {}, declared.limits)
    view = drawing.view(declared)
    again = chart_from(view.pairs, drawing.dataset(), own_conditions(declared))
    assert again == declared


def test_conditions_are_written_as_everywhere() -> None:
    assert where_pairs([Where("a", "eq", "1"), Where("b", "gte", "2")]) == (("a", "1"), ("b.gte", "2"))
    assert own_conditions(Chart(x="a", where={"a": "1", "b.gte": "2"})) == (Where("a", "eq", "1"), Where("b", "gte", "2"))


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ({"chart.x": "dya"}, "did you mean 'day'"),
        ({"chart.x": "day", "chart.split": "staton"}, "did you mean 'station'"),
        ({"chart.y": "pm25"}, "chart.x is missing"),
        ({"chart.x": "day", "chart.kind": "lines"}, "did you mean 'line'"),
        ({"chart.x": "day", "chart.every": "week"}, "There are hour, day"),
        ({"chart.x": "day", "chart.y": "pm25", "chart.of": "avg"}, "There are mean"),
        ({"chart.x": "day", "chart.of": "sum"}, "needs chart.y"),
        ({"chart.x": "day", "chart.colour": "red"}, "does not know 'colour'"),
        ({"chart.x": "area", "chart.kind": "map", "chart.split": "sex"}, "one value per area"),
        ({"chart.x": "<script>" * 20}, "no column"),
    ],
)
def test_wrong_questions_are_told(drawing: Drawing, pairs: dict[str, str], said: str) -> None:
    with pytest.raises(BadQuestion, match=said) as told:
        chart_from(pairs.items(), drawing.dataset())
    assert told.value.text.zh
    assert len(told.value.text.zh) < 300
