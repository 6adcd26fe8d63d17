"""Older versions come to their end: their files go, their records stay. Raw files are kept, so whatever was delivered can be proven."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.model import Mode, Text, Version
from tianfu.model.problems import SUFFIX
from tianfu.model.values import Act

from . import delta
from .acts import held_now
from .attempts import MARKERS
from .typed import BadQuestion

if TYPE_CHECKING:
    from .shelves import Shelves

CHINA = timezone(timedelta(hours=8))
GRACE = timedelta(hours=1)
"""So long the files of the newest version from before its compaction stay: somebody may be reading them."""


@dataclass(frozen=True, slots=True)
class Expired:
    """What came to its end: versions, the files that nobody needs any more and their bytes. `pinned` were due but are relied upon."""

    dataset: str
    versions: tuple[int, ...] = ()
    pinned: tuple[int, ...] = ()
    files: int = 0
    bytes: int = 0
    runs: tuple[str, ...] = ()
    """loads of which nothing is left: their problem rows may go too"""


def due(
    versions: Sequence[Version], *, keep_days: int | None, keep_versions: int | None, today: date, pinned: Collection[int]
) -> tuple[list[Version], list[Version]]:
    """Which versions are over, and which would be if nobody relied on them. The newest never is; a day counts from when it was the newest.

    Where both bounds are given, a version stays that either of them keeps.
    """
    if keep_days is None and keep_versions is None:
        raise BadQuestion(Text(zh="请说明保留多少天或多少版。", en="Say how many days or how many versions to keep."))
    if (keep_versions or 1) < 1 or (keep_days or 0) < 0:
        raise BadQuestion(Text(zh="至少保留 1 版、0 天。", en="Keep at least 1 version and 0 days."))
    over = []
    for version, successor in pairwise(versions):
        last_day = successor.at.astimezone(CHINA).date()
        by_age = keep_days is not None and last_day >= today - timedelta(days=keep_days)
        by_number = keep_versions is not None and version.number in {v.number for v in versions[-keep_versions:]}
        if version.expired_at is None and not by_age and not by_number:
            over.append(version)
    held = [v for v in over if v.pinned_by or v.number in pinned]
    return [v for v in over if v not in held], held


def expire(
    shelves: "Shelves", dataset_id: str, *, keep_days: int | None, keep_versions: int | None, today: date, pinned: Collection[int]
) -> Expired:
    """First the records, in one step: from then on nobody opens these versions. Then the files. The caller holds the lock."""
    versions = shelves.versions(dataset_id)
    over, held = due(versions, keep_days=keep_days, keep_versions=keep_versions, today=today, pinned=pinned)
    now = datetime.now(UTC)
    with shelves.unit() as tx:
        for version in over:
            shelves.records.amend(version.model_copy(update={"expired_at": now}), tx)
    shelves.pause("expired")
    files, size = sweep(shelves, dataset_id, now)
    numbers, kept = tuple(v.number for v in over), tuple(v.number for v in held)
    return Expired(dataset_id, numbers, kept, files, size, _gone(shelves.versions(dataset_id)))


def sweep(shelves: "Shelves", dataset_id: str, now: datetime) -> tuple[int, int]:
    """Removes the files that neither a kept version nor anybody at work needs; how many, and their bytes."""
    folder = shelves.home.table(dataset_id)
    needed = _needed(shelves, dataset_id, now)
    working = tuple(m.name for m in (shelves.home.table(dataset_id.removesuffix(SUFFIX)) / MARKERS).glob("*"))
    stray = [p for p in folder.glob("*.parquet") if p.name not in needed and not p.name.startswith(working)]
    size = sum(p.stat().st_size for p in stray)
    for path in stray:
        path.unlink()
    return len(stray), size


def _needed(shelves: "Shelves", dataset_id: str, now: datetime) -> set[str]:
    folder = shelves.home.table(dataset_id)
    kept = [v for v in shelves.versions(dataset_id) if v.expired_at is None]
    commits = {v.delta for v in kept}
    commits |= {v.delta_before for v in kept[-1:] if v.delta_before is not None and v.compacted_at and now - v.compacted_at < GRACE}
    return held_now(folder) | {Path(f).name for c in commits for f in delta.files(folder, c)}


def _gone(versions: Sequence[Version]) -> tuple[str, ...]:
    """Runs of expired loads that later ones have replaced as a whole."""
    starts = [v.number for v in versions if v.act is Act.load and v.mode is Mode.replace and v.expired_at is None]
    if not starts:
        return ()
    return tuple(v.run for v in versions if v.expired_at is not None and v.act is Act.load and v.number < min(starts))
