"""A dataset as a contract."""

from collections.abc import Collection, Mapping
from typing import Any

from tianfu.identity.units import Unit
from tianfu.model import Collected, Column, Dataset, Derived, Files, Refresh, Version
from tianfu.standards import Element, element

from .qualities import Item, qualities
from .words import ACCESS, API_VERSION, FREQUENCIES, LOGICAL, OURS, PHYSICAL, ROLES

CARRIED = {"id", "title", "description", "columns", "key", "rules", "refresh"}
"""What has a place of its own in the standard."""
COLUMN_CARRIED = {"name", "title", "description"}


def contract(dataset: Dataset, version: Version | None, units: Mapping[str, Unit]) -> dict[str, Any]:
    """Everything that the dataset declares. `version`: the rows that there are now, if any."""
    steward = units.get(dataset.steward)
    named = f"{steward.title} {steward.title_en}".strip() if steward else dataset.steward
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": dataset.id,
        "name": dataset.title,
        "version": str(version.number) if version else "0",
        "status": "active" if version else "draft",
        "domain": dataset.pack,
        **({"tags": [dataset.theme]} if dataset.theme else {}),
        **({"description": {"purpose": dataset.description}} if dataset.description else {}),
        "schema": [_schema(dataset)],
        "team": {"name": named, "customProperties": [{"property": "unit", "value": dataset.steward}]},
        "roles": [_role(dataset, role, door, named) for role, door in ROLES.items()],
        "support": [{"channel": named, "tool": "other", "scope": "issues", "description": "提供部门：数据问题请向其提出"}],
        **_sla(dataset.refresh),
        "customProperties": [{"property": OURS, "value": dataset.model_dump(mode="json", exclude=CARRIED, exclude_defaults=True)}],
    }


def public_face(dataset: Dataset, plain: Collection[str] = ()) -> Dataset:
    """What everybody may know of a declaration: not where the rows come from, nor what fields are called there.

    Charts are those of `plain` columns, which everybody sees: conditions and titles of others name values that are hidden.
    """
    columns = tuple(c.model_copy(update={"from_field": None}) for c in dataset.columns)
    sources = tuple(dict.fromkeys(_face(s) for s in dataset.sources))
    charts = tuple(c for c in dataset.charts if set(c.columns) <= set(plain))
    return dataset.model_copy(update={"columns": columns, "sources": sources, "charts": charts, "entry": "", "lowered_because": ""})


def _face(source: Collected | Derived) -> Files | Derived:
    if isinstance(source, Derived):
        return Derived(channel="derived")
    return Files(channel=source.channel, licence=source.licence, citation=source.citation)


def _schema(dataset: Dataset) -> dict[str, Any]:
    checks = qualities(dataset.rules)
    whole = checks.pop("", [])
    return {
        "name": dataset.name,
        "physicalType": "table",
        "logicalType": "object",
        "businessName": dataset.title,
        **({"description": dataset.description} if dataset.description else {}),
        "properties": [_property(dataset, c, checks.get(c.name, [])) for c in dataset.columns],
        **({"quality": whole} if whole else {}),
    }


def _property(dataset: Dataset, column: Column, checks: list[Item]) -> dict[str, Any]:
    meaning = element(column.element)
    place = dataset.key.index(column.name) + 1 if column.name in dataset.key else 0
    facts: dict[str, Any] = {
        "name": column.name,
        "businessName": column.title,
        "description": column.description,
        "logicalType": LOGICAL[meaning.type],
        "logicalTypeOptions": _options(meaning),
        "physicalType": PHYSICAL[meaning.type],
        "required": column.required or place > 0,
        "unique": dataset.key == (column.name,),
        "classification": str(column.level or meaning.level),
        "quality": checks,
        "customProperties": _about(column, meaning),
    }
    if place:
        facts |= {"primaryKey": True, "primaryKeyPosition": place}
    return {k: v for k, v in facts.items() if v not in ("", None, [], {})}


def _options(meaning: Element) -> dict[str, Any]:
    """What the element says of every value, in the words that the standard has for its type."""
    if meaning.type == "text":
        return {k: v for k, v in (("maxLength", meaning.max_length), ("pattern", meaning.pattern)) if v is not None}
    if meaning.type in ("integer", "number", "decimal"):
        return {k: _number(v) for k, v in (("minimum", meaning.low), ("maximum", meaning.high)) if v is not None}
    return {}


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _about(column: Column, meaning: Element) -> list[dict[str, Any]]:
    kept = column.model_dump(mode="json", exclude=COLUMN_CARRIED, exclude_defaults=True)
    told = (("unit", column.unit or meaning.unit), ("standard", meaning.standard))
    return [{"property": OURS, "value": kept}, *({"property": k, "value": v} for k, v in told if v)]


def _role(dataset: Dataset, role: str, door: str, steward: str) -> dict[str, Any]:
    access = getattr(dataset.sharing, door)
    basis = f"；{dataset.sharing.basis}" if dataset.sharing.basis and access.value == "never" else ""
    return {"role": role, "access": access.value, "description": f"{ACCESS[access]}{basis}", "firstLevelApprovers": steward}


def _sla(refresh: Refresh) -> dict[str, Any]:
    """`irregular` promises nothing."""
    if refresh not in FREQUENCIES:
        return {}
    value, unit = FREQUENCIES[refresh]
    return {"slaProperties": [{"property": "frequency", "value": value, "unit": unit, "driver": "operational"}]}
