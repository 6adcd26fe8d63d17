"""A table of somebody else's contract as a dataset."""

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from pydantic import ValidationError

from tianfu.model import Column, Dataset, Files, Refresh
from tianfu.model.rule import Between, Matches, Refers, Required, Rule, Unique
from tianfu.model.values import Severity

from .left import Notes
from .words import CLASSES, ELEMENTS, PHYSICAL_ELEMENTS

UNKNOWN_STEWARD = "unknown"
"""No unit has this id: `tianfu packs check` asks for the right one."""
TABLE = {"name", "physicalName", "businessName", "description", "properties", "quality", "logicalType", "physicalType", "id"}
PROPERTY = {
    *("name", "businessName", "description", "logicalType", "physicalType", "required", "unique", "primaryKey", "primaryKeyPosition"),
    *("classification", "quality", "logicalTypeOptions", "relationships", "physicalName", "id", "criticalDataElement", "examples"),
}
LONGEST = 120


def dataset_of(
    contract: Mapping[str, Any], table: Mapping[str, Any], pack: str, steward: str, tables: Set[str], refresh: Refresh, notes: Notes
) -> Dataset | None:
    """The dataset; None for a table that names no properties. It takes uploads: where its rows come from, a contract does not say."""
    path = str(table.get("name"))
    told = [p for p in table.get("properties") or [] if isinstance(p, Mapping) and p.get("name")]
    if not told:
        notes.add(path, "没有字段（properties），不能成为数据集")
        return None
    if not steward:
        notes.add("steward", f"合同没有平台的提供部门，暂写为 {UNKNOWN_STEWARD}，请改为部门标识")
    notes.unused(path, table, TABLE)
    names = {str(p["name"]): name for p, name in zip(told, _names([str(p["name"]) for p in told]), strict=True)}
    columns = [_column(p, names, f"{path}.{p['name']}", notes) for p in told]
    key = sorted((int(p.get("primaryKeyPosition") or 0), n) for n, p in enumerate(told) if p.get("primaryKey"))
    rules = [*_table_rules(table, names, path, notes)]
    for p in told:
        rules += _rules(p, names[str(p["name"])], f"{path}.{p['name']}", _Place(pack, names, tables), notes)
    try:
        return Dataset(
            id=f"{pack}.{name_of(path)}",
            title=str(table.get("businessName") or contract.get("name") or path)[:LONGEST],
            description=str(table.get("description") or (contract.get("description") or {}).get("purpose") or "").strip(),
            steward=steward or UNKNOWN_STEWARD,
            columns=tuple(columns),
            key=tuple(names[str(told[n]["name"])] for _, n in key),
            sources=(Files(channel="upload"),),
            rules=tuple(dict.fromkeys(rules)),
            refresh=refresh,
        )
    except ValidationError as error:
        notes.add(path, "; ".join(e["msg"] for e in error.errors()))
        return None


class _Place:
    """What a rule may refer to: the other tables of the contract become datasets of the same pack."""

    def __init__(self, pack: str, names: Mapping[str, str], tables: Set[str]) -> None:
        self.pack, self.names, self.tables = pack, names, tables


def name_of(text: str) -> str:
    """A name in the manner of ours.

    >>> name_of("Air_Quality"), name_of("rcvrId"), name_of("2024 figures"), name_of("订单")
    ('air_quality', 'rcvr_id', 'n2024_figures', 'unnamed')
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:60]
    return (plain if plain[:1].isalpha() else f"n{plain}") if plain else "unnamed"


def _names(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in map(name_of, names):
        number = sum(f == name or re.fullmatch(rf"{re.escape(name)}_\d+", f) is not None for f in found)
        found.append(f"{name}_{number + 1}" if number else name)
    return found


def _column(told: Mapping[str, Any], names: Mapping[str, str], path: str, notes: Notes) -> Column:
    notes.unused(path, told, PROPERTY)
    original = str(told["name"])
    field, name = str(told.get("physicalName") or original), names[original]
    level = CLASSES.get(str(told.get("classification") or "").lower())
    if told.get("classification") and level is None:
        notes.add(f"{path}.classification", f"级别“{told['classification']}”没有对应的数据级别（1 至 6）")
    return Column(
        name=name,
        element=_element(told, path, notes),
        title=str(told.get("businessName") or original)[:LONGEST],
        description=str(told.get("description") or "").strip(),
        level=level,
        from_field=field if field != name else None,
        required=bool(told.get("required")),
    )


def _element(told: Mapping[str, Any], path: str, notes: Notes) -> str:
    logical, physical = str(told.get("logicalType") or ""), str(told.get("physicalType") or "").lower()
    by_physical = next((e for pattern, e in PHYSICAL_ELEMENTS if re.match(pattern, physical)), "")
    if logical == "number" and by_physical == "decimal":
        return "decimal"
    if logical in ("object", "array"):
        notes.add(f"{path}.logicalType", f"{logical} 类型按 JSON 文本保存，其内部字段没有声明")
    return ELEMENTS.get(logical) or by_physical or "text"


def _rules(told: Mapping[str, Any], name: str, path: str, place: _Place, notes: Notes) -> Iterator[Rule]:
    if told.get("unique") and not told.get("primaryKey"):
        yield Unique(rule="unique", columns=(name,))
    options = dict(told.get("logicalTypeOptions") or {})
    low, high = options.pop("minimum", None), options.pop("maximum", None)
    if told.get("logicalType") in ("number", "integer") and (low is not None or high is not None):
        yield Between(rule="between", column=name, low=low, high=high)
    if told.get("logicalType") == "string" and (pattern := options.pop("pattern", None)):
        yield Matches(rule="matches", column=name, pattern=_whole(str(pattern)))
    for key in options:
        notes.add(f"{path}.logicalTypeOptions.{key}", "没有对应的规则")
    for check in told.get("quality") or []:
        yield from _checked(check, (name,), f"{path}.quality", notes)
    for relation in told.get("relationships") or []:
        yield from _related(relation, name, f"{path}.relationships", place, notes)


def _table_rules(table: Mapping[str, Any], names: Mapping[str, str], path: str, notes: Notes) -> Iterator[Rule]:
    for check in table.get("quality") or []:
        asked = (check.get("arguments") or {}).get("properties") or []
        yield from _checked(check, tuple(names[p] for p in asked if p in names), f"{path}.quality", notes)


def _checked(check: Mapping[str, Any], columns: tuple[str, ...], path: str, notes: Notes) -> Iterator[Rule]:
    """A metric that must be zero is a rule about each row; shares of rows, SQL and other engines have none here."""
    metric = check.get("metric") or check.get("rule") or check.get("type") or "?"
    severity = Severity.quarantine if check.get("severity") in (None, "error") else Severity.flag
    arguments = check.get("arguments") or {}
    if not columns or check.get("mustBe") != 0:
        notes.add(f"{path}.{metric}", "不是逐行可查的规则（行数、比例、SQL 或其他引擎的检查）")
    elif metric in ("nullValues", "missingValues"):
        yield Required(rule="required", columns=columns, severity=severity)
    elif metric == "duplicateValues":
        yield Unique(rule="unique", columns=columns, severity=severity)
    elif metric == "invalidValues" and "pattern" in arguments:
        yield Matches(rule="matches", column=columns[0], pattern=_whole(str(arguments["pattern"])), severity=severity)
    elif metric == "invalidValues" and "validValues" in arguments:
        values = [re.escape(str(v)) for v in arguments["validValues"] if v not in (None, "")]
        yield Matches(rule="matches", column=columns[0], pattern="|".join(values), severity=severity)
    else:
        notes.add(f"{path}.{metric}", "没有对应的规则")


def _related(relation: Mapping[str, Any], name: str, path: str, place: _Place, notes: Notes) -> Iterator[Rule]:
    table, _, column = str(relation.get("to") or "").partition(".")
    if table in place.tables and column and "." not in column:
        yield Refers(rule="refers", column=name, to=f"{place.pack}.{name_of(table)}", to_column=name_of(column))
    else:
        notes.add(path, "只有指向同一合同内单个字段的外键可以成为规则")


def _whole(pattern: str) -> str:
    """Our patterns are about the whole text and need no anchors."""
    return pattern.removeprefix("^").removesuffix("$") if pattern.startswith("^") and pattern.endswith("$") else f".*(?:{pattern}).*"
