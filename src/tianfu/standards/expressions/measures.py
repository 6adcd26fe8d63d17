"""Measured values: doubles, and their usual marks for a missing value."""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dimension, Severity, Text

from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

MARKS = (-999.0, -9999.0, -99999.0, 99999.0, 999990.0, 999999.0)
"""Numbers that instruments and meteorological files write for "no value" and that are rarely values."""


def double(number: float | Decimal | str) -> "ir.FloatingScalar":
    """A constant, written as text: Sail reads 0.5 as a decimal, takes the column for one too and fails on what that cannot hold."""
    return ibis.literal(str(number)).cast("float64")


def is_mark(number: "ir.FloatingValue") -> "ir.BooleanValue":
    """Comparisons one by one: DuckDB makes a join of a longer list, and a table of 80 measured columns then needs a gigabyte."""
    return reduce(or_, (number == double(mark) for mark in MARKS))


NO_MISSING_MARK = (
    Finding(
        "missing_mark",
        lambda number: ~is_mark(number),
        Text(zh="不是常见的缺测标记（-999、-9999、999990等）", en="not a usual mark for a missing value (-999, -9999, 999990, ...)"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
