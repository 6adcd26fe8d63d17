"""Published entries on their way to the public zone: what changed since it was last sent, in packages of many."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from tianfu.catalogue.entries.public_face import PublicEntry, known_entries, public_entries
from tianfu.model import Entry, Text

from .manifest import ENTRIES_MOST, GONE_MOST, Documents
from .marks import marked
from .sent import SentPackages

if TYPE_CHECKING:
    from tianfu.store import Store

BATCH_BYTES = 2**20
"""A package of entries is closed when it has so much: with the largest entry on top it is still far below what a manifest may have."""


@dataclass
class Batch:
    """What one package says of entries, and the stamp of each; None: it is gone."""

    said: list[PublicEntry] = field(default_factory=list)
    stamps: dict[str, str | None] = field(default_factory=dict)
    bytes: int = 0

    @property
    def documents(self) -> Documents:
        return Documents(entries=tuple(self.said), entries_gone=tuple(i for i, stamp in self.stamps.items() if stamp is None))

    @property
    def is_full(self) -> bool:
        return len(self.said) >= ENTRIES_MOST or self.bytes >= BATCH_BYTES

    def add(self, entry_id: str, said: PublicEntry, stamp: str) -> None:
        self.said.append(said)
        self.stamps[entry_id] = stamp
        self.bytes += len(said.model_dump_json())


def owed_entries(store: "Store", released: Collection[str]) -> Iterator[Batch]:
    """What the public zone should know of entries and does not: what is new or said otherwise, then what is gone."""
    sent, known = SentPackages(store).entries(), known_entries(store, released)
    changed = {i: k for i, k in known.items() if sent.get(i) != k.stamp}
    closed, batch = [i for i in sent if i not in known], Batch()
    for entry_id, said in public_entries(store, changed):
        if isinstance(said, PublicEntry) and not against_entry(said):
            batch.add(entry_id, said, changed[entry_id].stamp)
        elif entry_id in sent:
            closed.append(entry_id)
        if batch.is_full:
            yield batch
            batch = Batch()
    if batch.said:
        yield batch
    for begin in range(0, len(closed), GONE_MOST):
        yield Batch(stamps=dict.fromkeys(closed[begin : begin + GONE_MOST]))


def kept_back(store: "Store") -> Mapping[str, Text]:
    """Published entries that do not leave, and why."""
    sent, known = SentPackages(store).entries(), known_entries(store, ())
    found = public_entries(store, {i: k for i, k in known.items() if i not in sent})
    return {i: text for i, said in found if (text := against_entry(said))}


def against_entry(said: PublicEntry | ValueError) -> Text | None:
    """The reason why an entry does not leave, if there is one."""
    if isinstance(said, ValueError):
        where = said.errors()[0]["msg"] if isinstance(said, ValidationError) else str(said)
        return Text(zh=f"条目超出可发送的限度（{where}）", en=f"the entry is beyond what can be sent ({where})")
    if found := marked([*_words(said.entry), *(m.title for m in said.mounts)]):
        return Text(zh=f"条目带有密级、内部标志：{'、'.join(found)}", en=f"the entry bears marks of secrecy: {', '.join(found)}")
    return None


def _words(e: Entry) -> Iterator[str]:
    yield from (e.title, e.title_en, e.abstract, e.provider, e.sharing_condition, e.sharing_method, e.open_condition, e.sharing.basis)
    for item in e.items:
        yield from (item.title, item.title_en, item.description)
