"""What the public zone holds: the packages it took over and those it refused, and the packs and datasets that follow from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from tianfu.catalogue import Registry
from tianfu.model import Pack, PackDeclaration, Text
from tianfu.store.freshness import Freshness

from .failures import WrongHome
from .manifest import Manifest, Released, stub
from .opening import Arrived
from .tables import received, refused

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """A package that was taken over."""

    manifest: Manifest
    hash: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class RefusedPackage:
    """A package of which nothing was taken over, and why."""

    name: str
    reason: Text
    refused_at: datetime


class ReceivedPackages:
    """The record of the public zone."""

    def __init__(self, store: "Store") -> None:
        self._database = store.database

    def last(self) -> Taken | None:
        """The end of the chain as far as it was taken over."""
        found = self._taken(select(received).order_by(received.c.sequence.desc()).limit(1))
        return found[0] if found else None

    def at(self, sequence: int) -> str | None:
        """The hash of the package of that number."""
        with self._database.read() as connection:
            return connection.execute(select(received.c.hash).where(received.c.sequence == sequence)).scalar()

    def latest(self) -> list[Taken]:
        """The last package of each dataset."""
        newest = select(func.max(received.c.sequence)).where(received.c.dataset != "").group_by(received.c.dataset)
        return self._taken(select(received).where(received.c.sequence.in_(newest)).order_by(received.c.dataset))

    def take(self, package: Arrived) -> None:
        """Puts the package on record. What an earlier one said of the dataset is not kept beside it, nor are entries, which have tables."""
        manifest, now = package.manifest, datetime.now(UTC)
        row = {"sequence": manifest.sequence, "dataset": manifest.dataset, "hash": package.hash, "received_at": now}
        with self._database.unit() as tx:
            tx.execute(received.update().where(received.c.dataset == manifest.dataset).values(manifest=""))
            tx.execute(received.insert().values(**row, manifest=stub(manifest).model_dump_json()))
            tx.execute(refused.delete().where(refused.c.name == package.folder.name))

    def refuse(self, name: str, fingerprint: str, reason: Text) -> None:
        with self._database.unit() as tx:
            tx.execute(
                refused.insert().values(name=name, fingerprint=fingerprint, zh=reason.zh, en=reason.en, refused_at=datetime.now(UTC))
            )

    def is_refused(self, name: str, fingerprint: str) -> bool:
        query = select(refused.c.name).where(refused.c.name == name, refused.c.fingerprint == fingerprint)
        with self._database.read() as connection:
            return connection.execute(query).scalar() is not None

    def refusals(self) -> list[RefusedPackage]:
        """Oldest first."""
        with self._database.read() as connection:
            found = connection.execute(select(refused).order_by(refused.c.refused_at)).all()
        return [RefusedPackage(r.name, Text(zh=r.zh, en=r.en), r.refused_at) for r in found]

    def _taken(self, query: "object") -> list[Taken]:
        with self._database.read() as connection:
            rows = connection.execute(query).all()  # type: ignore[call-overload]  # a SELECT
        return [Taken(Manifest.model_validate_json(r.manifest), r.hash, r.received_at) for r in rows]


class ReceivedPacks(Mapping[str, Pack]):
    """Packs with the datasets that were received and are not withdrawn, as they are now: a package that is taken over shows at once."""

    def __init__(self, store: "Store") -> None:
        self._on_record = ReceivedPackages(store)
        sqlite = store.database.engine.dialect.name == "sqlite" and not store.settings.database
        self._freshness = Freshness(store.home.database if sqlite else None)
        self._token = -1
        self._known: tuple[dict[str, Pack], dict[str, Released]] = ({}, {})

    def released(self) -> Mapping[str, Released]:
        """By dataset."""
        return self._now()[1]

    def __getitem__(self, name: str) -> Pack:
        return self._now()[0][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now()[0])

    def __len__(self) -> int:
        return len(self._now()[0])

    def _now(self) -> tuple[dict[str, Pack], dict[str, Released]]:
        token = self._freshness.token()
        if token != self._token:
            latest = sorted(self._on_record.latest(), key=lambda t: t.manifest.sequence)
            found = {t.manifest.dataset: t.manifest.released for t in latest if t.manifest.released}
            self._known, self._token = (_packs(found), dict(sorted(found.items()))), token
        return self._known


class ReceivedRegistry(Registry):
    """The registry of the public zone: no declaration but those received."""

    def inputs(self, dataset_id: str) -> tuple[str, ...]:
        """Released datasets that it is computed from, as its package says."""
        known = self._received()
        return tuple(i for i in known[dataset_id].inputs if i in known) if dataset_id in known else ()

    def consumers(self, dataset_id: str) -> tuple[str, ...]:
        """Released datasets that are computed from it."""
        return tuple(d for d, released in self._received().items() if dataset_id in released.inputs)

    def _received(self) -> Mapping[str, Released]:
        assert isinstance(self.packs, ReceivedPacks)  # `received_registry` has seen to it
        return self.packs.released()


def received_registry(store: "Store") -> ReceivedRegistry:
    """What the public zone knows. WrongHome if something was ever loaded here: such a home holds more than was released."""
    if store.runs.recent(limit=1):
        root = store.home.root
        zh = f"{root} 是内部区的数据文件夹，不能用于公开区；请用 --home 另指定一个空文件夹"
        raise WrongHome(Text(zh=zh, en=f"{root} is a home of the internal zone; name an empty folder with --home for the public one"))
    return ReceivedRegistry(ReceivedPacks(store))


def _packs(released: Mapping[str, Released]) -> dict[str, Pack]:
    """Packs of what is released, oldest word first: what the newest one says of the pack holds, and the newest pages that travelled."""
    packs: dict[str, Pack] = {}
    for found in released.values():
        name, known = found.dataset.pack, packs.get(found.dataset.pack)
        datasets = {**(known.datasets if known else {}), found.dataset.name: found.dataset}
        pages = found.pack.pages or (known.pages if known else {})
        declared = PackDeclaration(**found.pack.model_dump(exclude={"pages"}))
        packs[name] = Pack(name, declared, dict(sorted(datasets.items())), pages=pages, in_tree=False)
    return dict(sorted(packs.items()))
