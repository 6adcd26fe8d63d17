"""Rules as quality checks: by the standard's own metrics where it has one, else by our engine."""

from typing import Any

from tianfu.model.dataset import rule_columns
from tianfu.model.rule import Custom, Matches, Required, Rule, Unique

from .words import DIMENSIONS, OURS, SEVERITIES

Item = dict[str, Any]


def qualities(rules: tuple[Rule, ...]) -> dict[str, list[Item]]:
    """Checks by the column they stand at; those of several columns under the empty name. `at` keeps their order."""
    found: dict[str, list[Item]] = {}
    for at, rule in enumerate(rules):
        columns = rule_columns(rule)
        found.setdefault(columns[0] if len(columns) == 1 else "", []).append(_item(rule, at))
    return found


def _item(rule: Rule, at: int) -> Item:
    columns = rule_columns(rule)
    declared = rule.model_dump(mode="json", exclude_defaults=True)
    about = {
        "name": f"{rule.rule}: {', '.join(columns)}",
        "dimension": DIMENSIONS[rule.rule],
        "severity": SEVERITIES[rule.severity],
        **({"description": said} if (said := _said(rule)) else {}),
    }
    if (metric := _metric(rule)) is None:
        return {"type": "custom", "engine": OURS, "implementation": {"at": at, **declared}, **about}
    kept = {"property": OURS, "value": {"at": at, **declared}}
    return {"type": "library", **metric, "mustBe": 0, "unit": "rows", "customProperties": [kept], **about}


def _metric(rule: Rule) -> Item | None:
    match rule:
        case Required(columns=(_,)):
            return {"metric": "missingValues", "arguments": {"missingValues": [None, ""]}}
        case Matches():
            return {"metric": "invalidValues", "arguments": {"pattern": f"^(?:{rule.pattern})$"}}
        case Unique(columns=(_,), missing="differ"):
            return {"metric": "duplicateValues"}
        case Unique(missing="differ"):
            return {"metric": "duplicateValues", "arguments": {"properties": list(rule.columns)}}
    return None


def _said(rule: Rule) -> str:
    parts = (rule.says if isinstance(rule, Custom) else "", rule.because)
    return "；".join(p for p in parts if p)
