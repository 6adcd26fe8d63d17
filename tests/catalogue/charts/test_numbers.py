"""What a chart draws is what anybody counts who counts again; a gap is no zero, and an empty month of counted records is one."""

import math
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from tianfu.model import Chart

from .conftest import NEVER, ROWS, Drawing


def real(value: Any) -> bool:
    return value is not None and not math.isnan(value)


def by_month(station: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for row in ROWS:
        if row["station"] == station and real(row["pm25"]):
            found[f"{row['day']:%Y-%m}"].append(row["pm25"])
    return found


def test_means_by_month_and_station(drawing: Drawing) -> None:
    view = drawing.view(Chart(x="day", every="month", y="pm25", split="station"))
    assert [s.name.zh for s in view.series] == ["A", "B"]
    assert view.places == ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07")
    for series in view.series:
        expected = by_month(series.name.zh)
        means = [sum(v) / len(v) if (v := expected.get(place)) else None for place in view.places]
        assert list(series.values) == pytest.approx(means, nan_ok=False)
    assert (view.period, view.version, view.unit.zh) == (("2024-01-10", "2024-07-05"), 1, "µg/m³")


def test_a_month_without_a_measurement_is_a_gap_and_without_records_it_counts_zero(drawing: Drawing) -> None:
    measured = drawing.view(Chart(x="day", every="month", y="pm25"))
    counted = drawing.view(Chart(x="day", every="month", of="count"))
    place = measured.places.index(f"{NEVER:%Y-%m}")
    assert measured.series[0].values[place] is None
    assert measured.rows[place][1] == "—"
    assert counted.series[0].values[place] == 0.0
    assert sum(v or 0 for v in counted.series[0].values) == len(ROWS)
    assert "空" in measured.note.zh
    assert "gap" in measured.note.en


def test_instants_fall_into_chinas_days(drawing: Drawing) -> None:
    view = drawing.view(Chart(x="at", every="day", of="count"))
    assert view.places[0] == "2024-01-11"
    assert view.period == ("2024-01-11", "2024-07-06")


def test_areas_truth_and_codes_have_their_titles(drawing: Drawing) -> None:
    areas = drawing.view(Chart(kind="bar", x="area", of="count"))
    assert {"武侯区", "锦江区", "（空）"} <= {label.zh for label in areas.labels}
    assert sorted(areas.places) == ["", "510104", "510107", "511402"]
    values = list(areas.series[0].values)
    assert values == sorted(values, reverse=True)
    truth = drawing.view(Chart(kind="bar", x="valid", of="count"))
    assert [(label.zh, label.en) for label in truth.labels] == [("是", "yes"), ("否", "no")]
    sexes = drawing.view(Chart(kind="bar", x="sex", of="count"))
    assert [label.zh for label in sexes.labels] == ["男性", "女性"]


def test_the_highest_are_drawn_and_the_rest_added_up(drawing: Drawing) -> None:
    view = drawing.view(Chart(kind="bar", x="area", y="visits", of="sum", top=3))
    assert len(view.labels) == 4
    assert view.labels[-1].zh == "其余 1 项"
    assert sum(v or 0 for v in view.series[0].values) == sum(r["visits"] for r in ROWS)
    means = drawing.view(Chart(kind="bar", x="area", y="visits", top=2))
    assert len(means.labels) == 2
    assert "另有 2 项未画出" in means.note.zh


def test_years_that_do_not_occur_are_gaps_in_a_line(drawing: Drawing) -> None:
    view = drawing.view(Chart(x="year", y="visits", of="max"))
    assert view.places == ("2019", "2020", "2021", "2022", "2023")
    assert [v is None for v in view.series[0].values] == [False, False, True, True, False]
    assert view.labels[0].zh == "2019年"


def test_conditions_hold_in_numbers_and_in_words(drawing: Drawing) -> None:
    view = drawing.view(Chart(x="day", every="month", of="count"), ("station", "eq", "A"), ("day", "gte", "2024-05-01"))
    wanted = [r for r in ROWS if r["station"] == "A" and r["day"] >= date(2024, 5, 1)]
    assert sum(v or 0 for v in view.series[0].values) == len(wanted)
    assert [c.zh for c in view.conditions] == ["站点 = A", "日期 ≥ 2024-05-01"]
    assert "station=A" in view.as_json
    assert ("day.gte", "2024-05-01") in view.pairs


def test_a_period_is_chosen_that_suits_the_span(drawing: Drawing) -> None:
    whole = drawing.view(Chart(x="day", y="pm25"))
    part = drawing.view(Chart(x="day", y="pm25"), ("day", "gte", "2024-06-01"), ("day", "lt", "2024-06-30"))
    assert whole.places[0] == "2024-01-13"  # before it nothing was measured
    assert part.places[0].startswith("2024-06")
    assert len(part.places) < len(whole.places) < 200


def test_too_many_groups_are_told(drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tianfu.catalogue.charts.periods.PERIODS_MOST", 20)
    view = drawing.view(Chart(x="day", every="day", y="pm25"))
    assert view.svg is None
    assert view.problem is not None
    assert "周期" in view.problem.zh
