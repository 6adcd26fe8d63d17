"""The search of one installation."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from tianfu.catalogue.cards import cards
from tianfu.catalogue.registry import Registry

from .documents import document_of
from .found import Found, Hit
from .properties import PROPERTIES
from .wanted import Wanted

if TYPE_CHECKING:
    from tianfu.store import Store

SORTED: Mapping[str, Callable[[Hit], tuple[object, ...]]] = {
    "title": lambda h: (h.title.zh, h.id),
    "rows": lambda h: (-(h.rows or 0), h.id),
    "quality": lambda h: (-(h.score or 0), h.id),
}


@dataclass(frozen=True)
class Search:
    """Finds datasets and entries of a store. One per process, used by many threads."""

    store: "Store"
    registry: Registry

    def find(self, asked: Wanted) -> Found:
        """The page of hits. Each property is counted as if it alone were not chosen."""
        known = [document_of(c, self.registry) for c in cards(self.store, self.registry)]
        having = [(h, p) for h, text, p in known if all(w in text for w in normalize("NFKC", asked.words).casefold().split())]
        matching = [h for h, p in having if _holds(p, asked.chosen)]
        counts = {n: Counter(p[n] for _, p in having if _holds(p, asked.chosen, n) and p[n]) for n in PROPERTIES}
        order = SORTED.get(asked.sort, lambda h: (-(h.updated_at.timestamp() if h.updated_at else 0), h.id))
        ordered = sorted(matching, key=order)
        start = next((i + 1 for i, h in enumerate(ordered) if h.id == asked.after), 0)
        shown = tuple(ordered[start : start + asked.limit])
        more = start + asked.limit < len(ordered)
        return Found(shown, len(ordered), counts, shown[-1].id if more else None, marked=tuple(asked.words.split()))


def _holds(known: Mapping[str, str], chosen: Mapping[str, tuple[str, ...]], without: str = "") -> bool:
    return all(known[n] in values for n, values in chosen.items() if n != without)
