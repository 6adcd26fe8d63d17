"""A pack and its pages as plain values: what the templates draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.lists.views import Item, Twin
from tianfu.catalogue.maps.views import MapView
from tianfu.catalogue.views import Cell, Download, Link, PreviewColumn
from tianfu.model import Text

from .naming import Language
from .parts import Passage


@dataclass(frozen=True, slots=True)
class Source:
    """Where what is shown is from: dataset, steward, version."""

    dataset: Link
    steward: Text
    version: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class NumberView:
    """One number. `href` leads to the row it is from; `problem` says why there is none, and `shown` is a dash."""

    title: str
    shown: str
    unit: Text
    note: str
    href: str
    source: Source | None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows of a dataset. `total` is how many there are in all, `href` where they are."""

    title: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None
    conditions: tuple[Text, ...]
    href: str
    files: tuple[Download, ...]
    source: Source | None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search box; `kept` narrows what it finds."""

    id: str
    title: str
    action: str
    kept: tuple[tuple[str, str], ...]


Kind = Literal["prose", "numbers", "chart", "map", "table", "search", "problem"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page in its kind. Of a block that cannot be shown only the reason stands, in words."""

    kind: Kind
    prose: Passage | None = None
    numbers: tuple[NumberView, ...] = ()
    chart: ChartView | None = None
    map: MapView | None = None
    table: TableView | None = None
    search: SearchView | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in a list of pages."""

    link: Link
    summary: str
    lang: Language


@dataclass(frozen=True, slots=True)
class PackPageView:
    """A page. `lang` is that of its text, `own` false where it is not the reader's.

    `anchors` are its headings by line, `contents` those of the second level; `dead` are addresses in it that lead nowhere here.
    """

    crumbs: tuple[Link, ...]
    title: str
    summary: str
    updated: date | None
    lang: Language
    own: bool
    parts: tuple[Part, ...]
    values: Mapping[str, NumberView]
    anchors: Mapping[int, str]
    contents: tuple[tuple[str, str], ...]
    dead: tuple[str, ...]
    sources: tuple[Source, ...]
    beside: tuple[PageLink, ...]
    incomplete: bool


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in the list of packs. `quality` is the mean of its datasets that have data; None where none was judged."""

    name: str
    title: Text
    summary: Text
    icon: str
    theme: Text
    items: tuple[int, ...]
    href: str
    datasets: int
    with_data: int
    rows: int
    pages: tuple[PageLink, ...]
    quality: float | None
    grade: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class PacksView:
    """All packs."""

    packs: tuple[PackLine, ...]
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack: what it is about, its pages, its datasets, the entries they are mounted on."""

    line: PackLine
    crumbs: tuple[Link, ...]
    stewards: tuple[Text, ...]
    listed: tuple[Item, ...]
    more: str | None
    entries: tuple[Link, ...]
    search: SearchView
    twins: tuple[Twin, ...]
