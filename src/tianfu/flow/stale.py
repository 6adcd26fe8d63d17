"""What is out of date, and why. Files are compared by name, size and time; the load itself compares content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tianfu.catalogue import Registry
from tianfu.catalogue.cards import CYCLE
from tianfu.catalogue.corrections.present import delivered
from tianfu.collect import MissingFiles, find
from tianfu.model import Dataset, Files, Text, Version

from .databases import files_alone, is_read_in_place

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Stale:
    """A dataset that can be brought up to date now."""

    dataset: str
    work: Literal["load", "derive"]
    reason: Text


def stale(store: "Store", registry: Registry, now: datetime, *, roots: Sequence[Path]) -> list[Stale]:
    """Everything that is stale, what others need first. A derived dataset is stale already when something it is computed from is."""
    found: dict[str, Stale] = {}
    for dataset_id in in_order(registry):
        dataset = registry.dataset(dataset_id)
        reason = _of_inputs(store, registry, dataset, found) if dataset.derived else _of_files(store, registry, dataset, now, roots)
        if reason is not None:
            found[dataset_id] = Stale(dataset_id, "derive" if dataset.derived else "load", reason)
    return list(found.values())


def in_order(registry: Registry) -> list[str]:
    """All datasets, each after those it needs. CycleError names datasets that need each other."""
    return list(TopologicalSorter({d.id: registry.needs(d.id) for d in registry.datasets()}).static_order())


def files_of(dataset: Dataset, roots: Sequence[Path]) -> list[Path]:
    """The files of all sources that are there now; none is no error."""
    found: list[Path] = []
    for source in dataset.sources:
        if isinstance(source, Files) and source.files:
            try:
                found += find(source, roots)
            except MissingFiles:
                continue
    return found


def _of_files(store: "Store", registry: Registry, dataset: Dataset, now: datetime, roots: Sequence[Path]) -> Text | None:
    files, version = files_of(dataset, roots), store.version(dataset.id)
    in_place = is_read_in_place(dataset)
    if not files and not in_place:
        return None
    if version is None:
        return Text(zh="还没有装载", en="never loaded")
    if (store.last_load(dataset.id) or version).declaration != registry.hash(dataset.id):
        return Text(zh="声明已变更", en="the declaration has changed")
    version = delivered(store, version)
    if in_place and _is_to_be_read(dataset, _looked_at(store, version), now):
        return Text(zh="到了更新时间，读取数据库", en="its update is due: the database is read")
    if files and _is_due(dataset, version, now) and _are_new(files, files_alone(dataset, version), _looked_at(store, version)):
        return Text(zh="有新文件", en="there are new files")
    return None


def _is_to_be_read(dataset: Dataset, looked_at: datetime, now: datetime) -> bool:
    """Whether there is anything new only the database knows: it is asked once in a cycle, and without a declared one by hand alone."""
    cycle = CYCLE.get(dataset.refresh)
    return cycle is not None and now >= looked_at + cycle


def _is_due(dataset: Dataset, version: Version, now: datetime) -> bool:
    """The declared cycle has passed; without one, new files are taken when they come."""
    cycle = CYCLE.get(dataset.refresh)
    return cycle is None or dataset.kind == "codes" or now >= version.at + cycle


def _are_new(files: Sequence[Path], before: Mapping[str, int], looked_at: datetime) -> bool:
    sizes = {f.name: f.stat().st_size for f in files}
    newest = max(f.stat().st_mtime for f in files)
    return sizes != before or datetime.fromtimestamp(newest, UTC) > looked_at


def _looked_at(store: "Store", version: Version) -> datetime:
    """When the files were last compared: a run that found them unchanged counts as well."""
    ended = [r.started_at for r in store.runs.recent(version.dataset) if r.state in ("done", "unchanged")]
    return max([version.at, *ended])


def _of_inputs(store: "Store", registry: Registry, dataset: Dataset, stale_ones: Mapping[str, Stale]) -> Text | None:
    inputs = registry.inputs(dataset.id)
    versions = {i: store.version(i) for i in inputs}
    if any(v is None and i not in stale_ones for i, v in versions.items()):
        return None
    version = store.last_load(dataset.id)
    if version is None:
        return Text(zh="还没有计算", en="never computed")
    if version.declaration != registry.hash(dataset.id):
        return Text(zh="声明或计算方法已变更", en="the declaration or the analysis has changed")
    if any(i in stale_ones for i in inputs) or version.inputs != {i: v.number for i, v in versions.items() if v}:
        return Text(zh="输入数据有新版本", en="an input has a new version")
    return None
