"""What a chart says is true of its numbers: by the data, and by nothing that was written down before."""

from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.charts.findings import PLACEHOLDERS, finding, points, unknown_places
from tianfu.catalogue.charts.series import Measured
from tianfu.catalogue.charts.views import Series
from tianfu.model import Chart, Text

from .conftest import Drawing

UNIT = Text(zh="人", en="persons")
VALUES = st.lists(st.one_of(st.none(), st.integers(-50, 50).map(float)), min_size=1, max_size=12)


def along(*series: list[float | None], partial: frozenset[int] = frozenset(), rest: int | None = None) -> Measured:
    labels = tuple(Text(zh=f"第{n}处", en=f"place {n}") for n in range(len(series[0])))
    named = tuple(Series(Text(zh=f"组{n}", en=f"group {n}"), tuple(v)) for n, v in enumerate(series))
    return Measured(labels, tuple(map(str, range(len(labels)))), named, partial=partial, rest=rest)


@given(VALUES)
def test_the_highest_is_named_where_it_is(values: list[float | None]) -> None:
    said = finding(Chart(x="a", y="b"), along(values), 0, UNIT, declared=True)
    known = [v for v in values if v is not None]
    if said is None:
        assert not known
        return
    where = [n for n, v in enumerate(values) if v == max(known)]
    assert f"{max(known):.0f}人" in said.zh
    assert f"{max(known):.0f} persons" in said.en
    if len(where) <= 3:
        assert all(f"第{n}处" in said.zh for n in where)
        assert ("并列" in said.zh) == (len(where) > 1)
    else:
        assert f"{len(where)} 处" in said.zh


@given(VALUES, st.integers(0, 11), st.integers(0, 11))
def test_points_are_values_and_periods_covered_in_part_are_no_lowest_one(values: list[float | None], part: int, rest: int) -> None:
    found = points(along(values, partial=frozenset({part}), rest=rest))
    known = {n: v for n, v in enumerate(values) if v is not None and n != rest}
    if found is None:
        assert not known
        return
    whole = {n: v for n, v in known.items() if n != part} or known
    assert (found.first, found.last) == (min(whole), max(whole))
    assert whole[found.low] == min(whole.values())
    assert all(known[n] == max(known.values()) for n in found.high)


def test_a_declared_title_is_filled_from_the_first_series() -> None:
    chart = Chart(
        x="a", y="b", title="{high_at}{high}，{low_at}{low}，{first_at}{first}，{last_at}{last}，{other}", title_en="{high_at}: {high}"
    )
    said = finding(chart, along([3.25, None, 9.5, 1.0], [100.0] * 4), 1, UNIT, declared=True)
    assert said == Text(zh="第2处9.5，第3处1.0，第0处3.2，第3处1.0，{other}", en="place 2: 9.5")
    own = finding(chart, along([3.25, None, 9.5, 1.0]), 1, UNIT, declared=False)
    assert own == Text(zh="第2处最高：9.5人", en="Highest for place 2: 9.5 persons")


def test_large_numbers_and_what_is_counted_stand_together() -> None:
    chart = Chart(x="a", title="合计 {high} 人次", title_en="{high} visitors")
    assert finding(chart, along([4_964_000.0]), 0, UNIT, declared=True) == Text(zh="合计 496.4万人次", en="4.96 million visitors")


def test_placeholders_that_mean_nothing_are_found() -> None:
    assert unknown_places("{high} {hihg} {} {0}") == ["hihg", "", "0"]
    assert unknown_places("".join(f"{{{p}}}" for p in PLACEHOLDERS)) == []


def test_the_title_of_a_declared_chart_holds_only_under_its_own_conditions(drawing: Drawing) -> None:
    chart = drawing.dataset().charts[0]
    declared = drawing.view(chart)
    assert declared.title.zh.startswith("2024年5月最高：")
    assert "{" not in declared.title.zh + declared.title.en
    assert declared.title.en.startswith("Highest in May 2024: ")
    narrowed = drawing.view(chart, ("day", "gte", "2024-05-01"))
    assert narrowed.title.zh.endswith("µg/m³")
    assert "为最高：" in narrowed.title.zh
    assert narrowed.limits == declared.limits


def test_with_several_series_it_says_which(drawing: Drawing) -> None:
    view = drawing.view(Chart(x="day", every="month", y="pm25", split="station"))
    highest = max((v, s.name.zh) for s in view.series for v in s.values if v is not None)
    assert view.title.zh.startswith(f"{highest[1]}，2024年")
