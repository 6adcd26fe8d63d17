"""Values that a glance has proven: they take neither normalisation nor checks. What was found rides along as a column of truth values."""

from typing import TYPE_CHECKING

from tianfu.model import Column, Dataset
from tianfu.standards import element
from tianfu.standards.glances import GLANCES, glance

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

SOUND = "_sound_"


def sound_name(column: str) -> str:
    """The column that says of each row whether the value of `column` is beyond doubt."""
    return f"{SOUND}{column}"


def glanced(dataset: Dataset, chunk: "pa.Table") -> "pa.Table":
    """The chunk as delivered with a truth column for each column that a glance can prove. Without one, everything is checked as ever."""
    for column in dataset.columns:
        check, name = element(column.element).check, sound_name(column.name)
        if check is not None and check in GLANCES and column.field in chunk.column_names and name not in chunk.column_names:
            chunk = chunk.append_column(name, glance(check, chunk.column(column.field)))
    return chunk


def sound(column: Column, table: "ir.Table") -> "ir.BooleanValue | None":
    """What the glance found, if there was one. A field of a file that happens to have the name is text, and no proof."""
    name = sound_name(column.name)
    return table[name] if name in table.columns and table[name].type().is_boolean() else None


def sound_columns(dataset: Dataset, table: "ir.Table") -> list[str]:
    """The truth columns of the table."""
    return [sound_name(c.name) for c in dataset.columns if sound(c, table) is not None]
