"""The mounting rate (挂接率): of the published entries, how many have at least one resource that has something to give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Join, and_, case, exists, func, select

from tianfu.model import Entry, EntryState

from .mounts import LIVE
from .remembered import remembered
from .tables import entries, mounts, texts

if TYPE_CHECKING:
    from tianfu.store import Store

HAS_DATA: ColumnElement[bool] = exists().where(mounts.c.entry == entries.c.id, LIVE).correlate(entries)
PUBLIC: ColumnElement[bool] = and_(entries.c.public.is_not(None), entries.c.state != EntryState.withdrawn.value)
"""What the public may know of: an entry with a published text that was not withdrawn."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Published entries, and those among them with data. Of nothing there is no rate.

    >>> Rate(8, 6).percent, Rate(0, 0).percent
    (75.0, None)
    """

    published: int
    live: int

    @property
    def percent(self) -> float | None:
        return 100 * self.live / self.published if self.published else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Over all, and by provider as the entries name it."""

    whole: Rate
    providers: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class AreaRate:
    """A standard entry: areas that owe a resource, and those that have one with data."""

    owed: tuple[str, ...]
    mounted: frozenset[str]

    @property
    def percent(self) -> float | None:
        return 100 * len(self.mounted) / len(self.owed) if self.owed else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A published entry without data, and since how many days."""

    entry: str
    title: str
    provider: str
    days: int


def rates(store: "Store") -> Rates:
    """The rates of what is published."""
    return remembered(store).answer("rates", lambda: _rates(store), lambda r: len(r.providers))


def _rates(store: "Store") -> Rates:
    with_data = func.sum(case((HAS_DATA, 1), else_=0))
    query = select(texts.c.provider, func.count(), with_data).select_from(_published()).where(PUBLIC).group_by(texts.c.provider)
    with store.database.read() as connection:
        found = {provider: Rate(count, int(live)) for provider, count, live in connection.execute(query)}
    return Rates(Rate(sum(r.published for r in found.values()), sum(r.live for r in found.values())), found)


def area_rate(entry: Entry, areas_with_data: Iterable[str]) -> AreaRate:
    """Of the areas that the entry names, those that have mounted something with data; others do not count."""
    return AreaRate(entry.areas, frozenset(areas_with_data) & frozenset(entry.areas))


def areas_with_data(store: "Store", entry_id: str) -> set[str]:
    """Areas whose resource on the entry has data."""
    with store.database.read() as connection:
        return set(connection.execute(select(mounts.c.area).where(mounts.c.entry == entry_id, LIVE)).scalars())


def waiting(store: "Store", now: datetime, limit: int = 10) -> list[Waiting]:
    """Published entries without data, those first that wait longest."""
    found = remembered(store).answer(("waiting", limit), lambda: _waiting(store, limit), len)
    return [Waiting(i, title, provider, days_since(at, now)) for i, title, provider, at in found]


def _waiting(store: "Store", limit: int) -> list[tuple[str, str, str, datetime | None]]:
    columns = (entries.c.id, texts.c.title, texts.c.provider, entries.c.published_at)
    query = select(*columns).select_from(_published()).where(PUBLIC, ~HAS_DATA).order_by(entries.c.published_at, entries.c.id).limit(limit)
    with store.database.read() as connection:
        return [(i, title, provider, at) for i, title, provider, at in connection.execute(query)]


def days_since(at: datetime | None, now: datetime) -> int:
    """Whole days; an entry published just now has waited 0."""
    return max((now - at).days, 0) if at else 0


def _published() -> Join:
    return entries.join(texts, and_(texts.c.entry == entries.c.id, texts.c.number == entries.c.public))
