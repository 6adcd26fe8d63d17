"""Concentrations to indices by dated tables of break points, and to the class of an index."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from .dated import covering, in_force

if TYPE_CHECKING:
    import ibis.expr.types as ir

EDITION = ("valid_from", "valid_to", "source")
SCALE = 10.0
"""Concentrations have at most one decimal: ten times them, everything is whole and the ceiling is exact."""


def segments(breakpoints: "ir.Table", above: "ir.Table", substances: Sequence[str], *, index: str) -> "ir.Table":
    """Straight pieces of a dated index: edition, `substance, c_low, c_high, i_low, i_high`.

    `breakpoints` has the column `index` and one per substance, `above` one per substance: the index beyond its last break point, or
    null where the standard gives none.
    """
    columns = [c for c in substances if c in breakpoints.columns]
    points = _long(breakpoints, columns, [*EDITION, index])
    before = ibis.window(group_by=["valid_from", "substance"], order_by=index)
    pieces = points.mutate(c_low=points.value.lag().over(before), i_low=points[index].lag().over(before))
    inner = pieces.filter(pieces.c_low.notnull()).rename(c_high="value", i_high=index)
    tops = points.group_by(["valid_from", "substance"]).aggregate(c_low=points.value.max())
    beyond = _long(above, columns, EDITION).rename(i_low="value")
    beyond = beyond.join(tops, ["valid_from", "substance"])
    order = (*EDITION, "substance", "c_low", "c_high", "i_low", "i_high")
    return inner.select(*order).union(beyond.mutate(c_high=ibis.null("float64"), i_high=beyond.i_low).select(*order))


def index(rows: "ir.Table", pieces: "ir.Table", *, day: str, substance: str, concentration: str) -> "ir.Table":
    """The rows with `index` (whole, rounded up; null where there is no piece for it), `edition` and `retrospective`.

    index = (i_high - i_low) / (c_high - c_low) * (c - c_low) + i_low, HJ 633-2012 formula (1).
    """
    dated = covering(pieces)
    value = rows[concentration]
    inside = ((value > dated.c_low) | ((value == 0) & (dated.c_low == 0))) & (dated.c_high.isnull() | (value <= dated.c_high))
    joined = rows.left_join(dated, (rows[substance] == dated.substance) & in_force(rows[day], dated) & inside)
    tenfold = [(joined[name] * SCALE).round() for name in (concentration, "c_low", "c_high")]
    rise = (joined.i_high - joined.i_low) * (tenfold[0] - tenfold[1]) / (tenfold[2] - tenfold[1])
    found = ibis.ifelse(joined.c_high.isnull(), joined.i_low, rise.ceil() + joined.i_low).cast("int64")
    kept = [c for c in rows.columns if c != "index"]
    return joined.mutate(index=found, edition=joined.source, retrospective=joined[day] < joined.valid_from).select(
        *kept, "index", "edition", "retrospective"
    )


def grade(rows: "ir.Table", classes: "ir.Table", *, day: str, index: str) -> "ir.Table":
    """The rows beside their dated class (`low <= index <= high`; a missing `high` is open); classes of an index that is null are null."""
    dated = covering(classes)
    here = (rows[index] >= dated.low) & (dated.high.isnull() | (rows[index] <= dated.high))
    own = [c for c in classes.columns if c not in (*EDITION, "low", "high")]
    joined = rows.left_join(dated, in_force(rows[day], dated) & here)
    return joined.select(*rows.columns, *own)


def _long(wide: "ir.Table", columns: Sequence[str], kept: Sequence[str]) -> "ir.Table":
    """Columns to rows, without the missing ones."""
    parts = [wide.select(*kept, substance=ibis.literal(c), value=wide[c].cast("float64")) for c in columns]
    return ibis.union(*parts).filter(lambda t: t.value.notnull()) if len(parts) > 1 else parts[0].filter(lambda t: t.value.notnull())
