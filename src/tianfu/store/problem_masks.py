"""Masks of problem rows: a value is masked like the field it came from, a raw record field by field."""

import json
import re
from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING

import ibis

from tianfu.protect.masks import mask

from .facts import Facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERSONAL_NUMBER = r"\d{11,}"
"""What looks like a number of a person wherever it stands: columns get shifted, and then a number is in the place of a name."""
IDENTITY_NUMBER = r"\d{14,}"
"""Longer than a telephone number: of it a mask for telephones or plates would show too much."""


def by_field(value: "ir.StringValue", field: "ir.StringValue", facts: Facts) -> "ir.StringValue":
    """The mask of the value's field; of a field that is not about a person, all but what looks like a personal number."""
    cases = [(field == name, mask(how, value)) for name, how in facts.fields.items()]
    return ibis.cases(
        (value.isnull(), value),
        (_several(value, field, facts.fields), mask("hide", value)),
        *cases,
        (field.isin(list(facts.plain)), _scrubbed(value)),
        else_=mask("hide", value),
    )


def by_open_field(value: "ir.StringValue", field: "ir.StringValue", facts: Facts) -> "ir.StringValue":
    """The same for the public: nothing of columns that it does not see, asterisks for those that it sees masked without being personal."""
    nothing = ibis.null("string")
    personal = [(field == name, _narrow(how, value)) for name, how in facts.fields.items()]
    return ibis.cases(
        (value.isnull(), value),
        (field.isin(list(facts.closed)), nothing),
        (_several(value, field, facts.closed), nothing),
        (field.isin(list(facts.veiled)), mask("hide", value)),
        (_several(value, field, [*facts.fields, *facts.veiled]), mask("hide", value)),
        *personal,
        (field.isin(list(facts.plain)), _scrubbed(value)),
        else_=mask("hide", value),
    )


def _several(value: "ir.StringValue", field: "ir.StringValue", names: Iterable[str]) -> "ir.BooleanValue":
    """Whether a check of several columns failed, `a=1; b=2`, and one of these is among them. Its field is the first column's alone."""
    some = "|".join(re.escape(n) for n in names)
    return value.startswith(field + "=") & value.re_search(f"(?:^|; )(?:{some})=") if some else ibis.literal(value=False)


def _narrow(how: str, value: "ir.StringValue") -> "ir.StringValue":
    return ibis.ifelse(value.re_search(IDENTITY_NUMBER), mask("id_no", value), mask(how, value))


def by_record(raw: "ir.StringValue", facts: Facts) -> "ir.StringValue":
    """The JSON record with its personal fields masked. A record without structure could hold anything anywhere and is hidden."""
    sound = ibis.ifelse(_is_json(raw), raw, "{}")
    fields = {n: _scrubbed(_field(sound, _path(n))) for n in facts.shown}
    fields |= {n: mask(how, _field(sound, _path(n))) for n, how in facts.fields.items()}
    members = [ibis.literal(f"{json.dumps(n, ensure_ascii=False)}:") + ibis.coalesce(_quoted(v), "null") for n, v in fields.items()]
    record = ibis.literal("{") + reduce(lambda left, right: left + "," + right, members) + "}"
    return ibis.cases((raw.isnull(), raw), (_is_json(raw), record), else_=mask("hide", raw))


def _path(field: str) -> str:
    escaped = field.replace('"', '\\"')
    return f'$."{escaped}"'


def _scrubbed(value: "ir.StringValue") -> "ir.StringValue":
    return ibis.ifelse(value.re_search(PERSONAL_NUMBER), mask("middle", value), value)


def _json_valid(text: str) -> bool:
    raise NotImplementedError("runs in the engine")


def _json_extract_string(text: str, path: str) -> str:
    raise NotImplementedError("runs in the engine")


def _to_json(text: str) -> str:
    raise NotImplementedError("runs in the engine")


_is_json = ibis.udf.scalar.builtin(_json_valid, name="json_valid")
_field = ibis.udf.scalar.builtin(_json_extract_string, name="json_extract_string")
_quoted = ibis.udf.scalar.builtin(_to_json, name="to_json")
