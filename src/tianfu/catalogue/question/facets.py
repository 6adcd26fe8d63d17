"""Values to narrow rows by, beside the rows: of columns with few different values, each with its count under the other conditions."""

from collections.abc import Callable
from dataclasses import replace

from tianfu.catalogue.addresses import Pairs
from tianfu.catalogue.cells import worded
from tianfu.catalogue.views import FacetGroup, Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Bin, Column, Dataset, Decision, Text, Version
from tianfu.standards import element
from tianfu.store import BadQuestion, Where

from .asked import Asked

GROUPS_MOST = 3
DISTINCT_MOST = 50
OPTIONS_MOST = 12
NARROWING = ("text", "boolean", "integer")
Way = Callable[[Pairs], str]
"""The address of the present page with another question."""


def facets(visit: Visit, dataset: Dataset, version: Version, decision: Decision, asked: Asked, way: Way) -> tuple[FacetGroup, ...]:
    """Up to three groups, in declared order."""
    chosen = [c for c in dataset.columns if c.name in decision.columns and _narrows(dataset, version, c)]
    found = [_group(visit, dataset, column, asked, way) for column in chosen[:GROUPS_MOST]]
    return tuple(g for g in found if g is not None and g.options)


def _narrows(dataset: Dataset, version: Version, column: Column) -> bool:
    profile = version.column(column.name)
    few = profile is not None and profile.distinct is not None and 1 < profile.distinct <= DISTINCT_MOST
    return few and element(column.element).type in NARROWING and (column.name,) != dataset.key


def _group(visit: Visit, dataset: Dataset, column: Column, asked: Asked, way: Way) -> FacetGroup | None:
    others = replace(asked, conditions=tuple(w for w in asked.conditions if w.column != column.name))
    try:
        bins = visit.store.facet(
            dataset.id, visit.reader, visit.purpose, column.name, others.conditions, today=visit.today, limit=OPTIONS_MOST
        )
    except BadQuestion:
        return None
    options = tuple(_option(column, b, asked, others, way) for b in bins)
    return FacetGroup(column.name, Text(zh=column.title, en=column.title_en or column.name), options)


def _option(column: Column, found: Bin, asked: Asked, others: Asked, way: Way) -> Link:
    condition = Where(column.name, "eq", found.low)
    current = condition in asked.conditions
    target = others if current else others.having(condition)
    return Link(way(target.pairs()), worded(column, found.low), current, found.count)
