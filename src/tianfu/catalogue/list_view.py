"""The list of datasets as a page shows it: what was found, links that narrow it, links to its twins for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .addresses import asking, dataset_page
from .cards import Card, cards
from .search.old import PROPERTIES, SORTS, Found, Wanted, find, named, ranked
from .terms import OPENNESS
from .views import CatalogueView, FacetGroup, Link, Listed
from .visit import Visit

OPTIONS_MOST = 30


def catalogue_view(visit: Visit, asked: Wanted) -> CatalogueView:
    """The page of the list."""
    known = cards(visit.store, visit.registry)
    found = find(known, visit.registry, asked)
    return CatalogueView(
        asked=asked.words,
        total=found.total,
        listed=tuple(listed(c) for c in found.cards),
        groups=tuple(_group(name, found.counts[name], asked, known) for name in PROPERTIES if found.counts[name]),
        sorts=tuple(Link(_address(replace(asked, sort=n)), text, current=n == asked.sort) for n, (text, _) in SORTS.items()),
        next=asking("/catalogue", [*asked.pairs, ("after", found.next)]) if found.next else None,
        first=_address(asked) if asked.after else None,
        as_json=asking("/catalogue.json", asked.pairs),
        as_csv=asking("/catalogue.csv", asked.pairs),
    )


def found_for(visit: Visit, asked: Wanted) -> Found:
    """The same for machines."""
    return find(cards(visit.store, visit.registry), visit.registry, asked)


def listed(card: Card) -> Listed:
    """A dataset in a list."""
    return Listed(card, dataset_page(card.dataset.id), OPENNESS[card.dataset.sharing.to_public])


def _group(name: str, counts: Mapping[str, int], asked: Wanted, known: Sequence[Card]) -> FacetGroup:
    options = [_option(name, value, count, asked, known) for value, count in ranked(name, counts)[:OPTIONS_MOST]]
    chosen = asked.chosen.get(name)
    if chosen is not None and chosen not in counts:
        options.append(_option(name, chosen, 0, asked, known))
    return FacetGroup(name, PROPERTIES[name], tuple(options))


def _option(name: str, value: str, count: int, asked: Wanted, known: Sequence[Card]) -> Link:
    """Sets the property, or takes it away where it is chosen."""
    current = asked.chosen.get(name) == value
    others = {n: v for n, v in asked.chosen.items() if n != name}
    chosen = others if current else {**others, name: value}
    return Link(_address(replace(asked, chosen=chosen)), named(name, value, known), current, count)


def _address(asked: Wanted) -> str:
    return asking("/catalogue", asked.pairs)
