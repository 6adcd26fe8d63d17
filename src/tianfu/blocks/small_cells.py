"""Counts of people as they may be published: small cells are withheld, and so is what they could be computed back from.

A cell below the least group size has no number. Where the withheld cells of a group together stay below it, a published total of the group
would tell them: then the next smallest cell is withheld too. Cells that nobody is in count as small, so that absence tells nothing either.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

SMALL, COMPLEMENT = "少于最小人数", "防止反推"


def grid(rows: "ir.Table", dimensions: Sequence[str]) -> "ir.Table":
    """The number of rows in every combination of the values that occur: `<dimensions>, people`, 0 where nobody is."""
    counted = rows.group_by(list(dimensions)).aggregate(people=rows.count())
    crossed = rows.select(dimensions[0]).distinct()
    for name in dimensions[1:]:
        crossed = crossed.cross_join(rows.select(name).distinct())
    t = crossed.left_join(counted, list(dimensions))
    return t.select(*dimensions, people=t.people.fill_null(0))


def protected(cells: "ir.Table", least: "ir.Table", *, group: Sequence[str], order: Sequence[str]) -> "ir.Table":
    """The cells with `people` missing where it is withheld, and `withheld` saying why.

    `least` is one row with the column `value`. `group`: the columns whose totals may be known; `order`: the others, which settle ties.
    """
    joined = cells.cross_join(least.select(_least=least.value.cast("int64")))
    t = joined.mutate(_small=joined.people < joined._least)
    whole = ibis.window(group_by=list(group))
    t = t.mutate(_held=ibis.ifelse(t._small, t.people, 0).sum().over(whole), _any=t._small.cast("int64").sum().over(whole))
    t = t.mutate(_place=ibis.row_number().over(group_by=list(group), order_by=["_small", "people", *order]))
    told = (t._any > 0) & (t._held < t._least) & ~t._small & (t._place == 0)
    reason = ibis.cases((t._small, SMALL), (told, COMPLEMENT), else_=None)
    return t.select(*[c for c in cells.columns if c != "people"], people=ibis.ifelse(reason.isnull(), t.people, None), withheld=reason)
