"""Which part of the declaration a problem is about, and which field of the form holds that part."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tianfu.model import Problem, read_yaml

from .form import COLUMN, DOORS, OTHER, PLAIN, RULE, Filled
from .split import SIMPLE

Where = tuple[str | int, ...]
MISSING = re.compile(r"(?:(?P<around>[\w.]+): )?'(?P<part>\w+)' is missing(?: in (?P<inside>[\w.]+)|; expected .*)?")
TWICE = re.compile(r"column '([^']*)' is declared twice")
UNDECLARED = re.compile(r"(key|time|rules): column '([^']*)' is not declared")
SOURCE: Mapping[Where, str] = {
    ("channel",): "channel",
    ("files",): "files",
    ("sheet",): "sheet",
    ("sheet", "name"): "sheet",
    ("missing",): "missing",
}


def place_of(problem: Problem, text: str, content: Mapping[str, Any]) -> Where:
    """The innermost part that stands in the problem's line, unless its words say more."""
    message = problem.message
    if found := MISSING.fullmatch(message):
        around = found["inside"] or found["around"] or ""
        return (*(int(p) if p.isdigit() else p for p in around.split(".") if p), found["part"])
    if found := TWICE.match(message):
        return ("columns", _last(content.get("columns"), found[1]), "name")
    if found := UNDECLARED.match(message):
        return ("rules", _reading(content.get("rules"), found[2]), "columns") if found[1] == "rules" else (found[1],)
    if message.endswith(("declare a key", "by their key: declare a key")):
        return ("key",)
    if "mode" in message and problem.line == 1 and "cursor" in message:
        return ("mode",)
    return _innermost(text).get(problem.line, ()) if problem.line > 1 else ()


@lru_cache(1)
def _innermost(text: str) -> Mapping[int, Where]:
    """Line -> the innermost part that stands in it; asked for every problem of the same text."""
    lines = read_yaml(text, "").lines
    return {line: where for where, line in sorted(lines.items(), key=lambda item: len(item[0]))}


def field_of(where: Where, form: Filled) -> str:
    """The field's name; what has no field is in the YAML."""
    match where:
        case ("columns", int(n), *rest) if n < len(form.columns):
            return f"columns.{n}.{rest[0] if rest and rest[0] in COLUMN else 'name'}"
        case ("rules", int(n), *rest) if n < len(form.rules):
            return f"rules.{n}.{_part_of_rule(rest, form.rules[n].get('rule', ''))}"
        case ("sharing", str(door), *_) if door in DOORS:
            return door
        case ("sharing",):
            return "basis"
        case ("source", *rest) | ("sources", 0, *rest):
            return SOURCE.get(tuple(rest[:2]), SOURCE.get(tuple(rest[:1]), "more")) if rest else "channel"
        case ("columns",) | ("rules",) | ("key", *_):
            return str(where[0])
        case ("sources",):
            return "channel"
        case (str(name), *_) if name in PLAIN:
            return name
    return "more"


def _part_of_rule(rest: list[Any], kind: str) -> str:
    if kind == OTHER or (kind and kind not in SIMPLE):
        return "yaml"
    part = "columns" if rest and rest[0] == "column" else rest[0] if rest else "rule"
    return str(part) if part in RULE else "rule"


def _last(columns: Any, name: str) -> int:
    """The place of the last column of that name."""
    return max((n for n, c in _mappings(columns) if c.get("name") == name), default=0)


def _reading(rules: Any, name: str) -> int:
    """The place of the first rule that names the column."""
    return next((n for n, r in _mappings(rules) if name in _named(r)), 0)


def _mappings(rows: Any) -> list[tuple[int, dict[str, Any]]]:
    return [(n, row) for n, row in enumerate(rows if isinstance(rows, list) else ()) if isinstance(row, dict)]


def _named(rule: Mapping[str, Any]) -> list[Any]:
    return [v for value in rule.values() for v in (value if isinstance(value, list) else [value])]
