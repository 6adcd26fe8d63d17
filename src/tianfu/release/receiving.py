"""The public side of the gap: packages are taken over in their order, each whole or not at all. Nothing is ever written into the gap.

The end of the chain is on record; what comes next must name it. A crash at any point is made good by doing the package again: taking over
is the same whether it happens once or twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tianfu.catalogue.entries.received import receive_entries
from tianfu.model import Event, Grant, Text, Version
from tianfu.store import StoreError
from tianfu.store.received import declare_received, forget
from tianfu.store.received import receive as receive_version

from .failures import BadPackage
from .keys import Trusted
from .manifest import Documents, Manifest, Released
from .opening import Arrived, arrivals, arrived, fingerprint, number_of, rows_of
from .received import ReceivedPackages

if TYPE_CHECKING:
    from tianfu.store import Store

LOCK = "receive"
WHO = "release"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a package that was new."""

    name: str
    outcome: Literal["taken", "refused", "waiting"]
    text: Text
    manifest: Manifest | None = None


def receive(store: "Store", gap: Path, trusted: Trusted) -> list[Verdict]:
    """Takes over what has arrived and judges each package once; what waits for an earlier one is told each time."""
    with store.locks.hold(LOCK):
        return list(_judged(store, gap, trusted))


def _judged(store: "Store", gap: Path, trusted: Trusted) -> Iterator[Verdict]:
    on_record = ReceivedPackages(store)
    for folder in arrivals(gap):
        last = on_record.last()
        at, number = last.manifest.sequence if last else 0, number_of(folder)
        if number <= at and (on_record.at(number) or "").startswith(folder.name[9:]):
            continue  # taken over long ago
        print_ = fingerprint(folder)
        if on_record.is_refused(folder.name, print_):
            continue
        try:
            package = arrived(folder, trusted)
            _in_place(package, at, last.hash if last else "")
            if number > at + 1:
                yield Verdict(folder.name, "waiting", _waits(number, at + 1), package.manifest)
                return
            _take(store, package)
        except (BadPackage, StoreError) as error:
            yield _refused(store, folder, print_, error)
        else:
            yield _taken(store, on_record, package)


def _in_place(package: Arrived, at: int, end: str) -> None:
    """Neither before the end of the chain nor beside it."""
    manifest = package.manifest
    if manifest.sequence <= at:
        zh = f"第 {manifest.sequence} 包已接收过另一个内容：旧包重放或链条分叉"
        raise BadPackage(Text(zh=zh, en=f"package {manifest.sequence} is here with another content: a replay, or a fork"))
    if manifest.sequence == at + 1 and manifest.previous != end:
        zh = f"第 {manifest.sequence} 包没有接在第 {at} 包之后"
        raise BadPackage(Text(zh=zh, en=f"package {manifest.sequence} does not follow package {at} as it was taken over"))


def _take(store: "Store", package: Arrived) -> None:
    manifest = package.manifest
    released = manifest.released
    if manifest.kind == "entries":
        receive_entries(store, manifest.documents.entries, manifest.documents.entries_gone)
        store.pause("entries")
        return
    if released is None:
        forget(store, manifest.dataset)
        return
    if manifest.kind == "words":
        declare_received(store, released.dataset, _grants(released))
        _reword(store, _version(manifest, released))
        return
    _refuse_step_back(store, manifest, released)
    with rows_of(package, store.home.spill) as (rows, schema):
        if manifest.fresh and not _is_here(store, manifest, released):
            forget(store, manifest.dataset)
        declare_received(store, released.dataset, _grants(released))
        store.pause("declared")
        receive_version(store, released.dataset, _version(manifest, released), rows, schema)


def _grants(released: Released) -> tuple[Grant, ...]:
    return (released.grant,) if released.grant else ()


def _version(manifest: Manifest, released: Released) -> Version:
    """The record as it will stand here. Of rows that were chosen, only those that came are counted."""
    file = manifest.file
    rows = file.rows if file else released.version.rows
    return released.version.model_copy(update={"run": manifest.run, "rows": rows, "declaration": (file.sha256 if file else "")})


def _reword(store: "Store", said: Version) -> None:
    """The newest version with other words; its rows, and whence they came, are as they were."""
    known = store.records.at(said.dataset, said.number)
    stays = {n: getattr(known, n) for n in ("delta", "run", "rows", "bytes", "inserted", "deleted", "declaration")}
    with store.unit() as tx:
        store.records.amend(said.model_copy(update=stays), tx)


def _is_here(store: "Store", manifest: Manifest, released: Released) -> bool:
    """Whether an earlier try got as far as the version's record."""
    known = store.version(manifest.dataset, released.version.number)
    return known is not None and known.run == manifest.run


def _refuse_step_back(store: "Store", manifest: Manifest, released: Released) -> None:
    newest = store.version(manifest.dataset)
    if newest is not None and newest.run != manifest.run and not manifest.fresh and released.version.number <= newest.number:
        zh = f"{manifest.dataset} 第 {released.version.number} 版不比已有的第 {newest.number} 版新"
        en = f"version {released.version.number} of {manifest.dataset} is not newer than version {newest.number}, which is here"
        raise BadPackage(Text(zh=zh, en=en))


def _waits(number: int, missing: int) -> Text:
    return Text(
        zh=f"第 {number} 包已到，在等第 {missing} 包；若已丢失，请在内部区运行 tianfu release resend {missing}",
        en=f"package {number} waits for package {missing}; if that was lost, run 'tianfu release resend {missing}' in the internal zone",
    )


def _taken(store: "Store", on_record: ReceivedPackages, package: Arrived) -> Verdict:
    manifest = package.manifest
    on_record.take(package)
    store.pause("taken")
    number = manifest.released.version.number if manifest.released else None
    detail: dict[str, str | int | None] = {"package": package.folder.name, "kind": manifest.kind, "version": number}
    store.journal.write(Event(datetime.now(UTC), WHO, "receive", manifest.dataset, detail))
    said = {
        "version": Text(zh=f"接收 {manifest.dataset} 第 {number} 版", en=f"received {manifest.dataset} version {number}"),
        "words": Text(zh=f"更新 {manifest.dataset} 的说明", en=f"what is said of {manifest.dataset} has changed"),
        "entries": _entries_told(manifest.documents),
        "withdrawal": Text(zh=f"撤回 {manifest.dataset}，数据已删除", en=f"{manifest.dataset} was withdrawn, its data are removed"),
    }
    return Verdict(package.folder.name, "taken", said[manifest.kind], manifest)


def _entries_told(documents: Documents) -> Text:
    there, gone = len(documents.entries), len(documents.entries_gone)
    return Text(zh=f"目录条目：更新 {there} 个，撤下 {gone} 个", en=f"entries of the catalogue: {there} received, {gone} removed")


def _refused(store: "Store", folder: Path, print_: str, error: "BadPackage | StoreError") -> Verdict:
    """Judged for good until somebody replaces it; a full disk or a held lock is no fault of the package."""
    if not isinstance(error, BadPackage):
        return Verdict(folder.name, "waiting", error.text)
    ReceivedPackages(store).refuse(folder.name, print_, error.text)
    store.journal.write(Event(datetime.now(UTC), WHO, "refuse_package", "", {"package": folder.name, "why": error.text.en}))
    return Verdict(folder.name, "refused", error.text)
