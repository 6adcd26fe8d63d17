"""All row rules of a dataset as one expression: text chunk -> typed columns and the bits of the checks that each row fails."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from typing import TYPE_CHECKING

import ibis

from tianfu.model import CHECK_BITS, Check, Dataset, Plan, Severity
from tianfu.model.rule import InCodes, RowRule, SetRule
from tianfu.standards import CodeList, code_list

from .codes import Dating, code_table, join_codes, joined_name
from .element_tests import element_tests
from .explain import explained
from .glancing import glanced
from .prepare import arrow_schema, prepared, prepared_typed
from .row_rules import CustomRules, is_long, row_tests
from .row_test import PlanError, RowTest, balanced
from .set_rules import set_check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def plan(dataset: Dataset, *, today: date, custom: CustomRules | None = None, typed: bool = False) -> Plan:
    """The plan of a load. `today` dates records that have no date of their own; `typed` is for derived rows, which are not parsed.

    Bits follow `checks`: row checks by column and rule, then set checks, which `settle` decides. PlanError lists every rule that cannot be
    compiled.
    """
    dating = Dating.of(dataset, today)
    tests = _row_tests(dataset, dating, custom or {}, typed=typed)
    sets = [set_check(dataset, r) for r in dataset.all_rules() if isinstance(r, SetRule)]
    checks = _distinct([*(t.check for t in tests), *sets])
    tests = [replace(t, check=c) for t, c in zip(tests, checks, strict=False)]

    def prepare(raw: "ir.Table", carried: Sequence[str] = ()) -> "ir.Table":
        rows = (prepared_typed if typed else prepared)(dataset, raw, carried)
        return reduce(lambda t, item: join_codes(t, item[0], item[1], dating), _long_lists(dataset).items(), rows)

    return Plan(
        dataset=dataset,
        fields=tuple(dict.fromkeys(c.name if typed else c.field for c in dataset.columns)),
        checks=checks,
        schema=arrow_schema(dataset),
        apply=lambda raw: _masked(dataset, tests, len(checks), prepare(raw)),
        explain=lambda raw: explained(dataset, tests, raw, prepare, typed=typed),
        codes={joined_name(c, dating): code_table(c, dating) for c in _long_lists(dataset).values()},
        **({} if typed else {"glance": partial(glanced, dataset)}),
    )


def _row_tests(dataset: Dataset, dating: Dating, custom: CustomRules, *, typed: bool) -> list[RowTest]:
    """Required columns first, then what the elements call for, then the declared rules."""
    tests: list[RowTest] = [t for c in dataset.columns for t in element_tests(dataset, c, dating, typed=typed)]
    problems: list[str] = []
    for rule in dataset.all_rules():
        if isinstance(rule, RowRule):
            try:
                tests += row_tests(dataset, rule, dating, custom, typed=typed)
            except PlanError as error:
                problems += error.problems
    if problems:
        raise PlanError(dataset.id, problems)
    return tests


def _distinct(checks: list[Check]) -> tuple[Check, ...]:
    """A second check of the same kind on a column gets a number: `pm25.between`, `pm25.between2`."""
    seen: Counter[str] = Counter()
    result = []
    for check in checks:
        seen[check.id] += 1
        result.append(check if seen[check.id] == 1 else replace(check, id=f"{check.id}{seen[check.id]}"))
    return tuple(result)


def _long_lists(dataset: Dataset) -> dict[str, CodeList]:
    """Column -> the long code list that a rule looks it up in."""
    lists = {r.column: code_list(r.codes) for r in dataset.rules if isinstance(r, InCodes)}
    return {column: codes for column, codes in lists.items() if is_long(codes)}


def _masked(dataset: Dataset, tests: list[RowTest], checks: int, rows: "ir.Table") -> "ir.Table":
    """Typed columns in declared order, `_record`, and the mask words."""
    columns = {c.name: rows[c.name] for c in dataset.columns}
    return rows.select(**columns, _record=rows._record, **dict(_words(tests, checks, rows)))


def _words(tests: list[RowTest], checks: int, rows: "ir.Table") -> "Iterator[tuple[str, ir.IntegerValue]]":
    for word in range(max(1, -(-checks // CHECK_BITS))):
        chosen = list(enumerate(tests))[word * CHECK_BITS : (word + 1) * CHECK_BITS]
        for name, severity in (("_bad", Severity.quarantine), ("_flag", Severity.flag)):
            bits = [(n % CHECK_BITS, t) for n, t in chosen if t.check.severity is severity]
            yield f"{name}{word or ''}", _sum_of_bits((bit, t.fails(rows)) for bit, t in bits)


def _sum_of_bits(failing: "Iterable[tuple[int, ir.BooleanValue]]") -> "ir.IntegerValue":
    terms = [ibis.ifelse(fails, ibis.literal(1 << bit, "int64"), ibis.literal(0, "int64")) for bit, fails in failing]
    return balanced(lambda a, b: a + b, terms) if terms else ibis.literal(0, "int64")
