"""Ways to narrow a list and to widen it again: each is a link, so that it works without a script and can be kept."""

from collections.abc import Mapping
from dataclasses import replace

from tianfu.catalogue.addresses import asking
from tianfu.catalogue.search import PROPERTIES, Found, Wanted, named, ranked
from tianfu.catalogue.search.properties import KINDS
from tianfu.catalogue.views import Link
from tianfu.model import Text

from .views import Chip, Facet

LIST = "/catalogue"
SHOWN, FEW, OPTIONS_MOST = 8, 2, 1000
"""So many values stand open, so many more are not worth a fold, and so many there are at all."""
SCOPES = (("", Text(zh="全部", en="All")), *KINDS.items())
"""What can be searched: everything, or one kind."""


def address(asked: Wanted) -> str:
    """The page of the list under this question."""
    return asking(LIST, asked.pairs)


def facets(found: Found, asked: Wanted, packs: Mapping[str, Text]) -> tuple[Facet, ...]:
    """A facet for each property that could narrow the list, or does."""
    made = (_facet(n, found.counts.get(n, {}), asked, packs) for n in PROPERTIES if n != "kind")
    return tuple(f for f in made if len(f.shown) > 1 or f.chosen)


def chips(asked: Wanted, packs: Mapping[str, Text]) -> tuple[Chip, ...]:
    """What is chosen, the scope aside."""
    return tuple(
        Chip(PROPERTIES[n], named(n, v, packs), address(_without(asked, n, v)))
        for n in PROPERTIES
        if n != "kind"
        for v in asked.chosen.get(n, ())
    )


def cleared(asked: Wanted) -> Wanted:
    """The same words in the same scope, and nothing else chosen."""
    return replace(asked, chosen={n: v for n, v in asked.chosen.items() if n == "kind"}, after="")


def scopes(found: Found, asked: Wanted) -> tuple[Link, ...]:
    """Everything, datasets, entries; with counts."""
    counts, chosen = found.counts.get("kind", {}), asked.chosen.get("kind", ())
    tallied = {"": sum(counts.values()), **counts}
    current = chosen[0] if len(chosen) == 1 else ""
    return tuple(Link(address(_scoped(asked, k)), text, current=k == current, count=tallied.get(k, 0)) for k, text in SCOPES)


def _facet(name: str, counts: Mapping[str, int], asked: Wanted, packs: Mapping[str, Text]) -> Facet:
    """What is chosen stands open, also where it matches nothing any more."""
    chosen = asked.chosen.get(name, ())
    known = dict(ranked(name, counts)[:OPTIONS_MOST])
    known |= {v: counts.get(v, 0) for v in chosen if v not in known}
    links = {v: _option(name, v, n, asked, packs) for v, n in known.items()}
    first = list(links) if len(links) <= SHOWN + FEW else list(links)[:SHOWN]
    shown = {v: link for v, link in links.items() if v in first or link.current}
    return Facet(name, PROPERTIES[name], tuple(shown.values()), tuple(link for v, link in links.items() if v not in shown))


def _option(name: str, value: str, count: int, asked: Wanted, packs: Mapping[str, Text]) -> Link:
    """Adds the value, or takes it away where it is chosen."""
    current = value in asked.chosen.get(name, ())
    target = _without(asked, name, value) if current else _with(asked, name, value)
    return Link(address(target), named(name, value, packs), current, count)


def _with(asked: Wanted, name: str, value: str) -> Wanted:
    return replace(asked, chosen={**asked.chosen, name: (*asked.chosen.get(name, ()), value)}, after="")


def _without(asked: Wanted, name: str, value: str) -> Wanted:
    left = {**asked.chosen, name: tuple(v for v in asked.chosen.get(name, ()) if v != value)}
    return replace(asked, chosen={n: v for n, v in left.items() if v}, after="")


def _scoped(asked: Wanted, kind: str) -> Wanted:
    others = {n: v for n, v in asked.chosen.items() if n != "kind"}
    return replace(asked, chosen={**others, "kind": (kind,)} if kind else others, after="")
