"""Rows meet the edition of a figure that was in force on their day.

A figure's table has `valid_from`, `valid_to` (the day the next edition took effect, or null), `source`, and its own columns.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def covering(figure: "ir.Table") -> "ir.Table":
    """The figure with `_first`, true on its earliest edition: days before it are judged by that edition, and say so (`retrospective`)."""
    earliest = figure.aggregate(_earliest=figure.valid_from.min())
    joined = figure.cross_join(earliest)
    return joined.mutate(_first=joined.valid_from == joined._earliest).drop("_earliest")


def in_force(day: "ir.DateValue", figure: "ir.Table") -> "ir.BooleanValue":
    """Whether an edition of a `covering` figure judges the day."""
    return ((day >= figure.valid_from) | figure._first) & (figure.valid_to.isnull() | (day < figure.valid_to))


def by_edition(rows: "ir.Table", figure: "ir.Table", *, day: str, edition: str | None = None) -> "ir.Table":
    """Each row with the columns of the figure that was in force on its day; `edition` names a column for where that is written.

    For figures of one row per edition.
    """
    editions = covering(figure)
    joined = rows.left_join(editions, in_force(rows[day], editions))
    own = [c for c in figure.columns if c not in ("valid_from", "valid_to", "source")]
    named = {edition: joined.source} if edition else {}
    return joined.select(*rows.columns, *own, **named)
