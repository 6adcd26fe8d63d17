"""Fields as delivered -> normalised texts -> typed columns. Each step is a select of its own, so every value is computed once."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Collected, Column, Dataset
from tianfu.standards import Element, element, expressions

from .glancing import proofs, well_written
from .row_test import text_name

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

TYPES = {
    "text": "string",
    "integer": "int64",
    "number": "float64",
    "decimal": "decimal(18, 4)",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp('UTC')",
}
GREATEST = 1.7976931348623157e308


class MissingField(LookupError):
    """A chunk lacks a field that a column reads. Declare `from_field` as the file names it, or mend the file."""


def arrow_schema(dataset: Dataset) -> "pa.Schema":
    """The declared columns in order, in the types of their elements."""
    import pyarrow as pa

    arrow = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "decimal": pa.decimal128(18, 4),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "instant": pa.timestamp("us", "UTC"),
    }
    return pa.schema([(c.name, arrow[element(c.element).type]) for c in dataset.columns])


def marks(dataset: Dataset) -> tuple[str, ...]:
    """Texts that mean 'no value', of all sources of the dataset. Empty text always does and is not listed."""
    found = [m.strip() for s in dataset.sources if isinstance(s, Collected) for m in s.missing]
    return tuple(dict.fromkeys(m for m in found if m))


def prepared(dataset: Dataset, raw: "ir.Table", carried: Sequence[str] = ()) -> "ir.Table":
    """Text chunk -> typed columns, the text of each column that is not text itself, `_record` and the columns that are carried along."""
    missing, kept = marks(dataset), ("_record", *carried, *proofs(dataset, raw))
    delivered = raw.select(*kept, **{text_name(c.name): _without(_field(raw, c), missing) for c in dataset.columns})
    texts = delivered.select(*kept, **{text_name(c.name): _text(c, delivered) for c in dataset.columns})
    if missing:
        texts = texts.select(*kept, **{text_name(c.name): _without(texts[text_name(c.name)], missing) for c in dataset.columns})
    return texts.select(*kept, **dict(_typed(dataset.columns, texts)))


def prepared_typed(dataset: Dataset, rows: "ir.Table", carried: Sequence[str] = ()) -> "ir.Table":
    """The same of rows that are typed already. NaN is no value; an infinity stays and fails its type check."""
    return rows.select("_record", *carried, **{c.name: _conformed(element(c.element), rows[c.name]) for c in dataset.columns})


def _field(raw: "ir.Table", column: Column) -> "ir.StringValue":
    if column.field in raw.columns:
        return raw[column.field]
    near = get_close_matches(column.field, raw.columns, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    raise MissingField(f"the file has no field '{column.field}' for column '{column.name}' ({column.title}){hint}")


def infinite(value: "ir.FloatingValue") -> "ir.BooleanValue":
    """Every engine orders infinities outside the doubles; NaN is gone by then."""
    return value.abs() > GREATEST


def _text(column: Column, delivered: "ir.Table") -> "ir.StringValue":
    meaning, text, proven = element(column.element), delivered[text_name(column.name)], well_written(column, delivered)
    normal = expressions.normalise(meaning, text) if meaning.normalise else text.nullif("")
    return normal if proven is None else ibis.ifelse(proven, text, normal)


def _without(text: "ir.StringValue", missing: tuple[str, ...]) -> "ir.StringValue":
    """Compared as written, before and after normalisation: a mark may be padded, and a normalisation may give it another look."""
    if not missing:
        return text
    return text.nullif(missing[0]) if len(missing) == 1 else ibis.ifelse(text.isin(missing), None, text)


def _typed(columns: tuple[Column, ...], texts: "ir.Table") -> "Iterator[tuple[str, ir.Value]]":
    for column in columns:
        meaning, text = element(column.element), texts[text_name(column.name)]
        yield column.name, expressions.cast(meaning, text)
        if meaning.type != "text":
            yield text_name(column.name), text


def _conformed(meaning: Element, value: "ir.Value") -> "ir.Value":
    typed = value.cast(TYPES[meaning.type])
    return ibis.ifelse(typed.isnan(), None, typed) if meaning.type == "number" else typed
