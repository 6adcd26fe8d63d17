"""Declarations from a contract: our own come back as they were, of others as much as can be said here, and a list of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tianfu.model import Dataset, Refresh, Text
from tianfu.model.dataset import Sharing

from .foreign import dataset_of
from .left import Left, Notes
from .words import FREQUENCIES, OURS, ROLES, UNITS

__all__ = ["ContractError", "Imported", "Left", "imported"]

NEEDED = ("apiVersion", "kind", "id", "version", "status")
LINES_MOST = 20


class ContractError(ValueError):
    """The document is no contract, or declares nothing that can be a dataset."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(f"{zh} {en}")


@dataclass(frozen=True, slots=True)
class Imported:
    """The datasets of a contract, and what of it could not be carried over."""

    datasets: tuple[Dataset, ...]
    left: tuple[Left, ...]


def imported(document: object, *, pack: str, steward: str = "") -> Imported:
    """The declarations that a contract stands for. `pack` and `steward` are for contracts that name none of ours.

    ContractError when it is no contract, or holds no table; everything else is told in `left`.
    """
    found = _contract(document)
    ours = _value(found, OURS)
    if isinstance(ours, Mapping):
        return Imported((_own(found, ours),), ())
    notes = Notes()
    notes.whole(found)
    tables = [t for t in found.get("schema") or [] if isinstance(t, Mapping)]
    names = {str(t.get("name")) for t in tables}
    made = [dataset_of(found, t, pack, steward, names, _refresh(found, notes), notes) for t in tables]
    datasets = tuple(d for d in made if d is not None)
    if not datasets:
        raise ContractError(
            f"合同“{found['id']}”没有声明任何带字段的表（schema），不能生成数据集。" + "；".join(str(n) for n in notes.found[:LINES_MOST]),
            f"contract '{found['id']}' declares no table with properties, so there is no dataset to make.",
        )
    return Imported(datasets, tuple(notes.found))


def _contract(document: object) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise ContractError("文件不是数据合同：应是 YAML 键值。", "this is no data contract: 'key: value' lines are expected.")
    if missing := [n for n in NEEDED if document.get(n) in (None, "")]:
        raise ContractError(
            f"数据合同缺少 {'、'.join(missing)}（开放数据合同标准 ODCS 3.1 的必填项）。",
            f"the contract lacks {', '.join(missing)}, which the Open Data Contract Standard 3.1 asks for.",
        )
    if document["kind"] != "DataContract":
        raise ContractError(f"kind 是“{document['kind']}”，应为 DataContract。", f"kind is '{document['kind']}', not DataContract.")
    if not str(document["apiVersion"]).startswith("v3."):
        said = document["apiVersion"]
        raise ContractError(f"不支持 {said} 版的合同，请先升级到 v3.1.0。", f"contracts of {said} are not read here: upgrade it to v3.1.0.")
    return document


def _own(found: Mapping[str, Any], ours: Mapping[str, Any]) -> Dataset:
    """A contract that was exported here, perhaps edited since: the standard's own places hold, the rest is as it was kept."""
    (table,) = found["schema"]
    properties = table["properties"]
    key = sorted((p["primaryKeyPosition"], p["name"]) for p in properties if p.get("primaryKey"))
    checks = [q for part in (table, *properties) for q in part.get("quality", [])]
    rules = sorted((_rule(q) for q in checks), key=lambda r: int(r["at"]))
    given = {
        **ours,
        "id": found["id"],
        "title": found["name"],
        "description": (found.get("description") or {}).get("purpose", ""),
        "columns": [_column(p) for p in properties],
        "key": [name for _, name in key],
        "rules": [{k: v for k, v in r.items() if k != "at"} for r in rules],
        "refresh": _refresh(found, Notes()),
        "sharing": _sharing(found, ours),
    }
    try:
        return Dataset.model_validate(given)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:LINES_MOST])
        raise ContractError(
            f"合同“{found['id']}”改动后不能再用作声明：{said}", f"the contract is no declaration any more: {said}"
        ) from error


def _column(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_value(told, OURS),
        "name": told["name"],
        "title": told["businessName"],
        "description": told.get("description", ""),
    }


def _rule(check: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = check["implementation"] if check.get("engine") == OURS else _value(check, OURS)
    return kept


def _sharing(found: Mapping[str, Any], ours: Mapping[str, Any]) -> Sharing:
    """The roles say it; its basis is kept with the rest."""
    access = {ROLES[r["role"]]: r["access"] for r in found.get("roles", []) if r.get("role") in ROLES}
    return Sharing.model_validate({**ours.get("sharing", {}), **access})


def _refresh(found: Mapping[str, Any], notes: Notes) -> Refresh:
    """The cycle of the first promise of a frequency; one that is none of ours is told."""
    for promise in found.get("slaProperties") or []:
        if promise.get("property") != "frequency":
            continue
        unit = str(promise.get("unit") or "").lower().rstrip("s") or "s"
        asked = _seven(promise.get("value"), UNITS.get(unit, unit))
        for refresh, known in FREQUENCIES.items():
            if asked == known:
                return refresh
        notes.add("slaProperties.frequency", f"更新周期 {promise.get('value')} {promise.get('unit', '')} 没有对应的周期")
    return Refresh.irregular


def _seven(value: object, unit: str) -> tuple[object, str]:
    number = int(value) if isinstance(value, int | float | str) and str(value).isdigit() else value
    return (7, "d") if (number, unit) == (1, "w") else (number, unit)


def _value(told: Mapping[str, Any], name: str) -> Any:
    """The value of a custom property."""
    listed = told.get("customProperties") or []
    return next((c.get("value") for c in listed if isinstance(c, Mapping) and c.get("property") == name), None)
