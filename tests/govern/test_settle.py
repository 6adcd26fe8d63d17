"""Set rules on staged rows, numbered from 0."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

KEY = "key: [a]"


def test_the_first_of_equal_keys_keeps_its_place(kit):
    done = kit.settled(kit.dataset_of("a text, v integer", KEY), [{"a": a} for a in ("x", "y", "x", "x", "z")])
    assert done.rows("a.unique") == [2, 3]
    assert done.failures["a.unique"][0]["value"] == "x"
    assert done.staged.failed["a.unique"] == 2


def test_keys_of_several_columns_agree_only_as_a_whole(kit):
    rows = [{"a": "x", "b": 1}, {"a": "x", "b": 2}, {"a": "x1", "b": 1}, {"a": "x", "b": 2}]
    done = kit.settled(kit.dataset_of("a text, b integer", "key: [a, b]"), rows)
    assert done.rows("a-b.unique") == [3]
    assert done.failures["a-b.unique"][0]["value"] == "a=x; b=2"


def test_rows_without_a_key_are_not_repeated(kit):
    done = kit.settled(kit.dataset_of("a text", "rules: [{rule: unique, columns: [a]}]"), [{"a": None}, {"a": None}, {"a": "x"}])
    assert done.failures == {}


def test_clean_keys_cost_one_query(kit):
    assert kit.settled(kit.dataset_of("a text", KEY), [{"a": str(n)} for n in range(100)]).queries == 1


def test_appended_rows_may_not_repeat_what_is_there(kit):
    rows = [{"a": "new"}, {"a": "old"}, {"a": "new"}, {"a": "old"}]
    done = kit.settled(kit.dataset_of("a text", KEY), rows, existing=[{"a": "old"}, {"a": "other"}])
    assert done.rows("a.unique") == [1, 2, 3]


def test_a_reference_must_exist(kit):
    dataset = kit.dataset_of("firm text", "rules: [{rule: refers, column: firm, to: demo.firms, to_column: code}]")
    others = {"demo.firms": pa.table({"code": ["A", "B", "B"], "name": ["甲", "乙", "乙"]})}
    done = kit.settled(dataset, [{"firm": f} for f in ("A", "C", None, "B")], others=others)
    assert done.rows("firm.refers") == [1]
    assert done.failures["firm.refers"][0]["value"] == "C"


def test_a_dataset_may_refer_to_itself(kit):
    dataset = kit.dataset_of("code text, parent text", "rules: [{rule: refers, column: parent, to: demo.example, to_column: code}]")
    rows = [{"code": "1", "parent": None}, {"code": "11", "parent": "1"}, {"code": "21", "parent": "2"}, {"code": "31", "parent": "3"}]
    done = kit.settled(dataset, rows, existing=[{"code": "2", "parent": None}])
    assert done.rows("parent.refers") == [3]


def test_monotone_looks_at_the_record_before_in_the_same_group(kit):
    dataset = kit.dataset_of("meter text, v number", "rules: [{rule: monotone, column: v, by: [meter]}]")
    rows = [{"meter": m, "v": v} for m, v in (("a", 5.0), ("b", 1.0), ("a", None), ("a", 4.0), ("a", 4.0), ("b", 2.0))]
    done = kit.settled(dataset, rows)
    assert done.rows("v.monotone") == [3]
    assert done.failures["v.monotone"][0]["value"] == "5.0 → 4.0"


def test_a_jump_is_measured_in_the_declared_order(kit):
    dataset = kit.dataset_of("s text, at instant, v number", "rules: [{rule: jump, column: v, by: [s], order: at, limit: 10}]")
    start = datetime(2024, 1, 1, tzinfo=UTC)
    rows = [{"s": "a", "at": start + timedelta(hours=h), "v": v} for h, v in ((2, 21.0), (0, 1.0), (1, 11.0), (3, 50.0))]
    done = kit.settled(dataset, rows)
    assert done.rows("v.jump") == [3]


def test_a_clean_load_is_left_as_it_is(kit):
    rules = "rules: [{rule: monotone, column: v}, {rule: jump, column: v, order: v, limit: 1}]"
    done = kit.settled(kit.dataset_of("v integer", rules), [{"v": n} for n in range(10)])
    assert done.failures == {}
    assert done.staged.failed == {}


def test_where_missing_values_are_equal_rows_may_be_repeated_as_a_whole(kit):
    rule = "rules: [{rule: unique, columns: [a, b], missing: equal, severity: flag}]"
    rows = [{"a": "x", "b": None}, {"a": None, "b": 1}, {"a": "x", "b": None}, {"a": "x", "b": 1}, {"a": None, "b": 1}]
    done = kit.settled(kit.dataset_of("a text, b integer", rule), rows, existing=[{"a": "x", "b": 1}])
    assert done.rows("a-b.unique") == [2, 3, 4]
    assert [f["value"] for f in done.failures["a-b.unique"]] == ["a=x; b=", "a=x; b=1", "a=; b=1"]
