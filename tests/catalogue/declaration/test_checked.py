"""Everything that is wrong, at once, at the field that holds it, in Chinese and English."""

from time import monotonic

import pytest

from tianfu.catalogue import Registry, load_packs
from tianfu.catalogue.declaration.checked import Checked, checked
from tianfu.catalogue.declaration.form import filled

REGISTRY: Registry = load_packs()
RIGHT = {
    "id": "library.visits",
    "title": "到馆人次",
    "steward": "dept.culture_tourism",
    "channel": "upload",
    "blank": "1",
    "columns.0.name": "code",
    "columns.0.title": "编号",
    "columns.0.element": "code",
    "columns.1.name": "visits",
    "columns.1.title": "人次",
    "columns.1.element": "count",
    "key": "code",
    "to_public": "always",
}


def of(**changes: str) -> Checked:
    return checked(filled({**RIGHT, **{n.replace("__", "."): v for n, v in changes.items()}}.items()), REGISTRY)


def test_nothing_is_wrong() -> None:
    found = of()
    assert found.problems == {}
    assert found.yaml == (
        "title: 到馆人次\nsteward: dept.culture_tourism\nsource: {channel: upload}\nkey: [code]\ncolumns:\n"
        "  - {name: code, element: code, title: 编号}\n  - {name: visits, element: count, title: 人次}\n"
        "sharing: {to_public: always}\n"
    )


def test_everything_is_told_at_once() -> None:
    found = of(
        id="Library",
        title="",
        steward="dept.culture_turism",
        key="cod",
        time="when",
        theme="nope",
        licence="nope",
        channel="sensr",
        to_public="never",
        columns__0__name="a b",
        columns__1__element="cuont",
        columns__1__level="9",
        columns__2__name="lonely",
        rules__0__rule="between",
        rules__0__columns="visits",
        rules__0__low="many",
        rules__1__rule="matches",
        rules__1__columns="nowhere",
        rules__1__pattern="(",
        rules__2__rule="in_codes",
        rules__2__columns="visits",
        rules__2__codes="sexs",
        more="colour: red",
    ).problems
    wanted = "id title steward key time theme licence channel basis columns.0.name columns.1.element columns.1.level columns.2.title"
    assert {*wanted.split(), "columns.2.element", "rules.0.low", "rules.1.columns", "rules.2.codes", "more"} <= set(found)
    assert found["steward"][0].zh == "没有“dept.culture_turism”，是不是“dept.culture_tourism”？"
    assert found["columns.1.element"][0].en == "there is no 'cuont'; did you mean 'count'?"
    assert not [t.zh for texts in found.values() for t in texts if t.zh.startswith("不符合要求")]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"columns__1__name": "code"}, "columns.1.name"),
        ({"columns__1__title": ""}, "columns.1.title"),
        ({"channel": ""}, "channel"),
        ({"channel": "", "files": "a.csv"}, "channel"),
        ({"rules__0__columns": "visits", "rules__0__low": "5"}, "rules.0.rule"),
        ({"key": "", "mode": "upsert"}, "key"),
        ({"rules__0__rule": "between", "rules__0__columns": "visits"}, "rules.0.rule"),
        ({"rules__0__rule": "between", "rules__0__columns": "visits", "rules__0__low": "5", "rules__0__high": "1"}, "rules.0.rule"),
        ({"rules__0__rule": "between", "rules__0__columns": "code", "rules__0__low": "5"}, "rules"),
        ({"rules__0__rule": "matches", "rules__0__columns": "code", "rules__0__pattern": "("}, "rules.0.pattern"),
        ({"rules__0__rule": "other", "rules__0__yaml": "{rule: jumps, column: visits}"}, "rules.0.yaml"),
        ({"rules__0__rule": "other", "rules__0__yaml": "{rule: ["}, "rules.0.yaml"),
        ({"more": "title: 又一个"}, "more"),
        ({"more": "a: &x 1\nb: *x"}, "more"),
        ({"more": "[" * 5000}, "more"),
        ({"more": "- a"}, "more"),
        ({"more": "columns: [x]"}, "more"),
        ({"more": "rules: [7]"}, "more"),
        ({"more": "sharing: {to_press: always}"}, "more"),
        ({"title": "长" * 5000}, "title"),
        ({"id": "library.x" + "x" * 500}, "id"),
    ],
)
def test_a_problem_stands_at_its_field(changes: dict[str, str], where: str) -> None:
    found = of(**changes)
    assert found.dataset is None
    assert set(found.problems) == {where}


def test_titles_of_departments_and_elements_will_do() -> None:
    found = of(steward="省文化和旅游厅", columns__1__element="数量")
    assert found.dataset is not None
    assert (found.dataset.steward, found.dataset.columns[1].element) == ("dept.culture_tourism", "count")


def test_the_steward_belongs_to_the_pack() -> None:
    assert set(of(id="environment.visits").problems) == {"steward"}


def test_rows_beyond_the_bound_are_told_and_not_kept() -> None:
    many = {**RIGHT, **{f"columns.{n}.name": f"c{n}" for n in range(2, 10_000)}}
    form = filled(many.items())
    assert len(form.columns) == 300
    assert "9,700" in f"{form.left_out['columns']:,}"
    assert "columns" in checked(form, REGISTRY).problems


def test_control_characters_do_not_arrive() -> None:
    found = of(title="到馆\x00\x1b[31m人次\u2028", description="一\r\n二")
    assert found.dataset is not None
    assert (found.dataset.title, found.dataset.description) == ("到馆[31m人次", "一\n二")


def test_a_form_full_of_mistakes_is_checked_at_once() -> None:
    rows = {f"columns.{n}.{k}": v for n in range(300) for k, v in (("name", f"c{n}"), ("title", "t"), ("element", "txet"))}
    began = monotonic()
    assert len(checked(filled({**RIGHT, **rows, "key": ""}.items()), REGISTRY).problems) == 300
    assert monotonic() - began < 5
