"""Datasets that can be read together, because columns of both name the same things. Only declarations are looked at, never values."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tianfu.catalogue.registry import Registry
from tianfu.model import Column, Dataset, Text
from tianfu.model.rule import Refers
from tianfu.standards import element

NAMING = frozenset({"credit_code", "organisation_code", "citizen_id", "station_code", "area", "plate", "bank_card", "country", "industry"})
"""Elements whose values name one thing each, wherever they stand. Others (names, dates, plain codes) do not say of what."""
DECLARED = 3
"""The strength of a declared reference; a shared element has 2 where it is in both keys, 1 where in one."""
JOINS_MOST = 3


@dataclass(frozen=True, slots=True)
class Join:
    """A column here and one there that hold the same; `element` is what both are, empty where a rule says so."""

    own: str
    theirs: str
    element: str
    title: Text
    strength: int


@dataclass(frozen=True, slots=True)
class Related:
    """A dataset, and what it can be joined through, strongest first."""

    dataset: Dataset
    through: tuple[Join, ...]


def related(registry: Registry, dataset: Dataset, limit: int = 6) -> tuple[Related, ...]:
    """Those of the registry that can be joined: by a declared reference, then by keys; of equal ones those whose element is rarer."""
    others = [d for d in registry.datasets() if d.id != dataset.id and d.kind != "problems"]
    spread = Counter(e for d in (dataset, *others) for e in {c.element for c in d.columns})
    found = [Related(d, joins[:JOINS_MOST]) for d in others if (joins := _joins(dataset, d))]
    found.sort(key=lambda r: (-r.through[0].strength, spread[r.through[0].element], -len(r.through), r.dataset.id))
    return tuple(found[:limit])


def _joins(one: Dataset, other: Dataset) -> tuple[Join, ...]:
    """The strongest join of each column."""
    found = sorted([*_declared(one, other), *_shared(one, other)], key=lambda j: -j.strength)
    best: dict[str, Join] = {}
    for join in found:
        if join.own not in best and join.theirs not in {j.theirs for j in best.values()}:
            best[join.own] = join
    return tuple(best.values())


def _declared(one: Dataset, other: Dataset) -> Iterator[Join]:
    """What a rule of either says: the value occurs in a column of the other."""
    pairs = [(r.column, r.to_column) for r in one.rules if isinstance(r, Refers) and r.to == other.id]
    pairs += [(r.to_column, r.column) for r in other.rules if isinstance(r, Refers) and r.to == one.id]
    names = {c.name: c for c in one.columns}
    for own, theirs in pairs:
        if own in names and theirs in {c.name for c in other.columns}:
            yield Join(own, theirs, "", _title(names[own]), DECLARED)


def _shared(one: Dataset, other: Dataset) -> Iterator[Join]:
    """Columns with one element that names things, keys before others."""
    for own in one.columns:
        if own.element in NAMING:
            for theirs in other.columns:
                if theirs.element == own.element:
                    keys = (own.name in one.key) + (theirs.name in other.key)
                    yield Join(own.name, theirs.name, own.element, _meaning(own.element), keys)


def _meaning(name: str) -> Text:
    meant = element(name)
    return Text(zh=meant.title, en=meant.title_en)


def _title(column: Column) -> Text:
    return Text(zh=column.title, en=column.title_en or column.name)
