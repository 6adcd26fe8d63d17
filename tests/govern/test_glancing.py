"""What a glance proves is only spared work: the outcome of every row is the same without it."""

import json

GOOD, NO_CHECK, LOWER, SHORT = "91350100M000100Y43", "91350100M000100Y44", "91350100m000100y43", "91350100M000100Y4"
ROWS = [{"code": c, "n": n} for c in (GOOD, NO_CHECK, LOWER, SHORT, f" {GOOD}", "", None, "NA", "四川省成都市") for n in ("1", "x")]
RULES = 'rules: [{rule: required, columns: [code]}, {rule: matches, column: code, pattern: "9.*"}]'


def both(kit, source='{channel: upload, missing: ["", NA]}', rows=ROWS):
    dataset = kit.dataset_of("code credit_code, n integer", RULES, source)
    return kit.run(dataset, rows), kit.run(dataset, rows, glance=False)


def test_rows_failures_and_explanations_are_the_same(kit):
    with_glance, without = both(kit)
    assert with_glance.rows == without.rows
    assert with_glance.failed == without.failed
    assert sorted(map(str, with_glance.problems)) == sorted(map(str, without.problems))


def test_a_sound_value_still_meets_the_declared_rules(kit):
    dataset = kit.dataset_of("code credit_code", 'rules: [{rule: matches, column: code, pattern: "5.*"}]')
    assert kit.run(dataset, [{"code": GOOD}]).failed == {1: {"code.matches"}}


def test_a_missing_mark_is_missing_even_where_it_looks_like_a_code(kit):
    with_glance, without = both(kit, f'{{channel: upload, missing: ["", {GOOD}]}}')
    assert with_glance.rows == without.rows
    assert with_glance.rows[0]["code"] is None


def test_what_a_glance_adds_is_no_part_of_the_record(kit):
    with_glance, _ = both(kit)
    assert all(set(json.loads(p["raw"])) == {"code", "n"} for p in with_glance.problems)


def test_a_field_that_has_the_name_of_a_glance_proves_nothing(kit):
    dataset = kit.dataset_of("code credit_code", "", "{channel: upload}")
    column = dataset.columns[0].model_copy(update={"name": "other", "element": "text", "from_field": "_sound_code"})
    dataset = dataset.model_copy(update={"columns": (*dataset.columns, column)})
    done = kit.run(dataset, [{"code": NO_CHECK, "_sound_code": "true"}])
    assert done.failed[1]
