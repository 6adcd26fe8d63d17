"""The form that draws offers what the reader sees plainly and what fits: nothing masked, no key, no free text."""

from datetime import UTC, datetime

from tianfu.catalogue.charts.builder import ChartForm, builder
from tianfu.model import Chart, ColumnProfile, Dataset, Decision, Mode, Text, Version

COLUMNS = {"day": "date", "area": "area", "kind": "name_text", "reader": "person_name", "visits": "count", "remark": "text"}
DISTINCT = {"day": 400, "area": 21, "kind": 4, "reader": 900, "visits": 700, "remark": 5000}
PLAIN = ("day", "area", "kind", "visits", "remark")


def visits(**changes: object) -> Dataset:
    columns = [{"name": n, "element": e, "title": n.upper()} for n, e in COLUMNS.items()]
    sharing = {"to_departments": "always", "to_public": "always", "to_operation": "always"}
    sources = [{"channel": "administrative", "files": "v.csv"}]
    told = {"title": "到馆", "steward": "dept.culture_tourism", "sources": sources, "columns": columns, "sharing": sharing, "key": ["day"]}
    return Dataset.model_validate({"id": "library.visits", **told, **changes})


def version(distinct: dict[str, int] = DISTINCT) -> Version:
    profile = tuple(ColumnProfile(name=n, nulls=0, distinct=d, distinct_exact=True) for n, d in distinct.items())
    counts = {"read": 1, "accepted": 1, "flagged": 0, "quarantined": 0}
    return Version(
        dataset="library.visits",
        number=1,
        delta=0,
        at=datetime(2026, 11, 1, tzinfo=UTC),
        run="r",
        mode=Mode.replace,
        rows=5000,
        bytes=1,
        inserted=5000,
        deleted=0,
        counts=counts,
        problems=0,
        profile=profile,
        declaration="d",
        columns=tuple(COLUMNS),
    )


def offered(form: ChartForm | None, name: str) -> list[str]:
    assert form is not None
    return [value for value, _ in next(p for p in form.picks if p.name == f"chart.{name}").options]


def form_of(chart: Chart | None = None, columns: tuple[str, ...] = PLAIN, known: Version | None = None) -> ChartForm | None:
    decision = Decision(allowed=True, reasons=(Text(zh="公开"),), columns=columns, masks={"reader": "name"})
    return builder(visits(), known or version(), decision, chart, [("area", "510104"), ("chart.x", "day")], "/dataset/library.visits/chart")


def test_axes_are_times_first_and_then_columns_of_few_values() -> None:
    assert offered(form_of(), "x") == ["day", "area", "kind"]


def test_only_numbers_are_measured_and_records_can_always_be_counted() -> None:
    assert offered(form_of(), "y") == ["", "visits"]


def test_series_are_made_by_columns_of_few_values() -> None:
    assert offered(form_of(), "split") == ["", "area", "kind"]


def test_what_is_masked_or_hidden_is_nowhere_offered() -> None:
    form = form_of(columns=("day", "visits"))
    assert form is not None
    assert {value for pick in form.picks for value, _ in pick.options}.isdisjoint({"reader", "area", "kind", "remark"})


def test_what_nobody_has_counted_is_no_axis() -> None:
    assert offered(form_of(known=version({})), "x") == ["day"]
    assert form_of(columns=("visits", "remark"), known=version({})) is None


def test_the_form_keeps_the_conditions_and_stands_at_the_chart_that_is_shown() -> None:
    form = form_of(Chart(kind="bar", x="area", y="visits", of="sum", split="kind"))
    assert form is not None
    assert form.kept == (("area", "510104"),)
    assert [p.chosen for p in form.picks] == ["bar", "area", "", "visits", "sum", "kind"]


def test_without_a_chart_it_begins_with_records_over_time() -> None:
    form = form_of()
    assert form is not None
    assert [p.chosen for p in form.picks] == ["line", "day", "", "", "count", ""]


def test_a_chart_of_another_column_that_the_reader_sees_stays_as_it_is() -> None:
    form = form_of(Chart(x="remark", y="visits"))
    assert form is not None
    assert offered(form, "x") == ["day", "area", "kind", "remark"]
    assert form.picks[1].chosen == "remark"


def test_a_chart_that_cannot_be_had_leaves_the_form_at_its_beginning() -> None:
    form = form_of(Chart(kind="map", x="reader"))
    assert form is not None
    assert offered(form, "x") == ["day", "area", "kind"]
    assert [p.chosen for p in form.picks][:2] == ["line", "day"]
