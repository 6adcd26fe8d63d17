"""What a code must have in common with its parent's."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def begins_with_parent(rows: "ir.Table") -> "ir.BooleanValue":
    """A code of a division begins with that of the division above it. Rows where either is missing pass."""
    return rows.code.isnull() | rows.parent.isnull() | rows.code.startswith(rows.parent)
