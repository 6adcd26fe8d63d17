"""Numbers as standards write them."""

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

SNAP = 1_000_000
"""A mean of decimals misses them by the noise of binary floating point; a millionth of the last digit is noise."""


def half_even(value: "ir.NumericValue", digits: int = 0) -> "ir.FloatingValue":
    """The value with so many decimals, an exact half to the even neighbour (GB/T 8170-2008, 3.2). Engines' own `round` differ on halves."""
    fine = (value.abs() * float(SNAP * 10**digits)).round().cast("int64")
    whole = (fine / float(SNAP)).floor().cast("int64")
    rest = fine - whole * SNAP
    up = (rest > SNAP // 2) | ((rest == SNAP // 2) & (whole % 2 == 1))
    rounded = (whole + ibis.ifelse(up, 1, 0)) / float(10**digits)
    return ibis.ifelse(value < 0, -rounded, rounded)
