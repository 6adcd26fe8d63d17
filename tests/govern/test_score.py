"""Quality in six dimensions, from the counts of a load."""

from datetime import UTC, date, datetime

from tianfu.govern import plan, score
from tianfu.model import Counts, Dimension

THEN = datetime(2026, 11, 23, tzinfo=UTC)


def scores(kit, dataset, staged):
    quality = score(plan(dataset, today=kit.today), staged, dataset=dataset, today=kit.today, refreshed_at=THEN)
    return quality, {s.dimension: s.value for s in quality.scores}


def example(kit, extra=""):
    return kit.dataset_of(
        "name text, v number", f"rules: [{{rule: required, columns: [name]}}, {{rule: between, column: v, low: 0}}]\n{extra}"
    )


def test_a_dimension_is_values_passed_of_values_tested(kit):
    dataset = example(kit)
    staged = kit.staged_of(plan(dataset, today=kit.today), Counts(100, 90, 0, 10), {"name.required": 10})
    quality, by_dimension = scores(kit, dataset, staged)
    assert by_dimension[Dimension.completeness] == 90.0
    completeness = next(s for s in quality.scores if s.dimension is Dimension.completeness)
    assert "(100 − 10) ÷ 100" in completeness.formula.zh


def test_what_was_not_tested_has_no_value(kit):
    dataset = example(kit)
    quality, by_dimension = scores(kit, dataset, kit.staged_of(plan(dataset, today=kit.today), Counts()))
    assert set(by_dimension.values()) == {None}
    assert (quality.total, quality.grade) == (None, "-")
    assert len(by_dimension) == 6


def test_accessibility_is_never_known_at_a_load(kit):
    dataset = example(kit)
    quality, by_dimension = scores(kit, dataset, kit.staged_of(plan(dataset, today=kit.today), Counts(10, 10, 0, 0)))
    assert by_dimension[Dimension.accessibility] is None
    assert quality.total == 100.0


def test_missing_values_are_not_tested(kit):
    dataset = example(kit)
    staged = kit.staged_of(plan(dataset, today=kit.today), Counts(100, 100, 0, 0), stats={"v": (1.0, 2.0, 40)})
    quality, _ = scores(kit, dataset, staged)
    tested = {c.id: c.tested for c in quality.checks}
    assert (tested["v.between"], tested["name.required"]) == (60, 100)


def test_one_failure_in_a_million_is_not_a_hundred_percent(kit):
    dataset = example(kit)
    staged = kit.staged_of(plan(dataset, today=kit.today), Counts(10**6, 10**6 - 1, 0, 1), {"name.required": 1})
    assert scores(kit, dataset, staged)[1][Dimension.completeness] == 99.99


def test_records_older_than_the_cycle_are_late(kit):
    dataset = kit.dataset_of("at date", "time: at\nrefresh: daily")
    p = plan(dataset, today=kit.today)
    fresh = kit.staged_of(p, Counts(5, 5, 0, 0), stats={"at": (date(2026, 1, 1), date(2026, 11, 23), 0)})
    stale = kit.staged_of(p, Counts(5, 5, 0, 0), stats={"at": (date(2026, 1, 1), date(2026, 11, 20), 0)})
    assert scores(kit, dataset, fresh)[1][Dimension.timeliness] == 100.0
    assert scores(kit, dataset, stale)[1][Dimension.timeliness] == 0.0


def test_a_dataset_that_promises_no_cycle_is_not_late(kit):
    dataset = kit.dataset_of("at date", "time: at")
    assert scores(kit, dataset, kit.staged_of(plan(dataset, today=kit.today), Counts(5, 5, 0, 0)))[1][Dimension.timeliness] is None
