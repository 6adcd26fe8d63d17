"""A declaration is understood, or everything that is wrong with it is said at once, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.model import DeclarationError, Files, declare_dataset, read_yaml

GOOD = """\
title: 空气质量小时值
steward: dept.environment
source: {channel: sensor, files: air.csv, missing: [NA, no, 010]}
key: [station, at]
time: at
columns:
  - {name: station, element: station_code, title: 站点}
  - {name: at, element: instant, title: 时间}
  - {name: pm25, element: air_pm25, title: PM2.5, from_field: PM 2.5}
rules:
  - {rule: between, column: pm25, low: 0, high: 1000, severity: flag}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        declare_dataset(text, "air.yaml", "environment.air")
    return [str(p) for p in caught.value.problems]


def test_a_short_file_declares_a_dataset_and_its_path_names_it() -> None:
    dataset = declare_dataset(GOOD, "air.yaml", "environment.air")
    assert (dataset.id, dataset.pack, dataset.name) == ("environment.air", "environment", "air")
    assert dataset.column("pm25").field == "PM 2.5"


def test_scalars_stay_text_so_that_no_and_010_are_codes() -> None:
    source = declare_dataset(GOOD, "air.yaml", "environment.air").sources[0]
    assert isinstance(source, Files)
    assert source.missing == ("NA", "no", "010")


def test_the_key_stands_for_a_required_and_a_unique_rule() -> None:
    rules = declare_dataset(GOOD, "air.yaml", "environment.air").all_rules()
    assert [r.rule for r in rules] == ["required", "unique", "between"]


def test_an_unknown_key_is_refused_with_its_line_and_the_near_name() -> None:
    assert problems(GOOD.replace("steward:", "stewrd:")) == [
        "air.yaml:1: 'steward' is missing",
        "air.yaml:2: 'stewrd' is not known here; did you mean 'steward'?",
    ]


def test_all_problems_of_a_file_come_at_once() -> None:
    broken = GOOD.replace("sensor", "sensr").replace("element: instant", "elment: instant").replace("between", "betwen")
    assert [p.split(":")[1] for p in problems(broken)] == ["3", "8", "8", "11"]


def test_a_rule_on_an_undeclared_column_names_the_near_column() -> None:
    assert problems(GOOD.replace("column: pm25", "column: pm2")) == [
        "air.yaml:1: rules: column 'pm2' is not declared; did you mean 'pm25'?"
    ]


def test_a_door_that_is_never_open_needs_a_legal_basis() -> None:
    (problem,) = problems(GOOD + "sharing: {to_public: never}\n")
    assert problem.startswith("air.yaml:12: sharing: a door that is 'never' needs a basis")


def test_the_id_is_never_written_inside() -> None:
    assert "air.yaml:12: 'id' follows from the path; remove the line" in problems(GOOD + "id: environment.water\n")


def test_a_key_given_twice_is_refused() -> None:
    assert problems(GOOD + "title: 又一个\n") == ["air.yaml:12: 'title' is given twice"]


def test_anchors_are_refused_before_they_can_multiply() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(DeclarationError, match="anchors and aliases"):
        read_yaml(bomb, "bomb.yaml")


def test_bad_syntax_names_the_line() -> None:
    assert problems("title: [\n") == ["air.yaml:2: not YAML: expected the node content, but found '<stream end>'"]


def test_unpivot_without_a_key_is_refused() -> None:
    text = GOOD.replace("key: [station, at]\n", "").replace(
        "missing: [NA, no, 010]", "shape: [{shape: unpivot, columns: {A: a}, name: station, value: pm25}]"
    )
    assert problems(text) == ["air.yaml:1: unpivot makes several rows of one record: declare a key"]


@given(st.text(max_size=200))
def test_no_short_text_declares_a_dataset_and_none_crashes_the_reader(text: str) -> None:
    with pytest.raises(DeclarationError):
        declare_dataset(text, "any.yaml", "a.b")
