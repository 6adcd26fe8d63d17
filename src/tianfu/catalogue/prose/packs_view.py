"""Packs for people: the list of all, and the home of each."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tianfu.catalogue.cards import Card, cards
from tianfu.catalogue.entries.of_dataset import entries_of
from tianfu.catalogue.lists.items import items_of
from tianfu.catalogue.lists.views import Twin
from tianfu.catalogue.search import wanted
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.identity.units import units
from tianfu.model import Pack, Quality, Text
from tianfu.model.page import SearchBlock
from tianfu.standards import themes

from .addresses import pack_home, packs_list
from .drawn import CATALOGUE, search_view
from .naming import Language
from .page_view import HOME, PACKS, page_links, titled
from .views import PackLine, PacksView, PackView

if TYPE_CHECKING:
    from tianfu.catalogue.search import Search

LISTED = 100


def packs_view(visit: Visit, lang: Language) -> PacksView:
    """Every pack, in the order of the registry."""
    twins = (("json", "application/json", "JSON"), ("csv", "text/csv", "CSV"), ("atom", "application/atom+xml", "Atom"))
    return PacksView(lines(visit, lang), tuple(Twin(packs_list(f".{ending}"), kind, title) for ending, kind, title in twins))


def lines(visit: Visit, lang: Language) -> tuple[PackLine, ...]:
    """Every pack in short."""
    known = cards(visit.store, visit.registry)
    return tuple(_line(p, [c for c in known if c.dataset.pack == p.name], lang) for p in visit.registry.packs.values())


def pack_view(visit: Visit, search: "Search", pack: Pack, lang: Language) -> PackView:
    """The home of a pack."""
    mine = [c for c in cards(visit.store, visit.registry) if c.dataset.pack == pack.name]
    asked = wanted([("kind", "dataset"), ("pack", pack.name), ("sort", "updated"), ("limit", str(LISTED))])
    found = search.find(asked)
    return PackView(
        line=_line(pack, mine, lang),
        crumbs=(HOME, PACKS, Link(pack_home(pack.name), titled(pack), current=True)),
        stewards=tuple(_unit(s) for s in dict.fromkeys(c.dataset.steward for c in mine)),
        listed=items_of(found.hits),
        more=f"{CATALOGUE}?pack={pack.name}" if found.next else None,
        entries=tuple(dict.fromkeys(link for c in mine for link in entries_of(visit.store, c.dataset.id))),
        search=search_view(SearchBlock(), pack.name, "search-pack"),
        twins=(Twin(pack_home(pack.name, ".json"), "application/json", "JSON"),),
    )


def _line(pack: Pack, mine: Sequence[Card], lang: Language) -> PackLine:
    declared, quality = pack.declaration, _quality(mine)
    theme = themes().get(declared.theme)
    return PackLine(
        name=pack.name,
        title=titled(pack),
        summary=Text(zh=declared.summary, en=declared.summary_en),
        icon=declared.icon,
        theme=theme.title if theme else Text(zh=""),
        items=tuple(sorted(declared.items)),
        href=pack_home(pack.name),
        datasets=len(mine),
        with_data=sum(c.version is not None for c in mine),
        rows=sum(c.rows or 0 for c in mine),
        pages=page_links(pack, lang),
        quality=quality.total,
        grade=quality.grade,
        updated_at=max((c.updated_at for c in mine if c.updated_at), default=None),
    )


def _quality(mine: Iterable[Card]) -> Quality:
    """The mean of the datasets that were judged, each counting alike."""
    totals = [c.version.quality.total for c in mine if c.version and c.version.quality.total is not None]
    return Quality(total=sum(totals) / len(totals) if totals else None)


def _unit(name: str) -> Text:
    unit = units().get(name)
    return Text(zh=unit.title, en=unit.title_en) if unit else Text(zh=name)
