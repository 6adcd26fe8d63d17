"""Likely causes that only the rule can see: a missing mark taken for a number, another unit, a shifted point."""

from decimal import Decimal
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

MISSING_MARKS = (-99, -999, -9999, -99999, 999, 9999, 99999, 999990, 999999, 32766, 32767, -32768)
FACTORS = (1000, 100, 10)


def between_cause(value: "ir.NumericValue", low: Decimal | None, high: Decimal | None) -> "ir.StringValue":
    """missing_mark; wrong_unit where a factor of 10, 100 or 1000 brings the value into the range; else null."""
    number = value.cast("float64")
    marks = [m for m in MISSING_MARKS if (low is not None and m < low) or (high is not None and m > high)]
    branches = [(number.isin([float(m) for m in marks]), "missing_mark")] if marks else []
    if low is not None and high is not None and low >= 0:
        branches += [((number / factor).between(float(low), float(high)), "wrong_unit") for factor in FACTORS]
    if not branches:
        return ibis.null("string")
    return ibis.cases(*branches, else_=ibis.null("string"))
