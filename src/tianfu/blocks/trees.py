"""Classifications whose entries name their parents: how deep each stands, and whose code its own must continue."""

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def depths(rows: "ir.Table", *, number: str, parent: str, deepest: int) -> "ir.Table":
    """The rows with `depth`: 1 for entries without a parent, one more for each step. Entries deeper than `deepest` stand at `deepest`."""
    links = rows.select(_number=rows[number], _above=rows[parent])
    found = rows.mutate(depth=ibis.literal(1).cast("int64"), _up=rows[parent])
    for _ in range(deepest - 1):
        joined = found.left_join(links, found._up == links._number)
        found = joined.mutate(depth=joined.depth + joined._number.notnull().cast("int64"), _up=joined._above).drop("_number", "_above")
    return found.drop("_up")


def with_parent_code(rows: "ir.Table", *, number: str, parent: str, code: str) -> "ir.Table":
    """The rows with `parent`: the code of the entry that their parent number names; missing at the top."""
    above = rows.select(_number=rows[number], _code=rows[code])
    joined = rows.left_join(above, rows[parent] == above._number)
    return joined.select(*[c for c in rows.columns if c != "parent"], parent=joined._code)


def filled(code: "ir.StringValue", width: "ir.IntegerValue") -> "ir.StringValue":
    """A code of digits with the leading zeros that a spreadsheet took; codes with letters stay."""
    return ibis.ifelse(code.re_search("^[0-9]+$"), code.lpad(ibis.greatest(width, code.length()), "0"), code)


def continues(code: "ir.StringValue", parent: "ir.StringValue") -> "ir.BooleanValue":
    """Whether the code begins with its parent's; trailing pairs of zeros of area codes count for nothing. Missing parents pass."""
    stem = parent.re_replace("(00)+$", "")
    return parent.isnull() | code.startswith(stem)


def within(code: "ir.StringValue", parent: "ir.StringValue") -> "ir.BooleanValue":
    """Whether a code such as A07 lies in the range A00/09 of its parent, or begins with its letter. Missing parents pass."""
    low, high = parent.substr(1, 2), parent.substr(4, 2)
    place = code.substr(1, 2)
    ranged = (place >= low) & (place <= high) & (code.substr(0, 1) == parent.substr(0, 1))
    return parent.isnull() | ibis.ifelse(parent.contains("/"), ranged, code.startswith(parent))
