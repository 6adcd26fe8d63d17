"""The catalogue of the demonstration: entries of the packs, published; drafts compiled from service items; counties on a standard entry."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from tianfu.catalogue.entries import Actor, Entries, MountKind, Mounts, Verb
from tianfu.catalogue.entries.compiling import COLUMNS, Matter, compile_all, compile_new, matters_in
from tianfu.catalogue.entries.shipping import publish_new, shipped
from tianfu.model import Entry

if TYPE_CHECKING:
    from tianfu.catalogue import Registry
    from tianfu.store import Store

OFFICE = Actor("dept.data", "演示人员甲")
REVIEWERS = (Actor("dept.data", "演示人员乙"), Actor("dept.data", "演示人员丙"), Actor("dept.data", "演示人员丁"))
LACKING = "请补充办理结果的代码表，并说明“申请人”的共享范围"
ADDRESS = "https://{area}.example/api/cases"
"""`example` is a name that nobody can have."""
DAYS = (3, 12, 31, 58, 97, 140)


def compile_catalogue(store: "Store", registry: "Registry", now: datetime) -> tuple[int, int]:
    """Fills the catalogue, once; how many entries are published and how many are drafts. What people did since stays as it is."""
    published = sum(
        publish_new(store, [e], OFFICE, now - timedelta(days=DAYS[n % len(DAYS)]))
        for n, e in enumerate(_invented(shipped(registry), registry))
    )
    for entry in shipped(registry):
        if entry.areas and not Mounts(store).of(entry.id):
            _counties(store, registry, entry, now)
    Mounts(store).follow(registry, now)
    drafts = sum(_from_items(store, registry, dataset_id, now) for dataset_id in _lists(registry))
    return published, drafts


def _invented(entries: list[Entry], registry: "Registry") -> list[Entry]:
    """Entries of packs of the tree: others may speak of what is real."""
    mine = {i for pack in registry.packs.values() if pack.in_tree for i in pack.entries}
    return [e for e in entries if e.id in mine]


def _counties(store: "Store", registry: "Registry", entry: Entry, now: datetime) -> None:
    """Most of its areas have mounted an invented interface."""
    for n, area in enumerate(entry.areas):
        if n % 5 not in (1, 3):
            at = now - timedelta(days=n % 60)
            Mounts(store).mount(
                registry, entry.id, MountKind.api, ADDRESS.format(area=area), OFFICE, at=at, area=area, title="办件信息接口"
            )


def _lists(registry: "Registry") -> list[str]:
    return [d.id for d in registry.datasets() if {c.name for c in d.columns} >= set(COLUMNS)]


def _from_items(store: "Store", registry: "Registry", dataset_id: str, now: datetime) -> int:
    """Drafts of the loaded items, which may be real ones and stay drafts; else of the sample, some of which go their way."""
    if store.version(dataset_id) is not None:
        return compile_new(store, compile_all(matters_in(store, dataset_id, today=now.date())), OFFICE, now)[0]
    sample = registry.pack_of(dataset_id).samples.get(dataset_id.partition(".")[2], b"").decode()
    drafts = list(compile_all(_matters(sample)))
    made, _ = compile_new(store, drafts, OFFICE, now - timedelta(days=75))
    if made == len(drafts):
        _on_their_way(store, drafts, now)
    return made


def _matters(text: str) -> Iterator[Matter]:
    for row in csv.DictReader(StringIO(text)):
        yield Matter(**{n: row[n] for n in COLUMNS})


def _on_their_way(store: "Store", drafts: list[Entry], now: datetime) -> None:
    """A few are published, a few at each review, one was sent back."""
    entries = Entries(store)
    for n, entry in enumerate(drafts[:14]):
        at = now - timedelta(days=70 - 4 * n)
        entries.take(entry.id, Verb.submit, OFFICE, at=at)
        approvals = 3 if n < 7 else n % 3
        for reviewer in REVIEWERS[:approvals]:
            at += timedelta(days=1)
            entries.take(entry.id, Verb.approve, reviewer, at=at)
        if n == 12:
            entries.take(entry.id, Verb.send_back, REVIEWERS[0], at=at + timedelta(days=1), reason=LACKING)
