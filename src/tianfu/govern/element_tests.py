"""What follows from a column's data element without any declared rule: its type, its checks, and codes in force."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Check, Column, Dataset, Dimension, Severity
from tianfu.model.rule import InCodes
from tianfu.standards import CodeList, Element, code_list, element, expressions

from . import wording
from .codes import Dating, changing, lapsed
from .glancing import sound
from .prepare import infinite
from .row_test import RowTest, text_name

if TYPE_CHECKING:
    import ibis.expr.types as ir

LISTS = {"area": ("areas", 6)}
"""Element checks that look into a code list themselves: the list, and how many characters of the value are the code."""


def element_tests(dataset: Dataset, column: Column, dating: Dating, *, typed: bool) -> Iterator[RowTest]:
    """The tests of one column. A declared `in_codes` of the element's own list takes the place of the element's."""
    meaning = element(column.element)
    if meaning.type != "text" and not (typed and meaning.type != "number"):
        yield _type_test(column, meaning, typed=typed)
    ruled = {r.codes for r in dataset.rules if isinstance(r, InCodes) and r.column == column.name}
    for found in expressions.checks(meaning):
        if found.id == "codes" and meaning.codes in ruled:
            continue
        check = Check(
            f"{column.name}.{found.id}", (column.name,), found.id, found.severity, found.dimension, found.expected, found.standard
        )
        yield RowTest(check, partial(_breaks, found, column))
    listed, width = LISTS.get(meaning.check or "", (meaning.codes, None))
    if listed and listed not in ruled and changing(codes := code_list(listed), dating):
        yield _in_force_test(column, codes, dating, width)


def _type_test(column: Column, meaning: Element, *, typed: bool) -> RowTest:
    """A text that does not cast is a failure of its own: the value is missing afterwards and no other check sees it."""
    severity = Severity.flag if "type" in meaning.flagged else Severity.quarantine
    check = Check(
        f"{column.name}.type", (column.name,), "type", severity, Dimension.normativity, wording.of_type(meaning), meaning.standard
    )
    name, text = column.name, text_name(column.name)
    return RowTest(check, lambda t: infinite(t[name]) if typed else t[name].isnull() & t[text].notnull())


def _breaks(found: expressions.ElementCheck, column: Column, table: "ir.Table") -> "ir.BooleanValue":
    breaks, proven = ~found.passes(table[column.name]), sound(column, table)
    return breaks if proven is None else ibis.cases((proven, False), else_=breaks)


def _in_force_test(column: Column, codes: CodeList, dating: Dating, width: int | None) -> RowTest:
    """A code that was abolished before the record's day is kept and flagged: its meaning is known, and it has a successor."""
    expected = wording.in_force(codes.title, codes.title_en)
    check = Check(f"{column.name}.in_force", (column.name,), "in_force", Severity.flag, Dimension.normativity, expected, codes.standard)

    def code(table: "ir.Table") -> "ir.StringValue":
        value = table[column.name]
        return value.substr(0, width) if width else value

    return RowTest(check, lambda t: lapsed(codes, code(t), t, dating), lambda t: ibis.literal("abolished_code"))
