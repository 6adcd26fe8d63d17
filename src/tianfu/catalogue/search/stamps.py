"""What there is to be found, by its state: a stamp of each dataset and entry that changes whenever its documents would.

Looking is cheap, since it happens several times a second: counters say whether any entry was touched, its steps say which.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, Connection, Select, String, cast, func, select

from tianfu.catalogue.entries.mounts import LIVE
from tianfu.catalogue.entries.tables import entries, mounts, steps, texts
from tianfu.catalogue.registry import Registry
from tianfu.model import BROWSING, PUBLIC, Dataset, Decision, Zone
from tianfu.store import UnknownDataset
from tianfu.store.tables import datasets, grants, versions

from .documents import dataset_key
from .entry_documents import Shipped, entry_key

if TYPE_CHECKING:
    from tianfu.store import Store

CLOSED = Decision(allowed=False, reasons=())
Counters = tuple[object, ...]


@dataclass
class Stamps:
    """The stamps of a store. One per process: it remembers decisions until grants, declarations or the day change."""

    store: "Store"
    registry: Registry
    _decided: dict[str, Decision] = field(default_factory=dict)
    _decided_for: object = None
    _declared: dict[str, tuple[Dataset, str]] = field(default_factory=dict)

    def of_datasets(self, today: date) -> dict[str, str]:
        """Every dataset: its declaration, newest version and profile, and what the public sees of it plainly."""
        with self.store.database.read() as connection:
            newest = {row.dataset: tuple(row) for row in connection.execute(_newest())}
        return {dataset_key(d.id): _hashed(self._facts(d, newest.get(d.id), today)) for d in self.registry.datasets()}

    def decision(self, dataset_id: str, today: date) -> Decision:
        """What the gate says of the public; a dataset that the store does not know yet is closed."""
        asked = (self._signature(), today)
        if asked != self._decided_for:
            self._decided, self._decided_for = {}, asked
        if dataset_id not in self._decided:
            self._decided[dataset_id] = self._decide(dataset_id, today)
        return self._decided[dataset_id]

    def of_entries(self, ids: Collection[str] | None = None) -> dict[str, str]:
        """Every entry, or a few of them."""
        shipped = Shipped.of(self.registry).packs
        known = {e: f"{p.name}:{p.declaration.theme}" for e, p in shipped.items()}
        with self.store.database.read() as connection:
            live = set(connection.execute(select(mounts.c.entry).where(LIVE, *_among(mounts.c.entry, ids)).distinct()).scalars())
            if self.store.settings.zone is Zone.public:
                said = {row[0]: f"{row[1]}|{_hashed(row[2])}" for row in _rows(connection, _with_texts(), ids)}
            else:
                said = {row[0]: row[1] for row in _rows(connection, _entries(), ids)}
        return {entry_key(i): f"{s}|{i in live:d}|{known.get(i, '')}" for i, s in said.items()}

    def counters(self) -> tuple[int, Counters]:
        """The last step taken, and what tells of all other changes of entries."""
        with self.store.database.read() as connection:
            step = connection.execute(select(func.max(steps.c.id))).scalar() or 0
            ended = select(func.count()).select_from(mounts).where(mounts.c.ended_at.is_not(None))
            live = tuple(connection.execute(select(versions.c.dataset).distinct().order_by(versions.c.dataset)).scalars())
            others = tuple(connection.execute(q).scalar() for q in (select(func.max(mounts.c.id)), ended))
        return step, (*others, live)

    def touched(self, step: int) -> set[str]:
        """Entries that steps were taken on since."""
        with self.store.database.read() as connection:
            return set(connection.execute(select(steps.c.entry).where(steps.c.id > step).distinct()).scalars())

    def _facts(self, dataset: Dataset, newest: tuple[object, ...] | None, today: date) -> tuple[object, ...]:
        said = self.decision(dataset.id, today) if newest else CLOSED
        pack = self.registry.packs[dataset.pack].declaration
        return self._hash(dataset), pack.title, pack.title_en, pack.theme, newest, said.allowed, said.columns, bool(said.rows)

    def _hash(self, dataset: Dataset) -> str:
        known = self._declared.get(dataset.id)
        if known is None or known[0] is not dataset:
            known = self._declared[dataset.id] = (dataset, _hashed(dataset.model_dump_json()))
        return known[1]

    def _decide(self, dataset_id: str, today: date) -> Decision:
        try:
            return self.store.decide(dataset_id, PUBLIC, BROWSING, today=today)
        except UnknownDataset:
            return CLOSED

    def _signature(self) -> tuple[object, ...]:
        """Of what decisions depend on."""
        open_to_all = select(func.count(), func.max(grants.c.recorded_at)).where(grants.c.reader.in_(["*", PUBLIC.id]))
        declared = select(func.count(), func.max(datasets.c.declared_at))
        with self.store.database.read() as connection:
            return tuple(tuple(connection.execute(q).one()) for q in (open_to_all, declared))


def _newest() -> Select[Any]:
    """A version's profile comes later than the version: the length of the record tells."""
    last = select(versions.c.dataset, func.max(versions.c.number).label("number")).group_by(versions.c.dataset).subquery()
    mine = (versions.c.dataset == last.c.dataset) & (versions.c.number == last.c.number)
    columns = (versions.c.dataset, versions.c.number, versions.c.delta, versions.c.run, func.length(versions.c.record))
    return select(*columns).join(last, mine)


def _entries() -> Select[Any, Any]:
    """Id, and what changes with every step."""
    facts = (entries.c.number, entries.c.public, entries.c.state, entries.c.code, entries.c.published_at, entries.c.changed_at)
    said: list[ColumnElement[str]] = [func.coalesce(cast(c, String), "") for c in facts]
    return select(entries.c.id, reduce(lambda a, b: a + "|" + b, said))


def _with_texts() -> Select[Any, Any, Any]:
    """What came from another zone has no steps and no numbers of its own: there the text tells."""
    mine = (texts.c.entry == entries.c.id) & (texts.c.number == entries.c.number)
    return _entries().add_columns(texts.c.text).join(texts, mine)


def _rows(connection: Connection, query: Any, ids: Collection[str] | None) -> Iterable[Any]:
    return connection.execute(query.where(*_among(entries.c.id, ids)))


def _among(column: Column[str], ids: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if ids is None else [column.in_(list(ids))]


def _hashed(facts: object) -> str:
    return blake2b(repr(facts).encode(), digest_size=8).hexdigest()
