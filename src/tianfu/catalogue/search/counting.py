"""How many documents have which value of each property, as if that property alone were not chosen.

Narrow properties are counted by their mixtures: there are few of them, and each says what it has of every property, chosen or not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import tantivy

from .asking import narrowed
from .properties import NARROW, PROPERTIES, WIDE
from .schema import BETWEEN
from .wanted import Wanted

VALUES_MOST = 1_000
"""So many values of a property are counted, the most frequent ones."""
MIXTURES_MOST = 5_000
Counts = Mapping[str, Mapping[str, int]]


def counted(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query) -> Counts:
    """One pass over what matches, one more where narrow properties are chosen, and one for each wide one that is."""
    found, others = _fields(searcher, asked, query, {n: [n] for n in WIDE} | {"mixture": list(NARROW)})
    for name in (n for n in WIDE if n in asked.chosen):
        found[name] |= _of_chosen(searcher, asked, query, name, found[name])
    mixtures = found.pop("mixture")
    found |= _apart(searcher, asked, query) if others["mixture"] else _unmixed(mixtures, asked)
    return {name: found[name] for name in PROPERTIES}


def total(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many documents match."""
    return searcher.search(query, 1).count or 0  # type: ignore[attr-defined]  # missing in the stub


def _unmixed(mixtures: Mapping[str, int], asked: Wanted) -> dict[str, Counter[str]]:
    """A mixture counts for all properties where it has what is chosen, for one where that alone is in its way."""
    chosen = [(at, asked.chosen[n]) for at, n in enumerate(NARROW) if n in asked.chosen]
    found = [Counter[str]() for _ in NARROW]
    for mixture, count in mixtures.items():
        values = mixture.split(BETWEEN)
        missed = [at for at, wanted in chosen if values[at] not in wanted]
        for at in missed if missed else range(len(NARROW)):
            if len(missed) < 2 and values[at]:
                found[at][values[at]] += count
    return dict(zip(NARROW, found, strict=True))


def _apart(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query) -> dict[str, dict[str, int]]:
    """Each narrow property of its own field, where there are too many mixtures."""
    return _fields(searcher, asked, query, {n: [n] for n in NARROW})[0]


def _fields(
    searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query, fields: Mapping[str, list[str]]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Fields, each without what is chosen of its properties: as many passes as there are such questions; and how many were not counted."""
    passes: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for field, properties in fields.items():
        passes[frozenset(properties).intersection(asked.chosen)].append(field)
    found: dict[str, dict[str, int]] = {}
    others: dict[str, int] = {}
    for without, names in passes.items():
        said = _aggregated(searcher, narrowed(asked, query, without=without), names)
        found |= {n: {b["key"]: b["doc_count"] for b in said[n]["buckets"]} for n in names}
        others |= {n: said[n]["sum_other_doc_count"] for n in names}
    return found, others


def _aggregated(searcher: tantivy.Searcher, query: tantivy.Query, names: Iterable[str]) -> Mapping[str, Any]:
    """In one segment the first are the first of all; of several each has to tell more."""
    more = 1 if searcher.num_segments == 1 else 10
    most = {n: MIXTURES_MOST if n == "mixture" else VALUES_MOST for n in names}
    said: Mapping[str, Any] = searcher.aggregate(
        query, {n: {"terms": {"field": n, "size": s, "segment_size": s * more}} for n, s in most.items()}
    )
    return said


def _of_chosen(searcher: tantivy.Searcher, asked: Wanted, query: tantivy.Query, name: str, known: Mapping[str, int]) -> dict[str, int]:
    """A chosen value is counted however rare it is."""
    rare = [v for v in asked.chosen[name] if v not in known] if len(known) == VALUES_MOST else []
    return {v: n for v in rare if (n := total(searcher, narrowed(replace(asked, chosen={**asked.chosen, name: (v,)}), query)))}
