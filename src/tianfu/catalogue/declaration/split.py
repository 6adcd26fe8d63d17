"""A declaration, taken apart into the fields of the form. What has no field stays together, as YAML: nothing is lost."""

import re
from collections.abc import Mapping
from typing import Any

from tianfu.model import Dataset

from .as_yaml import for_people, in_one_line
from .form import COLUMN, DOORS, EMPTY, OTHER, PLAIN, Filled

SIMPLE: Mapping[str, tuple[str, ...]] = {
    "required": ("columns",),
    "unique": ("columns",),
    "between": ("column", "low", "high"),
    "matches": ("column", "pattern"),
    "in_codes": ("column", "codes"),
}
"""Rules that have fields, and the parts they have."""
OF_ALL = ("rule", "severity", "because")
TRUE = ("true", "True", "yes", "1")


def form_of(dataset: Dataset) -> Filled:
    """A dataset as the form shows it."""
    return split(dataset.model_dump(mode="json", exclude_defaults=True, exclude={"id"}), dataset.id)


def split(content: Mapping[str, Any], dataset_id: str = "") -> Filled:
    """Whatever a file declares, right or wrong."""
    left: dict[str, Any] = _texts(dict(content))
    values = {**EMPTY, "id": dataset_id, "channel": "", "blank": ""}
    values |= {n: left.pop(n) for n in PLAIN if _is_text(left.get(n))}
    values |= _sharing(left) | _source(left)
    if _are_names(left.get("key")):
        values["key"] = ", ".join(left.pop("key"))
    columns, rules = _columns(left), _rules(left)
    values["more"] = for_people(left)
    return Filled(values, columns, rules)


def _texts(value: Any) -> Any:
    """All scalars as a file would say them."""
    match value:
        case dict():
            return {str(k): _texts(v) for k, v in value.items() if v is not None}
        case list() | tuple():
            return [_texts(v) for v in value]
        case bool():
            return "true" if value else "false"
    return str(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(v) and re.fullmatch(r"[^\s,，、]+", v) for v in value)


def _sharing(left: dict[str, Any]) -> dict[str, str]:
    told = left.get("sharing")
    return _taken(left, "sharing", DOORS) if isinstance(told, dict) else {}


def _taken(around: dict[str, Any], name: str, parts: tuple[str, ...]) -> dict[str, str]:
    """The parts that are texts; what is left stays, unless nothing is."""
    inside = around[name]
    found = {n: inside.pop(n) for n in parts if _is_text(inside.get(n))}
    if not inside:
        del around[name]
    return found


def _source(left: dict[str, Any]) -> dict[str, str]:
    """Of a single source: channel, pattern, sheet, marks. Several sources stay together."""
    several = left.get("sources")
    if isinstance(several, list) and len(several) == 1 and "source" not in left:
        left["source"] = left.pop("sources")[0]
    source = left.get("source")
    if not isinstance(source, dict):
        return {}
    found: dict[str, str] = {"blank": "1"}
    if isinstance(source.get("sheet"), dict):
        found["sheet"] = _taken(source, "sheet", ("name",)).get("name", "")
    marks = source.get("missing")
    if isinstance(marks, list) and _are_marks(marks):
        found |= {"blank": "1" if "" in marks else "", "missing": "，".join(m for m in source.pop("missing") if m)}
    elif marks is not None:
        found["blank"] = ""
    return found | _taken(left, "source", ("channel", "files"))


def _are_marks(marks: list[Any]) -> bool:
    """Marks that a list with commas can hold, the empty text first."""
    return bool(marks) and all(_is_text(m) and not re.search(r"[,，\n]", m) and m == m.strip() for m in marks) and "" not in marks[1:]


def _columns(left: dict[str, Any]) -> tuple[dict[str, str], ...]:
    columns = left.get("columns")
    if not isinstance(columns, list) or not all(isinstance(c, dict) and _is_row(c) for c in columns):
        return ()
    del left["columns"]
    return tuple({n: _ticked(n, str(c.get(n, ""))) for n in COLUMN} for c in columns)


def _is_row(column: Mapping[str, Any]) -> bool:
    is_known = set(column) <= set(COLUMN) and all(_is_text(v) for v in column.values())
    return is_known and column.get("required", "true") in (*TRUE, "false")


def _ticked(name: str, value: str) -> str:
    return ("1" if value in TRUE else "") if name == "required" else value


def _rules(left: dict[str, Any]) -> tuple[dict[str, str], ...]:
    rules = left.get("rules")
    if not isinstance(rules, list) or not all(isinstance(r, dict) for r in rules):
        return ()
    del left["rules"]
    return tuple(_rule(r) for r in rules)


def _rule(rule: Mapping[str, Any]) -> dict[str, str]:
    kind = rule.get("rule")
    parts = (*SIMPLE.get(str(kind), ()), *OF_ALL)
    named = rule.get("columns", [])
    rest = [v for n, v in rule.items() if n != "columns"]
    if kind not in SIMPLE or not set(rule) <= set(parts) or not _are_names(named) or not all(map(_is_text, rest)):
        inside = {n: v for n, v in rule.items() if n not in OF_ALL}
        return {"rule": OTHER, "yaml": in_one_line({n: rule[n] for n in ("rule", *inside, "severity", "because") if n in rule})}
    names = ", ".join(named) if "columns" in rule else rule.get("column", "")
    return {**{n: v for n, v in rule.items() if n not in ("column", "columns")}, "columns": names}
