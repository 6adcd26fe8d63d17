"""How a declaration differs from the one before, and whether what worked with the old one works with the new one: words for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tianfu.model import Column, Dataset, Text
from tianfu.model.change import Change, Effect, Kind
from tianfu.model.rule import InCodes
from tianfu.standards import element

EFFECTS: tuple[Effect, ...] = ("none", "backward", "breaking")
WIDER = {("integer", "decimal"), ("integer", "number"), ("decimal", "number")}
"""Types whose values all fit the other one. Stored columns take another type only when a dataset is loaded in replace mode."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`compatible`: none - nothing differs that readers could notice; backward - what worked still works; breaking - look again."""

    compatible: Effect
    changes: tuple[Change, ...]


def verdict(old: Dataset, new: Dataset) -> Verdict:
    """All differences between two declarations of a dataset, in the order of their columns; words and terms are none."""
    found = (*_columns(old, new), *_key(old, new), *_rules(old, new))
    worst = max((EFFECTS.index(c.effect) for c in found), default=0)
    return Verdict(EFFECTS[worst], found)


def _columns(old: Dataset, new: Dataset) -> Iterator[Change]:
    before, after = {c.name: c for c in old.columns}, {c.name: c for c in new.columns}
    gone, come = [c for n, c in before.items() if n not in after], [c for n, c in after.items() if n not in before]
    renamed = _renamed(gone, come)
    for column in new.columns:
        was = before.get(column.name) or renamed.get(column.name)
        if was is None:
            yield _change("added", column.name, "backward", f"新增数据项 {column.name}", f"column '{column.name}' added")
            continue
        if was.name != column.name:
            yield _change("renamed", column.name, "breaking", f"{was.name} 改名为 {column.name}", f"'{was.name}' is now '{column.name}'")
        yield from _column(old, was, new, column)
    kept = {c.name for c in renamed.values()}
    for column in gone:
        if column.name not in kept:
            yield _change("removed", column.name, "breaking", f"删除数据项 {column.name}", f"column '{column.name}' removed")


def _renamed(gone: list[Column], come: list[Column]) -> dict[str, Column]:
    """New name -> the column that it was: it reads the same field, has the same title, or means the same under a near name."""
    found: dict[str, Column] = {}
    for column in come:
        left = [c for c in gone if c not in found.values()]
        same = [c for c in left if column.field in (c.field, c.name) or c.title == column.title]
        alike = {c.name: c for c in left if c.element == column.element}
        near = [alike[n] for n in get_close_matches(column.name, alike, 1)]
        if same or near:
            found[column.name] = (same or near)[0]
    return found


def _column(old: Dataset, was: Column, new: Dataset, now: Column) -> Iterator[Change]:
    name, (a, b) = now.name, (element(was.element), element(now.element))
    if a.type != b.type:
        wider = (a.type, b.type) in WIDER
        kind: Kind = "widened" if wider else "narrowed"
        says = f"{name} 的类型由 {a.type} 改为 {b.type}", f"type of '{name}': {a.type} -> {b.type}"
        yield _change(kind, name, "backward" if wider else "breaking", *says)
    elif a.name != b.name:
        yield _change(
            "meaning", name, "breaking", f"{name} 的数据元由 {a.name} 改为 {b.name}", f"element of '{name}': {a.name} -> {b.name}"
        )
    units = was.unit or a.unit or "", now.unit or b.unit or ""
    if units[0] != units[1]:
        yield _change(
            "unit", name, "breaking", f"{name} 的单位由“{units[0]}”改为“{units[1]}”", f"unit of '{name}': {units[0]} -> {units[1]}"
        )
    if _codes(old, was) != _codes(new, now):
        lists = _codes(old, was) or "-", _codes(new, now) or "-"
        yield _change(
            "codes", name, "breaking", f"{name} 的代码表由 {lists[0]} 改为 {lists[1]}", f"codes of '{name}': {' -> '.join(lists)}"
        )
    yield from _presence(old, was, new, now)
    levels = was.level or a.level, now.level or b.level
    if levels[0] != levels[1]:
        raised = levels[1] > levels[0]
        says = f"{name} 的级别由 {levels[0]} 调为 {levels[1]}", f"level of '{name}': {levels[0]} -> {levels[1]}"
        yield _change("level_raised" if raised else "level_lowered", name, "breaking" if raised else "backward", *says)


def _presence(old: Dataset, was: Column, new: Dataset, now: Column) -> Iterator[Change]:
    before, after = was.required or was.name in old.key, now.required or now.name in new.key
    if after and not before:
        yield _change("required", now.name, "backward", f"{now.name} 改为必填", f"'{now.name}' must have a value now")
    if before and not after:
        yield _change("optional", now.name, "breaking", f"{now.name} 不再必填，可能缺值", f"'{now.name}' may be missing now")


def _codes(dataset: Dataset, column: Column) -> str:
    declared = [r.codes for r in dataset.rules if isinstance(r, InCodes) and r.column == column.name]
    return declared[0] if declared else element(column.element).codes or ""


def _key(old: Dataset, new: Dataset) -> Iterator[Change]:
    if old.key != new.key:
        keys = [", ".join(d.key) or "-" for d in (old, new)]
        yield _change("key", "", "breaking", f"主键由 {keys[0]} 改为 {keys[1]}", f"key: {keys[0]} -> {keys[1]}")


def _rules(old: Dataset, new: Dataset) -> Iterator[Change]:
    before, after = ({r for r in d.rules if not isinstance(r, InCodes)} for d in (old, new))
    if before != after:
        counts = len(after - before), len(before - after)
        yield _change(
            "rules", "", "backward", f"检查规则新增 {counts[0]} 条、减少 {counts[1]} 条", f"{counts[0]} rules added, {counts[1]} removed"
        )


def _change(kind: Kind, column: str, effect: Effect, zh: str, en: str) -> Change:
    return Change(kind=kind, column=column, effect=effect, text=Text(zh=zh, en=en))
