"""Each kind of row rule: rows that pass, rows that fail, rows without a value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tianfu.govern import MissingField, PlanError, plan
from tianfu.model import Dimension, Severity


def test_required_fails_only_where_the_value_is_missing(kit):
    dataset = kit.dataset_of("name text", "rules: [{rule: required, columns: [name]}]", '{channel: upload, missing: ["", NA]}')
    done = kit.run(dataset, [{"name": "成都"}, {"name": ""}, {"name": "  "}, {"name": "NA"}, {"name": " NA "}, {"name": None}])
    assert [bool(done.failed[r]) for r in range(1, 7)] == [False, True, True, True, True, True]
    assert done.check("name.required").dimension is Dimension.completeness


def test_between_never_fails_a_missing_value(kit):
    dataset = kit.dataset_of("v number", "rules: [{rule: between, column: v, low: 0, high: 10}]", '{channel: upload, missing: ["-9999"]}')
    done = kit.run(dataset, [{"v": v} for v in ("0", "10", "10.01", "-0.01", "", "-9999", None)])
    assert [done.failed[r] for r in range(1, 8)] == [set(), set(), {"v.between"}, {"v.between"}, set(), set(), set()]
    assert done.rows[5]["v"] is None


@pytest.mark.parametrize(
    ("element", "rule", "good", "wrong"),
    [
        ("integer", "low: 3", "3", "2"),
        ("integer", "high: 2.5", "2", "3"),
        ("decimal", "low: 0.1", "0.1", "0.0999"),
        ("number", "high: 1", "1", "2"),
    ],
)
def test_between_takes_one_bound_and_every_kind_of_number(kit, element, rule, good, wrong):
    dataset = kit.dataset_of(f"v {element}", f"rules: [{{rule: between, column: v, {rule}}}]")
    done = kit.run(dataset, [{"v": good}, {"v": wrong}])
    assert done.failed == {1: set(), 2: {"v.between"}}


def test_a_text_that_does_not_cast_fails_its_type_and_nothing_else(kit):
    dataset = kit.dataset_of("v number", "rules: [{rule: between, column: v, low: 0, high: 10}, {rule: required, columns: [v]}]")
    done = kit.run(dataset, [{"v": "<0.02"}, {"v": "未检出"}, {"v": "1,200"}, {"v": "NaN"}, {"v": "inf"}, {"v": "12mg"}])
    assert all(failed == {"v.type"} for failed in done.failed.values())
    assert [r["v"] for r in done.rows] == [None] * 6
    assert done.cause(1, "v.type") == "below_detection"


def test_matches_takes_the_whole_text(kit):
    dataset = kit.dataset_of("code text", 'rules: [{rule: matches, column: code, pattern: "[AB]|C1"}]')
    done = kit.run(dataset, [{"code": c} for c in ("A", "C1", "AB", "xA", "A\n", None)])
    assert [bool(done.failed[r]) for r in range(1, 7)] == [False, False, True, True, False, False]
    assert done.rows[4]["code"] == "A"


def test_matches_on_a_number_reads_its_text(kit):
    done = kit.run(kit.dataset_of("v integer", 'rules: [{rule: matches, column: v, pattern: "[0-9]{3}"}]'), [{"v": "007"}, {"v": "7"}])
    assert done.failed == {1: set(), 2: {"v.matches"}}


@pytest.mark.parametrize(("op", "expected"), [("<", "100"), ("<=", "110"), ("=", "010"), ("!=", "101"), (">=", "011"), (">", "001")])
def test_expression_compares_two_columns(kit, op, expected):
    dataset = kit.dataset_of("a integer, b integer", f'rules: [{{rule: expression, left: a, op: "{op}", right: b}}]')
    done = kit.run(dataset, [{"a": "1", "b": "2"}, {"a": "2", "b": "2"}, {"a": "3", "b": "2"}, {"a": None, "b": "2"}, {"a": "1", "b": ""}])
    assert "".join("0" if done.failed[r] else "1" for r in (1, 2, 3)) == expected
    assert done.failed[4] == done.failed[5] == set()


def test_expression_compares_dates_and_instants_with_constants(kit):
    rules = (
        'rules: [{rule: expression, left: d, op: ">=", value: 2020-01-01}, {rule: expression, left: t, op: "<", value: "2024-01-01 08:00"}]'
    )
    dataset = kit.dataset_of("d date, t instant", rules)
    done = kit.run(dataset, [{"d": "2020-01-01", "t": "2024-01-01 07:59:59"}, {"d": "2019-12-31", "t": "2024-01-01T00:00:00Z"}])
    assert done.failed == {1: set(), 2: {"d.expression", "t.expression"}}


def test_a_custom_rule_sees_typed_columns(kit):
    dataset = kit.dataset_of(
        "a number, b number", "rules: [{rule: custom, function: sums, columns: [a, b], says: 两数之和为100, severity: flag}]"
    )
    done = kit.run(dataset, [{"a": "40", "b": "60"}, {"a": "40", "b": "59"}, {"a": "40"}], custom={"sums": lambda t: t.a + t.b == 100})
    assert done.failed == {1: set(), 2: {"sums.custom"}, 3: set()}
    assert done.kept(2)
    assert next(p["value"] for p in done.problems) == "a=40; b=59"


def test_an_unknown_custom_rule_names_the_near_one(kit):
    dataset = kit.dataset_of("a number", "rules: [{rule: custom, function: sum, columns: [a], says: x}]")
    with pytest.raises(PlanError, match="did you mean 'sums'"):
        plan(dataset, today=kit.today, custom={"sums": lambda t: t.a == 1})


def test_rules_that_cannot_be_compiled_are_all_named(kit):
    rules = (
        "rules: [{rule: between, column: d, low: 1}, {rule: in_codes, column: d, codes: areas}, {rule: in_codes, column: s, codes: aeras}]"
    )
    with pytest.raises(PlanError) as error:
        plan(kit.dataset_of("d date, s text", rules), today=kit.today)
    assert len(error.value.problems) == 3
    assert "did you mean 'areas'" in error.value.problems[2]


def test_a_file_without_a_declared_field_is_named(kit):
    import ibis

    p = plan(kit.dataset_of("speed number"), today=kit.today)
    with pytest.raises(MissingField, match=r"no field 'speed'.*did you mean 'sped'"):
        p.apply(ibis.table({"sped": "string", "_record": "int64"}, name="chunk"))


def test_a_second_rule_of_one_kind_gets_its_own_id(kit):
    rules = "rules: [{rule: between, column: v, low: 0, severity: flag}, {rule: between, column: v, low: -10}]"
    done = kit.run(kit.dataset_of("v number", rules), [{"v": "-1"}, {"v": "-11"}])
    assert done.failed == {1: {"v.between"}, 2: {"v.between", "v.between2"}}
    assert (done.kept(1), done.kept(2)) == (True, False)


def test_checks_come_from_the_element_with_standard_and_edition(kit):
    done = kit.run(kit.dataset_of("id_no citizen_id"), [{"id_no": "11010519491231002X"}, {"id_no": "110105194912310021"}])
    assert done.failed[1] == set()
    (failed,) = done.failed[2]
    assert done.check(failed).standard == "GB 11643-1999"
    assert done.check(failed).severity is Severity.quarantine


def test_types_are_those_of_the_elements(kit):
    dataset = kit.dataset_of("i integer, n number, d decimal, b boolean, day date, at instant, s text")
    row = {"i": "１２", "n": "1.5", "d": "0.1", "b": "是", "day": "2024年3月1日", "at": "2024-03-01 08:00", "s": " 甲 "}
    done = kit.run(dataset, [row])
    assert done.failed[1] == set()
    kept = {k: v for k, v in done.rows[0].items() if not k.startswith("_")}
    assert kept == {
        "i": 12, "n": 1.5, "d": Decimal("0.1000"), "b": True, "day": date(2024, 3, 1), "at": datetime(2024, 3, 1, tzinfo=UTC), "s": "甲",
    }  # fmt: skip


def test_more_than_62_checks_take_a_second_word(kit):
    columns = ", ".join(f"c{n} number" for n in range(70))
    done = kit.run(kit.dataset_of(columns), [{f"c{n}": "1" for n in range(70)}, {f"c{n}": "x" for n in range(70)}])
    assert done.plan.words > 1
    assert len([c for c in done.failed[2] if c.endswith(".type")]) == 70
    assert done.failed[1] == set()


def test_derived_rows_are_checked_without_being_parsed(kit):
    rules = "rules: [{rule: between, column: v, high: 10}, {rule: required, columns: [v]}, {rule: in_codes, column: area, codes: areas}]"
    rows = [
        {"v": 1.0, "area": "510100"},
        {"v": 11.0, "area": "999999"},
        {"v": float("nan"), "area": None},
        {"v": float("inf"), "area": None},
    ]
    done = kit.run(kit.dataset_of("v number, area area", rules), rows, typed=True)
    assert done.failed[1] == set()
    assert {"v.between", "area.in_codes"} <= done.failed[2]
    assert done.failed[3] == {"v.required"}
    assert done.rows[2]["v"] is None
    assert "v.type" in done.failed[4]
