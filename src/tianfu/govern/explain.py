"""Why rows failed: one row per record and failed check, with the value as delivered, a likely cause and the whole record as JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dataset
from tianfu.standards import element, expressions

from .glancing import proofs
from .row_test import RowTest, balanced

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Prepare = Callable[[ir.Table, Sequence[str]], ir.Table]

SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
CONTROLS = [n for n in (*range(32), 127) if chr(n) not in SHORT]
STAND_IN = "\ue000"
"""Takes the place of `\\u` while control characters are escaped: engines disagree about backslashes in replacements and in literals."""
UNTESTED_CAUSE = ("required", "expression", "custom")
"""Checks whose failure does not lie in the look of one value."""


def explained(dataset: Dataset, tests: Sequence[RowTest], raw: "ir.Table", prepare: "Prepare", *, typed: bool) -> "ir.Table":
    """`_record, check, field, value, cause, raw` of every failed check; the tests' place is their number.

    A row that was unpivoted shows the record as it looks afterwards: `_record` leads to the line of the raw file.
    """
    delivered = {_raw(c.name): raw[c.name if typed else c.field].cast("string") for c in dataset.columns}
    added = ("_record", *proofs(dataset, raw))
    whole = raw.mutate(_raw=_json({name: raw[name] for name in raw.columns if name not in added}), **delivered)
    rows = prepare(whole, ("_raw", *delivered))
    if not typed:
        rows = rows.mutate(**{_cause(c.name): expressions.cause(element(c.element), rows[_raw(c.name)]) for c in dataset.columns})
    branches = [_failures(n, test, rows) for n, test in enumerate(tests)]
    return balanced(lambda a, b: a.union(b), branches)


def _failures(number: int, test: RowTest, rows: "ir.Table") -> "ir.Table":
    failing = rows.filter(test.fails(rows))
    return failing.select(
        _record=failing._record,
        check=ibis.literal(number, "int32"),
        field=ibis.literal(test.check.columns[0]),
        value=_value(test.check.columns, failing),
        cause=_likely(test, failing),
        raw=failing._raw,
    )


def _value(columns: Sequence[str], rows: "ir.Table") -> "ir.StringValue":
    """The text as delivered; of several columns `a=1; b=2`."""
    if len(columns) == 1:
        return rows[_raw(columns[0])]
    parts = [ibis.literal(f"{name}=") + rows[_raw(name)].fill_null("") for name in columns]
    return ibis.literal("; ").join(parts)


def _likely(test: RowTest, rows: "ir.Table") -> "ir.StringValue":
    """What the rule knows, else what the look of the text suggests."""
    nothing = ibis.null("string")
    cause = _cause(test.check.columns[0])
    seen = rows[cause] if cause in rows.columns and test.check.rule not in UNTESTED_CAUSE else nothing
    return ibis.coalesce(test.cause(rows), seen) if test.cause else seen


def _json(fields: "dict[str, ir.Value]") -> "ir.StringValue":
    """The record as a JSON object of texts, built by concatenation: no function for it is common to the engines."""
    members = [ibis.literal(_quoted(name) + ":") + _member(value) for name, value in fields.items()]
    return _escaped(ibis.literal("{") + ibis.literal(",").join(members) + "}")


def _escaped(text: "ir.StringValue") -> "ir.StringValue":
    """Control characters as JSON writes them."""
    for character, escape in SHORT.items():
        text = text.replace(character, escape)
    return ibis.ifelse(text.re_search(f"[\\x00-\\x1f\\x7f{STAND_IN}]"), _rare(text), text)


def _rare(text: "ir.StringValue") -> "ir.StringValue":
    text = text.replace(STAND_IN, f"{STAND_IN}e000")
    for number in CONTROLS:
        text = text.re_replace(f"\\x{number:02x}", f"{STAND_IN}{number:04x}")
    return text.replace(STAND_IN, "\\u")


def _member(value: "ir.Value") -> "ir.StringValue":
    """Quotes and backslashes only: control characters, which the frame has none of, are escaped once in the whole."""
    text = value.cast("string").replace("\\", "\\\\").replace('"', '\\"')
    return (ibis.literal('"') + text + '"').fill_null("null")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _raw(column: str) -> str:
    return f"_raw_{column}"


def _cause(column: str) -> str:
    return f"_cause_{column}"
