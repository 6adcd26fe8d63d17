"""What lists show, as plain values: hits in words, ways to narrow and to widen, twins for machines."""

from dataclasses import dataclass

from tianfu.catalogue.search import Hit
from tianfu.catalogue.views import AreaGrid, Badge, ChannelShare, Figure, Link, PackTile, RunLine, ThemeTile
from tianfu.model import Text

Pieces = tuple[tuple[str, bool], ...]
"""A text cut where a word that was looked for begins or ends; True is such a word."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in both languages with the words that were looked for."""

    zh: Pieces
    en: Pieces


@dataclass(frozen=True, slots=True)
class Item:
    """A hit in words: the same card wherever a dataset or an entry is listed."""

    hit: Hit
    title: MarkedText
    summary: MarkedText
    steward: Text
    cycle: Text
    sharing: Text
    open: Badge | None
    state: Badge | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A property to narrow by. Each link adds a value, or takes it away if it is `current`; `rest` are behind a fold."""

    name: str
    title: Text
    shown: tuple[Link, ...]
    rest: tuple[Link, ...]

    @property
    def chosen(self) -> int:
        return sum(o.current for o in (*self.shown, *self.rest))


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that is chosen, with its property, and the address without it."""

    property: Text
    value: Text
    remove: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The same content for machines."""

    href: str
    media_type: str
    title: str


@dataclass(frozen=True, slots=True)
class ListView:
    """The page of the list. `meant` are questions that would find something; `also` are words looked for beside what was typed."""

    asked: str
    kinds: tuple[tuple[str, Text], ...]
    kind: str
    kept: tuple[tuple[str, str], ...]
    total: int
    scopes: tuple[Link, ...]
    items: tuple[Item, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    clear: str
    sorts: tuple[Link, ...]
    meant: tuple[Link, ...]
    also: tuple[str, ...]
    next: str | None
    first: str | None
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The portal's first page."""

    scopes: tuple[tuple[str, Text], ...]
    popular: tuple[Text, ...]
    figures: tuple[Figure, ...]
    areas: AreaGrid | None
    themes: tuple[ThemeTile, ...]
    recent: tuple[Item, ...]
    channels: tuple[ChannelShare, ...]
    runs: tuple[RunLine, ...]
    packs: tuple[PackTile, ...]
    twins: tuple[Twin, ...]
