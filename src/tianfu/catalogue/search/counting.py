"""How many documents have which value of each property."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import tantivy

from .asking import narrowed
from .properties import PROPERTIES
from .wanted import Wanted

VALUES_MOST = 1_000
"""So many values of a property are counted, the most frequent ones."""
Counts = Mapping[str, Mapping[str, int]]


def counted(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query) -> Counts:
    """Each property as if it alone were not chosen: one pass over what matches, and one more for each that is chosen."""
    found = _values(searcher, narrowed(asked, query), (n for n in PROPERTIES if n not in asked.chosen))
    for name in asked.chosen:
        found |= _values(searcher, narrowed(asked, query, without=name), [name])
        found[name] |= _of_chosen(searcher, asked, query, name, found[name])
    return {name: found[name] for name in PROPERTIES}


def _of_chosen(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query, name: str, known: Mapping[str, int]) -> dict[str, int]:
    """A chosen value is counted however rare it is."""
    rare = [v for v in asked.chosen[name] if v not in known] if len(known) == VALUES_MOST else []
    return {v: n for v in rare if (n := total(searcher, narrowed(replace(asked, chosen={**asked.chosen, name: (v,)}), query)))}


def total(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many documents match."""
    return searcher.search(query, 1).count or 0  # type: ignore[attr-defined]  # missing in the stub


def _values(searcher: tantivy.Searcher, query: tantivy.Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
    asked = {n: {"terms": {"field": n, "size": VALUES_MOST}} for n in names}
    if not asked:
        return {}
    said: Mapping[str, Any] = searcher.aggregate(query, asked)
    return {n: {b["key"]: b["doc_count"] for b in said[n]["buckets"]} for n in asked}
