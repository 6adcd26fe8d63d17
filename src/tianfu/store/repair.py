"""After a crash: commits that lack their record get it, files of dead attempts go, runs of dead processes end,
raw files that were kept by half go, and so do exports that nobody may get any more. Nothing is undone.
"""

from typing import TYPE_CHECKING

from tianfu.model.problems import SUFFIX

from . import delta
from .attempts import dead_attempts, forget, remove_files
from .export_files import sweep as sweep_exports
from .locks import Busy

if TYPE_CHECKING:
    from .shelves import Shelves


def repair_all(shelves: "Shelves") -> list[str]:
    """Repairs every dataset that nobody is loading; the ids of those that needed it."""
    seen = shelves.records.seen()
    suspects = [
        d
        for d in shelves.datasets()
        if any(_is_behind(shelves, i, seen.get(i, -1)) for i in (d, f"{d}{SUFFIX}")) or dead_attempts(shelves.home.table(d))
    ]
    repaired = []
    for dataset in suspects:
        try:
            with shelves.locks.hold(dataset):
                repaired += [dataset] if repair(shelves, dataset) else []
        except Busy:  # whoever loads it has repaired it first
            continue
    shelves.runs.close_interrupted()
    shelves.raw.sweep()
    sweep_exports(shelves.home.exports, shelves.newest)
    return repaired


def repair(shelves: "Shelves", dataset: str) -> bool:
    """Whether anything was wrong. The caller holds the dataset's lock."""
    missing = _record_acts_on_problems(shelves, f"{dataset}{SUFFIX}") + _record_what_is_committed(shelves, dataset)
    stray = _remove_stray_files(shelves, dataset)
    return bool(missing or stray)


def _is_behind(shelves: "Shelves", dataset: str, seen: int) -> bool:
    newest = delta.newest(shelves.home.table(dataset))
    return newest is not None and newest > seen


def _record_what_is_committed(shelves: "Shelves", dataset: str) -> int:
    if not _is_behind(shelves, dataset, seen := shelves.records.seen().get(dataset, -1)):
        return 0
    from .commit import complete  # pyarrow

    commits = delta.commits_after(shelves.home.table(dataset), seen)
    versions = [complete(shelves, c) for c in commits if c.record]
    for version in versions:
        shelves.runs.settle(version)
    if commits:
        with shelves.unit() as tx:
            shelves.records.mark_seen(dataset, commits[-1].delta, tx)
    return len(versions)


def _record_acts_on_problems(shelves: "Shelves", dataset: str) -> int:
    """Problem rows that were deleted or put together. Those that a load added are recorded with the load."""
    if not _is_behind(shelves, dataset, seen := shelves.records.seen().get(dataset, -1)):
        return 0
    from .commit import complete  # pyarrow

    commits = [c for c in delta.commits_after(shelves.home.table(dataset), seen) if "version" in c.record]
    return len([complete(shelves, c) for c in commits])


def _remove_stray_files(shelves: "Shelves", dataset: str) -> int:
    """Files of attempts whose process is gone and that no version holds."""
    folder, problems = shelves.home.table(dataset), shelves.home.problems(dataset)
    dead = dead_attempts(folder)
    if not dead:
        return 0
    from .acts import held_now  # pyarrow

    keep = held_now(folder) | held_now(problems)
    removed = 0
    for attempt in dead:
        removed += remove_files(folder, attempt, keep) + remove_files(problems, attempt, keep)
        forget(folder, attempt)
    return removed
