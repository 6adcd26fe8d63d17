"""docs/reference/rules.md: the closed list of rules a steward may declare."""

from inspect import getdoc
from typing import get_args

from pydantic import BaseModel

from tianfu.model import rule as rules

from .markdown import page as whole
from .markdown import table

INTRODUCTION = """\
A rule is one entry of `rules:`. Besides its own parts each may say `severity: quarantine` (the row becomes a problem row) or
`severity: flag` (the row stays, marked), and `because:`, the standard or document that asks for it. `key`, and `required: true` of a
column, imply `unique` and `required`."""


def page() -> str:
    """Row rules, then set rules, each with its parts."""
    return whole(
        "Rules",
        INTRODUCTION,
        "## Of one row",
        *(_rule(kind) for kind in get_args(rules.RowRule)),
        "## Of many rows",
        *(_rule(kind) for kind in get_args(rules.SetRule)),
    )


def _rule(kind: type[BaseModel]) -> str:
    name = get_args(kind.model_fields["rule"].annotation)[0]
    own = [(n, f) for n, f in kind.model_fields.items() if n not in ("rule", "severity", "because")]
    parts = table(("part", "", "default"), [(f"`{n}`", f.description, _default(f)) for n, f in own])
    return f"### {name}\n\n{getdoc(kind)} Default severity: {kind.model_fields['severity'].default}.\n\n{parts}"


def _default(field: object) -> str:
    if field.is_required():  # type: ignore[attr-defined]
        return "must be given"
    value = field.default  # type: ignore[attr-defined]
    return "none" if value is None or value == () else f"`{value}`"
