"""How many documents have which value of each property."""

from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from .asking import narrowed
from .properties import PROPERTIES
from .wanted import Wanted

VALUES_MOST = 2_000
"""So many values of a property are counted, the most frequent ones."""
Counts = Mapping[str, Mapping[str, int]]


def counted(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query) -> Counts:
    """Each property as if it alone were not chosen: one pass over what matches, and one more for each that is chosen."""
    found = _values(searcher, narrowed(asked, query), (n for n in PROPERTIES if n not in asked.chosen))
    for name in asked.chosen:
        found |= _values(searcher, narrowed(asked, query, without=name), [name])
    return {name: found[name] for name in PROPERTIES}


def _values(searcher: tantivy.Searcher, query: tantivy.Query, names: Iterable[str]) -> dict[str, Mapping[str, int]]:
    asked = {n: {"terms": {"field": n, "size": VALUES_MOST}} for n in names}
    if not asked:
        return {}
    said: Mapping[str, Any] = searcher.aggregate(query, asked)
    return {n: {b["key"]: b["doc_count"] for b in said[n]["buckets"]} for n in asked}
