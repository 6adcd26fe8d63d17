"""The catalogue's page: what was found, in words, with ways on."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tianfu.catalogue.addresses import asking
from tianfu.catalogue.search import SORTS, Found, Wanted
from tianfu.catalogue.views import Link
from tianfu.model import Text

from .items import items_of, pack_titles
from .narrowing import LIST, SCOPES, address, chips, cleared, facets, scopes
from .views import ListView, Twin

if TYPE_CHECKING:
    from tianfu.catalogue.registry import Registry

TWINS = (("json", "application/json", "JSON"), ("csv", "text/csv", "CSV"), ("atom", "application/atom+xml", "Atom"))


def list_view(found: Found, registry: "Registry", asked: Wanted) -> ListView:
    """The page of a question and what it found."""
    packs = pack_titles(registry)
    return ListView(
        asked=asked.words,
        kinds=SCOPES,
        kind=kind[0] if len(kind := asked.chosen.get("kind", ())) == 1 else "",
        kept=tuple((n, v) for n, v in replace(asked, words="").pairs if n != "kind"),
        total=found.total,
        scopes=scopes(found, asked),
        items=items_of(found.hits, found.marked),
        facets=facets(found, asked, packs),
        chips=chips(asked, packs),
        clear=address(cleared(asked)),
        sorts=_sorts(asked),
        meant=tuple(Link(address(replace(asked, words=w, after="")), Text(zh=w)) for w in found.meant),
        also=found.also,
        next=asking(LIST, [*asked.pairs, ("after", found.next)]) if found.next else None,
        first=address(asked) if asked.after else None,
        twins=twins(LIST, asked.pairs),
    )


def twins(path: str, pairs: list[tuple[str, str]]) -> tuple[Twin, ...]:
    """The same list for machines."""
    return tuple(Twin(asking(f"{path}.{ending}", pairs), media_type, title) for ending, media_type, title in TWINS)


def _sorts(asked: Wanted) -> tuple[Link, ...]:
    """Without words nothing matches better than something else: what was updated last comes first."""
    current = asked.sort if asked.words or asked.sort != "best" else "updated"
    offered = {n: t for n, t in SORTS.items() if asked.words or n != "best"}
    return tuple(Link(address(replace(asked, sort=n)), text, current=n == current) for n, text in offered.items())
