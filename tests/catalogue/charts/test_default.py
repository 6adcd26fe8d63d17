"""The chart of a dataset that declares none: over time where there is time, of categories where there are any, else none."""

from collections.abc import Sequence

from tianfu.catalogue.charts.default import default_chart
from tianfu.model import BROWSING, PUBLIC, Chart, Decision, Text
from tianfu.model.declaration import declare_dataset
from tianfu.model.version import ColumnProfile, Version

from .conftest import Drawing

HEAD = "title: 表\nsteward: dept.environment\nsource: {channel: upload}\nsharing: {to_departments: always, to_public: always}\n"
READ = (Text(zh="可以"),)


SPANS = {"date": ("2020-01-01", "2024-12-31"), "instant": ("2024-03-01T00:00:00+08:00", "2024-03-02T00:00:00+08:00")}


def suggested(columns: str, distinct: Sequence[int], *, key: str = "[]", kind: str = "dataset", rows: int = 1000) -> Chart | None:
    """For everybody; each column has so many different values."""
    dataset = declare_dataset(HEAD + f"key: {key}\nkind: {kind}\ncolumns:\n{columns}", "a.yaml", "demo.table")
    profile = []
    for column, count in zip(dataset.columns, distinct, strict=True):
        low, high = SPANS.get(column.element, (None, None))
        profile.append(ColumnProfile(name=column.name, nulls=0, distinct=count, minimum=low, maximum=high))
    names = tuple(c.name for c in dataset.columns)
    version = Version.model_construct(rows=rows, columns=names, profile=tuple(profile))
    return default_chart(dataset, version, Decision(allowed=True, reasons=READ, columns=names))


DAY = "  - {name: day, element: date, title: 日}\n"
PLACE = "  - {name: place, element: name_text, title: 地点}\n"
AIR = "  - {name: pm25, element: air_pm25, title: PM2.5}\n"
COUNT = "  - {name: hours, element: count, title: 小时数}\n"


def test_a_number_over_time_by_a_period_that_suits_the_span() -> None:
    assert suggested(DAY + COUNT + AIR, (1827, 24, 300)) == Chart(x="day", every="month", y="pm25")
    instant = "  - {name: at, element: instant, title: 时}\n"
    assert suggested(instant + AIR, (24, 300)) == Chart(x="at", every="hour", y="pm25")
    assert suggested(DAY + COUNT, (1827, 24)) == Chart(x="day", every="month", y="hours", of="sum")


def test_a_line_for_each_of_a_few_places_of_the_key() -> None:
    few = suggested(PLACE + DAY + AIR, (3, 1827, 300), key="[place, day]")
    many = suggested(PLACE + DAY + AIR, (20, 1827, 300), key="[place, day]")
    assert few is not None
    assert many is not None
    assert (few.split, many.split) == ("place", None)


def test_without_time_the_records_of_each_kind_or_the_totals_of_a_table_of_totals() -> None:
    assert suggested(PLACE + AIR, (7, 300)) == Chart(kind="bar", x="place", of="count")
    sexes = "  - {name: sex, element: sex, title: 性别}\n"
    assert suggested(PLACE + sexes + COUNT, (30, 2, 90), key="[place, sex]") == Chart(kind="bar", x="sex", y="hours", of="sum")


def test_coordinates_codes_and_lists_of_names_say_nothing() -> None:
    where = "  - {name: lat, element: latitude, title: 纬度}\n"
    assert suggested(PLACE + where, (1000, 1000), key="[place]") is None
    assert suggested(PLACE + AIR, (7, 300), kind="codes") is None
    assert suggested(PLACE, (12,), key="[place]", rows=12) is None


def test_only_what_the_reader_sees_plainly(drawing: Drawing) -> None:
    dataset, version = drawing.dataset(), drawing.visit.store.version("measures.air")
    assert version is not None
    decision = drawing.visit.store.decide(dataset.id, PUBLIC, BROWSING, today=drawing.visit.today)
    found = default_chart(dataset, version, decision)
    assert found == Chart(x="day", every="day", y="pm25", split="station")
    assert drawing.view(found).svg is not None
    assert default_chart(dataset, version, Decision(allowed=False, reasons=READ)) is None
