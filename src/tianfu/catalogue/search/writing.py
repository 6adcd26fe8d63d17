"""Writing the index: all of it into a new generation, or what has changed into the one that is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import tantivy
from sqlalchemy import Connection, Row, select

from tianfu.catalogue.cards import cards
from tianfu.catalogue.entries.rates import HAS_DATA, PUBLIC
from tianfu.catalogue.entries.record import standing_of
from tianfu.catalogue.entries.tables import entries, texts
from tianfu.catalogue.registry import Registry
from tianfu.model import Entry, EntryState

from .documents import dataset_key, of_dataset
from .entry_documents import Shipped, entry_key, of_entry
from .generations import Generations, opened
from .open_values import open_values
from .schema import Indexed, Sight, document
from .stamps import Stamps

if TYPE_CHECKING:
    from tianfu.store import Store

T = TypeVar("T")
HEAP = 64 * 2**20
WHOLE = 384 * 2**20
"""So much text makes one segment of a whole catalogue: counts cost twice as much over four of them."""
SOME = 500
BOTH: tuple[Sight, ...] = ("public", "inside")


def built(generations: Generations, found: Iterable[Indexed]) -> int:
    """A new generation with these documents, which becomes current at the end; how many there are."""
    folder = generations.begin()
    index, count = opened(folder), 0
    writer = index.writer(WHOLE, 1)
    for each in found:
        writer.add_document(document(each))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    generations.make_current(folder)
    return count


def changed(index: tantivy.Index, keys: Iterable[str], found: Iterable[Indexed]) -> None:
    """All documents of the keys are replaced by those found, in one step."""
    writer = index.writer(HEAP, 1)
    for key in keys:
        writer.delete_documents_by_term("key", key)
    for each in found:
        writer.add_document(document(each))
    writer.commit()
    writer.wait_merging_threads()


@dataclass(frozen=True)
class Source:
    """The documents of a store."""

    store: "Store"
    registry: Registry
    stamps: Stamps

    def of(self, wanted: dict[str, str], today: date) -> Iterator[Indexed]:
        """The documents of these keys, with these stamps; fewer where something has gone meanwhile."""
        yield from self._datasets(wanted, today)
        yield from self._entries(wanted)

    def _datasets(self, wanted: dict[str, str], today: date) -> Iterator[Indexed]:
        if not any(k.startswith("dataset:") for k in wanted):
            return
        for card in cards(self.store, self.registry):
            key = dataset_key(card.dataset.id)
            if key in wanted:
                values = open_values(card.dataset, card.version, self.stamps.decision(card.dataset.id, today))
                yield of_dataset(card, self.registry, values, wanted[key])

    def _entries(self, wanted: dict[str, str]) -> Iterator[Indexed]:
        ids = (k.removeprefix("entry:") for k in wanted if k.startswith("entry:"))
        shipped = Shipped.of(self.registry)
        for some in _in_parts(ids, SOME):
            with self.store.database.read() as connection:
                rows = connection.execute(select(entries, HAS_DATA.label("has_data"), PUBLIC.label("shown")).where(entries.c.id.in_(some)))
                found = rows.all()
                said = _texts(connection, some)
            for row in found:
                yield from _of_entry(row, said, shipped, wanted[entry_key(row.id)])


def _of_entry(row: Row[Any], said: dict[tuple[str, int], str], shipped: Shipped, stamp: str) -> Iterator[Indexed]:
    """One document where everybody sees the same, else one for the public and one for the government network."""
    has_data, newest = bool(row.has_data), _entry(said, row.id, row.number)
    if row.shown:
        same = row.number == row.public and row.state == EntryState.published and row.changed_at == row.published_at
        public = newest if row.number == row.public else _entry(said, row.id, row.public)
        if public is not None:
            yield of_entry(standing_of(row, public, public=True), BOTH if same else ("public",), shipped, stamp, has_data=has_data)
        if same:
            return
    if newest is not None:
        yield of_entry(standing_of(row, newest, public=False), ("inside",), shipped, stamp, has_data=has_data)


def _texts(connection: Connection, ids: list[str]) -> dict[tuple[str, int], str]:
    """The newest and the published texts of some entries."""
    used = (texts.c.number == entries.c.number) | (texts.c.number == entries.c.public)
    query = select(texts.c.entry, texts.c.number, texts.c.text).join(entries, texts.c.entry == entries.c.id)
    return {(e, n): text for e, n, text in connection.execute(query.where(entries.c.id.in_(ids), used))}


def _entry(said: dict[tuple[str, int], str], entry_id: str, number: int) -> Entry | None:
    text = said.get((entry_id, number))
    return Entry.model_validate_json(text) if text is not None else None


def _in_parts(found: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(found)
    while part := list(islice(rest, size)):
        yield part
