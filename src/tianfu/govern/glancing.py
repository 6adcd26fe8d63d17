"""Values that a glance has proven: they take no normalisation, or no checks of their element either. What was found rides along as columns
of truth values."""

from typing import TYPE_CHECKING

from tianfu.model import Column, Dataset
from tianfu.standards import element
from tianfu.standards.glances import GLANCES, glance
from tianfu.standards.tidiness import tidy

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

SOUND, TIDY = "_sound_", "_tidy_"
"""`_sound_x`: the value of x is as its element wants it; `_tidy_x`: it is written as its element wants it."""


def glanced(dataset: Dataset, chunk: "pa.Table") -> "pa.Table":
    """The chunk as delivered with a truth column for each column that a glance can prove. Without one, everything is looked at as ever."""
    for column in dataset.columns:
        if column.field in chunk.column_names:
            chunk = _with_proof(column, chunk)
    return chunk


def _with_proof(column: Column, chunk: "pa.Table") -> "pa.Table":
    meaning, texts = element(column.element), chunk.column(column.field)
    if meaning.check is not None and meaning.check in GLANCES:
        return _with(chunk, SOUND + column.name, glance(meaning.check, texts))
    return _with(chunk, TIDY + column.name, tidy(meaning, texts)) if meaning.normalise else chunk


def _with(chunk: "pa.Table", name: str, proof: "pa.ChunkedArray | None") -> "pa.Table":
    return chunk if proof is None or name in chunk.column_names else chunk.append_column(name, proof)


def sound(column: Column, table: "ir.Table") -> "ir.BooleanValue | None":
    """Where the value is proven right, if there was a glance."""
    return _proof(SOUND + column.name, table)


def well_written(column: Column, table: "ir.Table") -> "ir.BooleanValue | None":
    """Where the text is proven to need no normalisation, if there was a glance."""
    found = _proof(SOUND + column.name, table)
    return _proof(TIDY + column.name, table) if found is None else found


def _proof(name: str, table: "ir.Table") -> "ir.BooleanValue | None":
    """A field of a file that happens to have the name is text, and no proof."""
    return table[name] if name in table.columns and table[name].type().is_boolean() else None


def proofs(dataset: Dataset, table: "ir.Table") -> list[str]:
    """The truth columns of the table."""
    return [name for c in dataset.columns for name in (SOUND + c.name, TIDY + c.name) if _proof(name, table) is not None]
