"""Codes by the date of the record."""

from datetime import date

import pytest

from tianfu.model import Severity

AREAS = "rules: [{rule: in_codes, column: area, codes: areas}]"


@pytest.mark.parametrize(
    ("kind", "old", "new"), [("date", "2020-06-01", "2022-06-01"), ("instant", "2020-12-31 23:59:59", "2022-01-01 00:00:00")]
)
def test_an_abolished_code_is_right_in_an_old_record(kit, kind, old, new):
    dataset = kit.dataset_of(f"area text, at {kind}", f"time: at\n{AREAS}")
    rows = [{"area": a, "at": t} for a in ("513425", "513402", "510100") for t in (old, new)]
    done = kit.run(dataset, rows)
    assert [bool(done.failed[r]) for r in range(1, 7)] == [False, True, True, False, False, False]
    assert done.cause(2, "area.in_codes") == "abolished_code"


def test_without_a_date_of_its_own_a_record_is_of_today(kit):
    dataset = kit.dataset_of("area text", AREAS)
    assert kit.run(dataset, [{"area": "513425"}], today=date(2020, 1, 1)).failed[1] == set()
    assert kit.run(dataset, [{"area": "513425"}], today=date(2026, 1, 1)).failed[1] == {"area.in_codes"}
    dated_dataset = kit.dataset_of("area text, at date", f"time: at\n{AREAS}")
    assert kit.run(dated_dataset, [{"area": "513425", "at": ""}]).failed[1] == {"area.in_codes"}


def test_a_code_that_never_was_has_another_cause(kit):
    done = kit.run(kit.dataset_of("area text", AREAS), [{"area": "519999"}, {"area": None}])
    assert done.failed == {1: {"area.in_codes"}, 2: set()}
    assert done.cause(1, "area.in_codes") == "not_in_standard"


def test_an_element_with_codes_flags_the_abolished_and_quarantines_the_unknown(kit):
    done = kit.run(
        kit.dataset_of("area area, at date", "time: at"), [{"area": a, "at": "2024-01-01"} for a in ("513425", "513425001", "519999")]
    )
    assert done.failed[1] == done.failed[2] == {"area.in_force"}
    assert done.kept(1)
    assert not done.kept(3)


def test_the_declared_rule_takes_the_place_of_the_elements(kit):
    rule = "rules: [{rule: in_codes, column: sex, codes: sexes, severity: flag}]"
    done = kit.run(kit.dataset_of("sex sex", rule), [{"sex": "7"}, {"sex": "女"}])
    assert done.failed == {1: {"sex.in_codes"}, 2: set()}
    assert done.check("sex.in_codes").severity is Severity.flag
    assert done.rows[1]["sex"] == "2"


@pytest.mark.parametrize("kind", ["date", "instant"])
def test_a_long_list_is_joined_with_the_same_result(kit, kind, monkeypatch):
    dataset = kit.dataset_of(f"area text, at {kind}", f"time: at\n{AREAS}")
    times = ["2021-12-31 00:00:00", "2022-01-01 00:00:00"] if kind == "instant" else ["2021-12-31", "2022-01-01"]
    rows = [{"area": a, "at": t} for a in ("513425", "513402", "510100", "999999", None) for t in (*times, None)]
    inline = kit.run(dataset, rows)
    monkeypatch.setattr("tianfu.govern.row_rules.INLINE", 10)
    joined = kit.run(dataset, rows)
    assert joined.plan.codes
    assert not inline.plan.codes
    assert joined.failed == inline.failed
    assert len(joined.rows) == len(rows)
