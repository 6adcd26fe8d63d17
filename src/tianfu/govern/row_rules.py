"""Declared row rules -> tests of the prepared table."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Check, Column, Dataset, Dimension, Text
from tianfu.model.rule import Between, Custom, Expression, InCodes, Matches, Required, RowRule
from tianfu.standards import CodeList, UnknownCodeList, code_list, element
from tianfu.standards.expressions.characters import among

from . import wording
from .codes import BEIJING, INLINE, Dating, changing, in_force, joined_in_force, known
from .hints import between_cause
from .row_test import PlanError, RowTest, text_name

if TYPE_CHECKING:
    import ibis.expr.types as ir

NUMERIC = ("integer", "number", "decimal")
CustomRules = Mapping[str, Callable[["ir.Table"], "ir.BooleanValue"]]


def row_tests(dataset: Dataset, rule: RowRule, dating: Dating, custom: CustomRules, *, typed: bool) -> list[RowTest]:
    """The tests of one rule; PlanError says why a rule cannot be compiled."""
    match rule:
        case Required():
            return [_required(dataset, rule, dataset.column(name), typed=typed) for name in rule.columns]
        case Between():
            return [_between(dataset, rule)]
        case Matches():
            return [_matches(dataset, rule, typed=typed)]
        case InCodes():
            return [_in_codes(dataset, rule, dating)]
        case Expression():
            return [_expression(dataset, rule)]
        case Custom():
            return [_custom(dataset, rule, custom)]


def delivered(dataset: Dataset, column: str, table: "ir.Table", *, typed: bool) -> "ir.Value":
    """The text of a column where texts came in, else its value."""
    return table[column] if typed or element(dataset.column(column).element).type == "text" else table[text_name(column)]


def _required(dataset: Dataset, rule: Required, column: Column, *, typed: bool) -> RowTest:
    check = _check(rule, column.name, "required", Dimension.completeness, wording.REQUIRED, (column.name,))
    return RowTest(check, lambda t: delivered(dataset, column.name, t, typed=typed).isnull())


def _between(dataset: Dataset, rule: Between) -> RowTest:
    column = dataset.column(rule.column)
    meaning = element(column.element)
    if meaning.type not in NUMERIC:
        raise PlanError(dataset.id, [f"between: column '{column.name}' holds {meaning.type}, not numbers; use expression to compare dates"])
    expected = wording.between(rule, column.unit or meaning.unit)
    check = _check(rule, column.name, "between", Dimension.accuracy, expected, (column.name,), meaning.standard)
    low, high = _number(rule.low, meaning.type), _number(rule.high, meaning.type)
    return RowTest(check, lambda t: outside(t[column.name], low, high), lambda t: between_cause(t[column.name], rule.low, rule.high))


def outside(value: "ir.NumericValue", low: "int | float | Decimal | None", high: "int | float | Decimal | None") -> "ir.BooleanValue":
    """Beyond a bound; null without a value."""
    if low is None:
        return value > high
    return value < low if high is None else ~value.between(low, high)


def _number(bound: Decimal | None, kind: str) -> int | float | Decimal | None:
    """The bound in the type of the column, so that no row has to be converted for the comparison."""
    if bound is None or (kind == "decimal" and bound == bound.quantize(Decimal("0.0001"))):
        return bound
    return int(bound) if kind == "integer" and bound == bound.to_integral_value() else float(bound)


def _matches(dataset: Dataset, rule: Matches, *, typed: bool) -> RowTest:
    column = dataset.column(rule.column)
    check = _check(
        rule, column.name, "matches", Dimension.normativity, wording.matches(rule.pattern), (column.name,), element(column.element).standard
    )
    pattern = f"\\A(?:{rule.pattern})\\z"
    return RowTest(check, lambda t: ~delivered(dataset, column.name, t, typed=typed).cast("string").re_search(pattern))


def _in_codes(dataset: Dataset, rule: InCodes, dating: Dating) -> RowTest:
    column = dataset.column(rule.column)
    if element(column.element).type != "text":
        raise PlanError(dataset.id, [f"in_codes: column '{column.name}' holds {element(column.element).type}; codes are text"])
    try:
        codes = code_list(rule.codes)
    except UnknownCodeList as error:
        raise PlanError(dataset.id, [f"in_codes: {error}"]) from error
    expected = wording.in_force(codes.title, codes.title_en)
    check = _check(rule, column.name, "in_codes", Dimension.normativity, expected, (column.name,), codes.standard)
    return RowTest(check, lambda t: ~_valid(codes, column.name, t, dating), lambda t: code_cause(codes, t[column.name], dating))


def _valid(codes: CodeList, column: str, table: "ir.Table", dating: Dating) -> "ir.BooleanValue":
    return joined_in_force(table, column, dating) if is_long(codes) else in_force(codes, table[column], table, dating)


def is_long(codes: CodeList) -> bool:
    """Whether the list is joined rather than written into the query."""
    return len(codes.entries) > INLINE


def code_cause(codes: CodeList, value: "ir.StringValue", dating: Dating) -> "ir.StringValue":
    """Of a code that failed: it was abolished or not yet introduced, or the list never had it."""
    dated = changing(codes, dating)
    unknown = ibis.ifelse(known(codes, value), None, "not_in_standard")
    return ibis.ifelse(among(value, dated), "abolished_code", unknown) if dated else unknown


def _expression(dataset: Dataset, rule: Expression) -> RowTest:
    left = dataset.column(rule.left)
    kind = element(left.element).type
    other = element(dataset.column(rule.right).element).type if rule.right else kind
    if kind != other and not {kind, other} <= set(NUMERIC):
        raise PlanError(dataset.id, [f"expression: '{rule.left}' holds {kind}, '{rule.right}' {other}; they cannot be compared"])
    constant = None if rule.value is None else _constant(dataset, rule, kind)
    columns = (rule.left, rule.right) if rule.right else (rule.left,)
    name = "-".join(columns)
    expected = wording.expression(rule, dataset, of_time=kind in ("date", "instant"))
    check = _check(rule, name, "expression", Dimension.consistency, expected, columns)

    def fails(table: "ir.Table") -> "ir.BooleanValue":
        value, against = table[rule.left], table[rule.right] if rule.right else constant
        return {
            "<": lambda: value >= against,
            "<=": lambda: value > against,
            "=": lambda: value != against,
            "!=": lambda: value == against,
            ">=": lambda: value < against,
            ">": lambda: value <= against,
        }[rule.op]()

    return RowTest(check, fails)


def _constant(dataset: Dataset, rule: Expression, kind: str) -> "ir.Scalar":
    """The constant of an expression in the type of its column."""
    text = rule.value or ""
    try:
        if kind == "date":
            return ibis.literal(date.fromisoformat(text))
        if kind == "instant":
            at = datetime.fromisoformat(text)
            return ibis.literal(at if at.tzinfo else at.replace(tzinfo=BEIJING), type="timestamp('UTC')")
        if kind in NUMERIC:
            return ibis.literal(_number(Decimal(text), kind))
    except (ValueError, InvalidOperation) as error:
        raise PlanError(dataset.id, [f"expression: '{text}' is no {kind}, as column '{rule.left}' is"]) from error
    return ibis.literal(text == "true" if kind == "boolean" else text)


def _custom(dataset: Dataset, rule: Custom, custom: CustomRules) -> RowTest:
    if rule.function not in custom:
        near = get_close_matches(rule.function, list(custom), 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; known: {', '.join(sorted(custom)) or 'none'}"
        raise PlanError(dataset.id, [f"custom: rules.py has no function '{rule.function}'{hint}"])
    function = custom[rule.function]
    check = _check(rule, rule.function, "custom", Dimension.consistency, wording.custom(rule), rule.columns)
    return RowTest(check, lambda t: ~function(t))


def _check(
    rule: RowRule, subject: str, kind: str, dimension: Dimension, expected: Text, columns: tuple[str, ...], standard: str = ""
) -> Check:
    return Check(f"{subject}.{kind}", columns, kind, rule.severity, dimension, expected, rule.because or standard)
