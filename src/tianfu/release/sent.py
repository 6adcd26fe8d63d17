"""Packages on record in the internal zone: numbered without a gap, each bound to the one before. Sealed first, then laid into the gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Row, func, select

from .manifest import Manifest, package_name, stub
from .tables import sent, sent_entries

if TYPE_CHECKING:
    from tianfu.store import Store

KEPT = 200
"""So many of the last packages stay in the outbox, for those that get lost on the way."""


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package. `sent_at` is None while it has not been laid into the gap."""

    manifest: Manifest
    hash: str
    sent_at: datetime | None = None

    @property
    def name(self) -> str:
        return package_name(self.manifest.sequence, self.hash)


class SentPackages:
    """The record of what was sealed and sent."""

    def __init__(self, store: "Store") -> None:
        self._database = store.database

    def last(self) -> Package | None:
        """The end of the chain."""
        found = self._packages(select(sent).order_by(sent.c.sequence.desc()).limit(1))
        return found[0] if found else None

    def latest(self) -> dict[str, Package]:
        """The last package of each dataset: what the public zone knows, or will."""
        newest = select(func.max(sent.c.sequence)).where(sent.c.dataset != "").group_by(sent.c.dataset)
        return {p.manifest.dataset: p for p in self._packages(select(sent).where(sent.c.sequence.in_(newest)))}

    def entries(self) -> dict[str, str]:
        """The stamp of each entry as it was last sent."""
        with self._database.read() as connection:
            return {r.entry: r.stamp for r in connection.execute(select(sent_entries))}

    def rows_of(self, dataset: str) -> Package | None:
        """The last package of a dataset that carried rows or took them back."""
        query = select(sent).where(sent.c.dataset == dataset).order_by(sent.c.sequence.desc())
        return next((p for p in self._packages(query) if p.manifest.kind != "words"), None)

    def waiting(self) -> list[Package]:
        """Sealed and not yet in the gap, in order."""
        return self._packages(select(sent).where(sent.c.sent_at.is_(None)).order_by(sent.c.sequence))

    def since(self, sequence: int) -> list[Package]:
        """From that number on, in order."""
        return self._packages(select(sent).where(sent.c.sequence >= sequence).order_by(sent.c.sequence))

    def seal(self, package: Package, stamps: Mapping[str, str | None]) -> None:
        """Puts the package on record: its number and its content are settled from here on. `stamps` are those of its entries."""
        manifest = package.manifest
        row = {"sequence": manifest.sequence, "dataset": manifest.dataset, "hash": package.hash}
        with self._database.unit() as tx:
            tx.execute(sent.insert().values(**row, manifest=stub(manifest).model_dump_json(), sent_at=None))
            for entry, stamp in stamps.items():
                tx.execute(sent_entries.delete().where(sent_entries.c.entry == entry))
                if stamp is not None:
                    tx.execute(sent_entries.insert().values(entry=entry, stamp=stamp))

    def begin_anew(self, installation: str) -> bool:
        """Forgets the chain of another installation: nobody who trusts the new key could follow it. Whether there was one."""
        last = self.last()
        if last is None or last.manifest.installation == installation:
            return False
        with self._database.unit() as tx:
            tx.execute(sent.delete())
            tx.execute(sent_entries.delete())
        return True

    def mark_sent(self, package: Package) -> None:
        with self._database.unit() as tx:
            tx.execute(sent.update().where(sent.c.sequence == package.manifest.sequence).values(sent_at=datetime.now(UTC)))

    def kept(self) -> list[str]:
        """Names of packages that stay in the outbox."""
        last = self.last()
        return [p.name for p in self.since(last.manifest.sequence - KEPT + 1)] if last else []

    def _packages(self, query: "object") -> list[Package]:
        with self._database.read() as connection:
            return [_package(r) for r in connection.execute(query)]  # type: ignore[call-overload]  # a SELECT


def _package(row: "Row[tuple[object, ...]]") -> Package:
    return Package(Manifest.model_validate_json(row.manifest), row.hash, row.sent_at)
