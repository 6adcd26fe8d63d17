"""Hits of the search in words."""

from collections.abc import Iterable, Mapping

from tianfu.catalogue.entries.words import WITH_DATA, state_badge
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.search import Hit, named
from tianfu.catalogue.terms import OPENNESS
from tianfu.catalogue.views import Badge
from tianfu.model import Access, EntryState, Text

from .marking import marked
from .views import Item

NO_DATA = Badge("line", "circle-minus", Text(zh="尚未挂接数据", en="No data yet"))


def pack_titles(registry: Registry) -> Mapping[str, Text]:
    """The titles of packs by their names."""
    return {p.name: Text(zh=p.declaration.title, en=p.declaration.title_en) for p in registry.packs.values()}


def items_of(hits: Iterable[Hit], words: Iterable[str] = ()) -> tuple[Item, ...]:
    """The hits as lists show them; `words` are marked."""
    known = tuple(words)
    return tuple(item_of(h, known) for h in hits)


def item_of(hit: Hit, words: Iterable[str] = ()) -> Item:
    """One of them."""
    return Item(
        hit=hit,
        title=marked(hit.title, words),
        summary=marked(hit.summary, words),
        steward=named("steward", hit.steward, {}),
        cycle=named("refresh", hit.refresh, {}),
        sharing=named("sharing", hit.sharing, {}),
        open=OPENNESS[Access(hit.open)] if hit.open in {a.value for a in Access} else None,
        state=_state(hit),
    )


def _state(hit: Hit) -> Badge | None:
    """Of an entry: how far it is, or whether it has data."""
    if hit.kind == "dataset":
        return None
    if hit.state and hit.state != EntryState.published.value:
        return state_badge(EntryState(hit.state))
    return WITH_DATA if hit.mounted else NO_DATA
