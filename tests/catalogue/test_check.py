"""`check_pack` finds what is wrong before anything runs, everything at once, with file and line."""

from pathlib import Path

import pytest

from tianfu.catalogue.check import check_pack

from .conftest import ANALYSIS, DATASET, DERIVED, PACK, Write

SUM = """\
- name: two add up
  given: {libraries: [{code: A, visits: 1}, {code: B, visits: 2}]}
  expect: [{visits: 3}]
"""


def told(folder: Path) -> list[str]:
    return [str(p) for p in check_pack(folder)]


def test_a_sound_pack_has_no_problems(pack: Write) -> None:
    assert told(pack()) == []


CASES: dict[str, tuple[dict[str, str | None], str]] = {
    "an unknown element": (
        {"datasets__libraries_yaml": DATASET.replace("element: count", "element: cuont")},
        "library/datasets/libraries.yaml:7: columns.1.element: there is no 'cuont'; did you mean 'count'?",
    ),
    "an unknown steward": (
        {"pack_yaml": PACK.replace("dept.culture_tourism", "dept.culture_turism")},
        "library/pack.yaml:3: stewards: there is no 'dept.culture_turism'; did you mean 'dept.culture_tourism'?",
    ),
    "a steward the pack does not have": (
        {"datasets__totals_yaml": DERIVED.replace("dept.culture_tourism", "dept.tax")},
        "library/datasets/totals.yaml:2: steward: 'dept.tax' is not among the stewards of pack.yaml",
    ),
    "a policy item that does not exist": ({"pack_yaml": PACK.replace("37", "53")}, "items: 53 is no policy item; they run from 1 to 52"),
    "an unknown code list": (
        {"datasets__libraries_yaml": DATASET + "rules: [{rule: in_codes, column: code, codes: area}]\n"},
        "there is no 'area'; did you mean 'areas'?",
    ),
    "a rule that does not fit its column": (
        {"datasets__libraries_yaml": DATASET + "rules: [{rule: between, column: code, low: 0}]\n"},
        "library/datasets/libraries.yaml:1: between: column 'code' holds text, not numbers",
    ),
    "a pattern that is none": (
        {"datasets__libraries_yaml": DATASET + 'rules: [{rule: matches, column: code, pattern: "[A"}]\n'},
        "library/datasets/libraries.yaml:8: rules.0.pattern: '[A' is no pattern",
    ),
    "a custom function that is missing": (
        {"datasets__libraries_yaml": DATASET + "rules: [{rule: custom, function: is_open, columns: [code], says: 开着}]\n"},
        "no function 'is_open' in library/rules.py",
    ),
    "a dataset that nothing computes": (
        {"analyses_py": None},
        "library/datasets/totals.yaml:1: no function 'totals' in library/analyses.py",
    ),
    "a parameter that names nothing": (
        {"analyses_py": ANALYSIS.replace("libraries:", "librarys:").replace("libraries.", "librarys.")},
        "library/analyses.py:4: totals: parameter 'librarys' names no dataset, figure or entry of reads; did you mean 'libraries'?",
    ),
    "a parameter without annotation": (
        {"analyses_py": ANALYSIS.replace('libraries: "ir.Table"', "libraries")},
        "totals: parameter 'libraries' has no annotation",
    ),
    "an analysis that reads a column that is not there": (
        {"analyses_py": ANALYSIS.replace("libraries.visits", "libraries.visitors")},
        "totals: does not build on empty tables",
    ),
    "an analysis of other columns": (
        {"analyses_py": ANALYSIS.replace("visits=", "total=")},
        "totals: yields columns total; declared are visits, in this order",
    ),
    "an analysis of another type": (
        {"analyses_py": ANALYSIS.replace('.cast("int64")', '.cast("float64")')},
        "totals: column 'visits' is double; element 'count' is int64",
    ),
    "a level below that of the input": (
        {"datasets__libraries_yaml": DATASET.replace("title: 人次", "title: 人次, level: 3")},
        "level 1 is below level 3 of library.libraries; raise it or say lowered_because",
    ),
    "a file nobody reads": ({"analysis_py": "x = 1\n"}, "library/analysis.py:1: is not read; did you mean 'analyses.py'?"),
    "a dataset of another pack that does not exist": (
        {"pack_yaml": PACK + "reads: {air: environment.air_hourlie}\n"},
        "reads: air is 'environment.air_hourlie', which no pack declares; did you mean 'environment.air_hourly'?",
    ),
    "an example that does not hold": (
        {"examples__totals_yaml": SUM.replace("visits: 3", "visits: 4")},
        "library/examples/totals.yaml:1: two add up: visits is 3, expected 4",
    ),
    "an example of rows that are not declared": (
        {"examples__totals_yaml": "- {name: a, given: {libraries: [{kode: A}]}, expect: []}\n"},
        "library.libraries has no column 'kode'; did you mean 'code'?",
    ),
    "an example of nothing": (
        {"examples__total_yaml": "- {name: a, given: {}, expect: []}\n"},
        "there is no derived dataset 'total' in this pack",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_finds(case: str, pack: Write) -> None:
    files, wanted = CASES[case]
    found = told(pack(**files))
    assert any(wanted in t for t in found), found


def test_a_lowered_level_is_accepted_with_a_reason(pack: Write) -> None:
    higher = DATASET.replace("title: 人次", "title: 人次, level: 3")
    assert told(pack(datasets__libraries_yaml=higher, datasets__totals_yaml=DERIVED + "lowered_because: 汇总后不能识别\n")) == []


def test_an_example_that_holds_is_silent(pack: Write) -> None:
    assert told(pack(examples__totals_yaml=SUM)) == []


def test_problems_of_several_files_come_together(pack: Write) -> None:
    folder = pack(
        pack_yaml=PACK.replace("37", "0"),
        datasets__libraries_yaml=DATASET.replace("element: count", "element: cuont"),
        datasets__totals_yaml=DERIVED.replace("title: 总人次", "titel: x"),
    )
    assert {t.split(":")[0] for t in told(folder)} >= {
        "library/pack.yaml",
        "library/datasets/libraries.yaml",
        "library/datasets/totals.yaml",
    }


def test_code_beside_the_docstring_is_refused(pack: Write) -> None:
    folder = pack()
    (folder / "__init__.py").write_text('"""Libraries."""\nimport os\n')
    assert told(folder) == ["library/__init__.py:1: holds a docstring and no code"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}:1: there is no such folder"]
