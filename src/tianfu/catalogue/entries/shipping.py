"""Entries that packs ship: drafts for whoever installs them, published only where everything is invented, in a demonstration."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tianfu.catalogue.registry import Registry
from tianfu.model import Entry, EntryState

from .record import Entries
from .states import Actor, Verb

if TYPE_CHECKING:
    from tianfu.store import Store

SHIPPED = "随主题应用提供"


def shipped(registry: Registry) -> list[Entry]:
    """The entries of all packs."""
    return [e for pack in registry.packs.values() for e in pack.entries.values()]


def publish_new(store: "Store", drafts: Sequence[Entry], actor: Actor, at: datetime) -> int:
    """Takes entries that are not there yet through every review, as shipped; how many. Of the others nothing changes."""
    entries = Entries(store)
    known = entries.known(e.id for e in drafts)
    new = [e for e in drafts if e.id not in known]
    entries.write_all(new, actor, at=at)
    for entry in new:
        standing = entries.take(entry.id, Verb.submit, actor, at=at)
        while standing.state is not EntryState.published:
            standing = entries.take(entry.id, Verb.approve, actor, at=at, reason=SHIPPED)
    return len(new)
