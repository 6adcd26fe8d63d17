"""What a heading of the preview opens to: the meaning of its column, how its values lie, and the ways to sort and narrow by it.

Statistics are of all records of the version and stand only where the reader sees all of them plainly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tianfu.catalogue.addresses import asking
from tianfu.catalogue.cells import worded
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.question.facets import Way
from tianfu.catalogue.views import FieldRow, Link
from tianfu.model import Column, ColumnProfile, Decision, Text, Version
from tianfu.store import Where

VALUES_MOST = 6
RISING = Text(zh="升序", en="Ascending")
FALLING = Text(zh="降序", en="Descending")


@dataclass(frozen=True, slots=True)
class ColumnSheet:
    """`orders` sort by the column; `pick` makes the filter offer it; `values` are the most frequent ones, each a way to narrow.

    Of a masked column nothing is sorted, narrowed or counted.
    """

    field: FieldRow
    orders: tuple[Link, ...] = ()
    pick: str | None = None
    values: tuple[Link, ...] = ()


def column_sheets(
    columns: Sequence[Column], fields: Mapping[str, FieldRow], version: Version, decision: Decision, asked: Asked, way: Way
) -> tuple[ColumnSheet, ...]:
    """One for each column of the preview, in its order."""
    return tuple(
        _sheet(c, fields[c.name], version.column(c.name), asked, way) if c.name not in decision.masks else ColumnSheet(fields[c.name])
        for c in columns
    )


def _sheet(column: Column, field: FieldRow, profile: ColumnProfile | None, asked: Asked, way: Way) -> ColumnSheet:
    bins = profile.bins if profile and field.bars and not field.ordered else ()
    having = [(b, Where(column.name, "eq", b.low)) for b in bins[:VALUES_MOST]]
    return ColumnSheet(
        field=field,
        orders=_orders(column.name, asked, way),
        pick=picking(way(asked.pairs()), column.name),
        values=tuple(Link(way(asked.having(w).pairs()), worded(column, b.low), w in asked.conditions, b.count) for b, w in having),
    )


def _orders(name: str, asked: Asked, way: Way) -> tuple[Link, ...]:
    """Rising and falling; the one in force leads back to the order of the key."""
    present = asked.order_of(name)
    return tuple(
        Link(way(replace(asked, sort="" if present == order else sort).pairs()), words, present == order)
        for order, sort, words in (("asc", name, RISING), ("desc", f"-{name}", FALLING))
    )


def picking(address: str, name: str) -> str:
    """The address with the column that the filter is to offer.

    >>> picking("/dataset/a.b?x=1", "y"), picking("/dataset/a.b", "y")
    ('/dataset/a.b?x=1&f_pick=y', '/dataset/a.b?f_pick=y')
    """
    return f"{address}&f_pick={name}" if "?" in address else asking(address, [("f_pick", name)])
