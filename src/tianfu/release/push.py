"""From releases to packages: what the public zone should know and does not yet is sealed, numbered and laid into the gap.

Nothing is ever read from the other side. A crash at any point is made good by the next push: what was sealed is laid out again as it is,
what was not sealed never had a number.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tianfu.catalogue import Registry, UnknownDataset
from tianfu.model import Event, Refused, Release, Text
from tianfu.store import Busy, StoreError

from .checks import against, outlook
from .entries import owed_entries
from .facing import facing
from .failures import NotReleasable, ReleaseError
from .keys import FOLDER, SigningKey
from .manifest import Manifest, Released, digest, package_name, written
from .packing import laid, packed_rows, sealed, sweep
from .publishing import AUTOMATIC, BEIJING, current, publish, withdraw, withdrawn
from .sent import Package, SentPackages

if TYPE_CHECKING:
    from tianfu.store import Store

Stamps = Mapping[str, str | None]
"""Of the entries in a package: what is said of each, in short. Empty for packages of datasets."""
OUTBOX = "outbox"
LOCK = "release"


def push(store: "Store", registry: Registry, gap: Path, key: SigningKey, *, automatic: bool = False) -> list[Package]:
    """The packages that were laid into the gap. With `automatic`, new versions of what everybody may read are released first.

    A new pair of keys begins a new chain with everything that is released.
    """
    outbox, on_record = store.home.root / FOLDER / OUTBOX, SentPackages(store)
    with store.locks.hold(LOCK):
        on_record.begin_anew(key.installation)
        sweep(gap, outbox, [*on_record.kept(), *(p.name for p in on_record.waiting())])
        if automatic:
            release_what_is_new(store, registry)
        _take_back_what_closed(store, registry)
        pushed = [_laid(store, p, gap) for p in on_record.waiting()]
        owed = chain(((m, {}) for m in _owed(store, registry, key)), _owed_entries(store, key))
        return pushed + list(_each(store, owed, gap, key))


def resend(store: "Store", gap: Path, since: int) -> list[Package]:
    """Lays packages from a number on into the gap once more, where some got lost. ReleaseError if they are gone here too."""
    packages, outbox = SentPackages(store).since(since), store.home.root / FOLDER / OUTBOX
    if gone := [p.name for p in packages if not (outbox / p.name).is_dir()]:
        zh = f"发件箱里已没有 {gone[0]}，不能重发；请从更晚的编号开始，或在公开区重建"
        raise ReleaseError(Text(zh=zh, en=f"{gone[0]} is no longer in the outbox; start at a later number, or build the public zone anew"))
    with store.locks.hold(LOCK):
        return [_laid(store, p, gap) for p in packages]


def release_what_is_new(store: "Store", registry: Registry) -> dict[str, NotReleasable]:
    """Releases the newest version of all that the public may read; what was taken back by hand stays back. Reasons where it may not."""
    known, by_hand = current(store), {d for d, by in withdrawn(store).items() if by != AUTOMATIC}
    refused: dict[str, NotReleasable] = {}
    for dataset in registry.datasets():
        version = store.version(dataset.id)
        mine = known.get(dataset.id)
        if version is None or dataset.id in by_hand or (mine and mine.version >= version.number):
            continue
        if not outlook(store, dataset, today=_today()).decision.allowed:
            continue
        try:
            publish(store, registry, dataset.id, by=AUTOMATIC, licence=mine.licence if mine else "")
        except NotReleasable as error:
            refused[dataset.id] = error
        except Busy:  # somebody is at work on it: the next push will see what came of it
            continue
    return refused


def _take_back_what_closed(store: "Store", registry: Registry) -> None:
    """What may not leave any more, or is not declared any more, is withdrawn: the public zone must not keep it."""
    for dataset_id, release in current(store).items():
        if reasons := _closed(store, registry, release):
            withdraw(store, dataset_id, by=AUTOMATIC, reason="；".join(r.zh for r in reasons))


def _closed(store: "Store", registry: Registry, release: Release) -> list[Text]:
    try:
        dataset = registry.dataset(release.dataset)
    except UnknownDataset:
        return [Text(zh="数据集已停用", en="the dataset is no longer declared")]
    seen = outlook(store, dataset, today=_today())
    return against(seen, store.version(dataset.id, release.version), release.licence)


def _owed(store: "Store", registry: Registry, key: SigningKey) -> Iterator[Manifest]:
    """What the public zone should know and does not, as manifests without number and rows. Withdrawals come first."""
    releases, known = current(store), SentPackages(store).latest()
    bare = {"installation": key.installation, "sequence": 1, "made_at": datetime.now(UTC)}
    for dataset_id, package in known.items():
        if dataset_id not in releases and package.manifest.kind != "withdrawal":
            yield Manifest(**bare, kind="withdrawal", dataset=dataset_id)
    for dataset_id, release in releases.items():
        seen = outlook(store, registry.dataset(dataset_id), today=_today())
        said = facing(store, registry, seen, release, releases)
        last = known.get(dataset_id)
        before = last.manifest.released if last else None
        expired = before is not None and _expired_since(store, dataset_id)
        if before is None or expired or _rows_differ(before, said):
            fresh = last is not None and (expired or not _goes_on(before, said))
            yield Manifest(**bare, kind="version", dataset=dataset_id, released=said, fresh=fresh)
        elif _words(before) != _words(said):
            yield Manifest(**bare, kind="words", dataset=dataset_id, released=said)


def _owed_entries(store: "Store", key: SigningKey) -> "Iterator[tuple[Manifest, Stamps]]":
    """Entries come last: they name only what was sent of datasets."""
    bare = {"installation": key.installation, "sequence": 1, "made_at": datetime.now(UTC)}
    sent = {d for d, package in SentPackages(store).latest().items() if package.manifest.kind != "withdrawal"}
    for batch in owed_entries(store, sent & current(store).keys()):
        yield Manifest(**bare, kind="entries", dataset="", documents=batch.documents), batch.stamps


def _each(store: "Store", owed: "Iterable[tuple[Manifest, Stamps]]", gap: Path, key: SigningKey) -> Iterator[Package]:
    """What cannot be packed holds up nothing else; it is raised when all others are on their way."""
    stuck: list[StoreError | Refused] = []
    for manifest, stamps in owed:
        try:
            package = _sealed(store, manifest, key, stamps)
        except (StoreError, Refused) as error:
            stuck.append(error)
        else:
            yield _laid(store, package, gap)
    if stuck:
        raise stuck[0]


def _rows_differ(before: Released, said: Released) -> bool:
    return (before.version.number, *_shown(before)) != (said.version.number, *_shown(said))


def _expired_since(store: "Store", dataset_id: str) -> bool:
    """Whether rows of an earlier version expired here after they were sent: over there they go too."""
    gone = [v.expired_at for v in store.versions(dataset_id) if v.expired_at is not None]
    sent = SentPackages(store).rows_of(dataset_id) if gone else None
    return sent is not None and max(gone) > sent.manifest.made_at


def _goes_on(before: Released | None, said: Released) -> bool:
    """Whether earlier versions may stay: they show no more than this one, and come before it."""
    return before is not None and _shown(before) == _shown(said) and said.version.number > before.version.number


def _shown(said: Released) -> tuple[object, ...]:
    return said.release.columns, said.release.masks, said.rows_chosen


def _words(said: Released) -> Mapping[str, object]:
    """All that is said of the rows. A moment of release alone is no news."""
    return said.model_dump(mode="json", exclude={"release": {"released_at"}})


def _sealed(store: "Store", bare: Manifest, key: SigningKey, stamps: "Stamps") -> Package:
    """The package with its rows and its place in the chain, in the outbox and on record."""
    on_record, outbox = SentPackages(store), store.home.root / FOLDER / OUTBOX
    last = on_record.last()
    building = outbox / f".{uuid4().hex}"
    building.mkdir(parents=True)
    try:
        version = bare.released.version.number if bare.released and bare.kind == "version" else None
        file = packed_rows(store, bare.dataset, version, building, today=_today()) if version else None
        place = {"sequence": last.manifest.sequence + 1, "previous": last.hash} if last else {}
        manifest = Manifest.model_validate(bare.model_dump() | {**place, "file": file, "made_at": datetime.now(UTC)})
        said = written(manifest)
        package = Package(manifest, digest(said))
        sealed(building, said, key.sign(said), outbox / package.name)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    store.pause("built")
    on_record.seal(package, stamps)
    store.pause("sealed")
    return package


def _laid(store: "Store", package: Package, gap: Path) -> Package:
    laid(store.home.root / FOLDER / OUTBOX / package_name(package.manifest.sequence, package.hash), gap)
    store.pause("laid")
    SentPackages(store).mark_sent(package)
    manifest = package.manifest
    detail: dict[str, str | int | None] = {"package": package.name, "kind": manifest.kind}
    detail |= {"version": manifest.released.version.number} if manifest.released else {}
    store.journal.write(Event(datetime.now(UTC), AUTOMATIC, "push", manifest.dataset, detail))
    return package


def _today() -> date:
    return datetime.now(UTC).astimezone(BEIJING).date()
