"""Entries that were published elsewhere, as the public zone keeps them: the tables of entries without steps, names and drafts.

What has data without being open has a row of the kind `held`: it counts, and is shown nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from tianfu.model import EntryState

from .mounts import HELD
from .public_face import PublicEntry
from .record import add_text
from .standing import MountKind
from .tables import entries, mounts, texts

if TYPE_CHECKING:
    from tianfu.store import Store


def receive_entries(store: "Store", said: Iterable[PublicEntry], gone: Iterable[str]) -> None:
    """These entries as they are said, those others gone, in one transaction. Once or twice is the same."""
    with store.unit() as tx:
        for entry_id in gone:
            _forget(tx, entry_id)
        for each in said:
            _forget(tx, each.entry.id)
            _keep(tx, each)


def _forget(tx: Connection, entry_id: str) -> None:
    for column in (entries.c.id, texts.c.entry, mounts.c.entry):
        tx.execute(column.table.delete().where(column == entry_id))


def _keep(tx: Connection, said: PublicEntry) -> None:
    e, at = said.entry, said.published_at
    here = {"state": EntryState.published.value, "number": 1, "public": 1, "code": e.code, "published_at": at, "changed_at": at}
    tx.execute(entries.insert().values(id=e.id, **here))
    add_text(tx, e, 1, e.model_dump_json(), at)
    rows = [_row(e.id, MountKind.table.value, m.area, m.since, target=m.dataset, title=m.title) for m in said.mounts]
    if said.has_data:
        rows += [_row(e.id, HELD, area, at) for area in said.areas or ("",)]
    if rows:
        tx.execute(mounts.insert(), rows)


def _row(entry_id: str, kind: str, area: str, at: datetime, *, target: str = "", title: str = "") -> dict[str, Any]:
    what = {"entry": entry_id, "kind": kind, "target": target, "title": title, "area": area, "declared": False}
    return {**what, "unit": "", "person": "", "mounted_at": at, "ended_at": None, "reason": ""}
