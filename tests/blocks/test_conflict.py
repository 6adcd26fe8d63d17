"""Data at odds: compared, listed, never decided."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from tianfu.blocks.conflict import answered, beside, claims, compare, disputed
from tianfu.blocks.series import calendar


def table(*rows: tuple[str, int | None]) -> Any:
    return ibis.memtable(pa.table({"k": pa.array([r[0] for r in rows], pa.string()), "n": pa.array([r[1] for r in rows], pa.int64())}))


def said() -> Any:
    one = claims(table(("a", 1), ("b", 2), ("c", 3), ("d", None), ("e", 5), ("e", 6)), ["k"], "n", source="one")
    two = claims(table(("a", 1), ("b", 7), ("d", 4), ("e", 5), ("e", 6)), ["k"], "n", source="two")
    return one.union(two)


def rows(expression: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return sorted(found, key=lambda r: str(list(r.values())))


def test_keys_are_agreed_in_conflict_or_told_by_one_source() -> None:
    assert {r["k"]: (r["state"], r["value"], r["sources"]) for r in rows(compare(said(), ["k"]))} == {
        "a": ("一致", 1, "one、two"),
        "b": ("冲突", None, "one、two"),
        "c": ("单一来源", 3, "one"),
        "d": ("单一来源", 4, "two"),
        "e": ("冲突", None, "one、two"),
    }


def test_sources_that_repeat_the_same_contradiction_do_not_agree() -> None:
    assert {r["k"]: (r["values"], r["claims"]) for r in rows(compare(said(), ["k"]))}["e"] == (2, 4)


def test_every_claim_of_a_conflict_is_listed_once() -> None:
    assert [(r["k"], r["source"], r["value"]) for r in rows(disputed(said().union(said()), ["k"]))] == [
        ("b", "one", 2),
        ("b", "two", 7),
        ("e", "one", 5),
        ("e", "one", 6),
        ("e", "two", 5),
        ("e", "two", 6),
    ]


def test_claims_stand_side_by_side_and_numbers_are_in_the_order_of_numbers() -> None:
    wide = beside(claims(table(("a", 10), ("a", 9), ("b", 1)), ["k"], "n", source="one"), ["k"], ["one", "two"])
    assert rows(wide) == [{"k": "a", "one": "9、10", "two": None}, {"k": "b", "one": "1", "two": None}]


def test_who_answers_is_marked_and_without_a_rule_nobody_is() -> None:
    told = said().mutate(element=ibis.ifelse(ibis._.k == "a", "name", "phone"))
    rule = ibis.memtable(pa.table({"element": ["name"], "source": ["two"]}))
    assert [(r["source"], r["answers_for_it"]) for r in rows(answered(told, rule, element="element"))] == [("one", False), ("two", True)]


def test_a_calendar_has_the_days_that_no_row_has() -> None:
    days = ibis.memtable(pa.table({"day": pa.array([date(2016, 2, 28), date(2016, 3, 1)])}))
    assert sorted(calendar(days, "day").to_pyarrow()["day"].to_pylist()) == [date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1)]


def test_a_calendar_of_nothing_is_empty() -> None:
    assert calendar(ibis.memtable(pa.table({"day": pa.array([], pa.date32())})), "day").to_pyarrow().num_rows == 0
