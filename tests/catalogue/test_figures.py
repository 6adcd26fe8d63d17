"""Figures are dated: a table of them says from when, until when, and where it is written."""

from datetime import date

import pytest

from tianfu.catalogue.figures import figure_table, read_figures
from tianfu.model import DeclarationError

TWO = """\
limit:
  2026-03-01: {value: 60, from: GB 3095-2026}
  2016-01-01: {value: 75, from: GB 3095-2012}
"""


def rows(text: str, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = figure_table(read_figures(text, "figures.yaml")[name]).to_pylist()
    return found


def test_an_edition_ends_where_the_next_begins() -> None:
    old, new = rows(TWO, "limit")
    assert old == {"valid_from": date(2016, 1, 1), "valid_to": date(2026, 3, 1), "source": "GB 3095-2012", "value": 75.0}
    assert (new["valid_from"], new["valid_to"], new["value"]) == (date(2026, 3, 1), None, 60.0)


def test_a_list_of_rows_is_a_row_each() -> None:
    text = 'classes: {2016-01-01: {value: [{low: 0, high: 50, name: 优}, {low: 51, high: "", name: 良}], from: x}}'
    assert [(r["low"], r["high"], r["name"]) for r in rows(text, "classes")] == [(0.0, 50.0, "优"), (51.0, None, "良")]


def test_lists_are_columns_and_shorter_ones_end_in_missing_values() -> None:
    text = "points: {2016-01-01: {value: {index: [0, 50, 100], so2: [0, 150]}, from: x}}"
    assert [(r["index"], r["so2"]) for r in rows(text, "points")] == [(0.0, 0.0), (50.0, 150.0), (100.0, None)]


def test_codes_stay_text() -> None:
    assert [r["value"] for r in rows("kinds: {2016-01-01: {value: [A01, 国控], from: x}}", "kinds")] == ["A01", "国控"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("limit: {someday: {value: 1, from: x}}", "figures.yaml:1: limit: 'someday' is not a day"),
        ("limit: {2016-01-01: {value: 1}}", "limit, 2016-01-01: 'from' is missing"),
        ("limit: {2016-01-01: {value: 1, from: x, form: y}}", "'form' is not known here"),
        ("limit: 75", "limit: expected name -> day -> value"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(DeclarationError) as error:
        read_figures(text, "figures.yaml")
    assert told in str(error.value)
