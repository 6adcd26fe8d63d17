"""What is done to tables besides loading: rows deleted, versions restored, compared and expired, files put together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from tianfu.model import Dataset, Event, Settings, Version
from tianfu.model.problems import SUFFIX
from tianfu.model.values import Act

from .evolution import Verdict, verdict
from .export_files import remove_outdated
from .home import Home
from .journal import Journal
from .page_query import Where
from .repair import repair
from .shelves import Pause, Shelves, no_pause

if TYPE_CHECKING:
    import pyarrow as pa

    from .expiry import Expired

WAIT_SECONDS = 60.0
SYSTEM = "system"


class Upkeep(Shelves):
    """Tables, and the work on them; each method holds the dataset's lock for as long as it takes."""

    def __init__(self, settings: Settings, home: Home, pause: Pause = no_pause) -> None:
        super().__init__(settings, home, pause)
        self.journal = Journal(home.journal, sync_ms=settings.journal_sync_ms)

    def declare(self, dataset: Dataset, declaration_hash: str) -> None:
        """Makes a declaration known to the store. Where it says otherwise than the one before, the journal notes what."""
        found = self.declared.declare(dataset, declaration_hash)
        if found is not None and found.changes:
            what = ",".join(f"{c.kind}:{c.column}".rstrip(":") for c in found.changes)
            self.journal.write(Event(datetime.now(UTC), SYSTEM, "redeclare", dataset.id, {"compatible": found.compatible, "changes": what}))

    def changes(self, dataset_id: str) -> list[tuple[datetime, Verdict]]:
        """How the declaration of a dataset came to be what it is: each change of it that readers could notice, oldest first."""
        known = self.declared.history(dataset_id)
        found = [(new.at, verdict(old.dataset, new.dataset)) for old, new in pairwise(known)]
        return [(at, v) for at, v in found if v.changes]

    @contextmanager
    def lock(self, name: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """An OS lock, gone with its process; Busy says who holds it and since when.

        A load holds the lock of its dataset's id from fetch to commit; taking it repairs what a crash left of the load before.
        """
        nested = self.locks.holds(name)
        with self.locks.hold(name, wait_seconds=wait_seconds):
            if not nested and "." in name:
                repair(self, name)
            yield

    def last_load(self, dataset_id: str) -> Version | None:
        """The newest version that a load made: only new input makes a load, not that rows were deleted or restored since."""
        return next((v for v in reversed(self.versions(dataset_id)) if v.act is Act.load), None)

    def loads_behind(self, dataset_id: str) -> list[Version]:
        """The loads that the newest version's rows come from, newest first, back to the first one: of a restored one those of that time."""
        versions = {v.number: v for v in self.versions(dataset_id)}
        found, number = [], max(versions, default=0)
        while (version := versions.get(number)) is not None:
            found += [version] if version.act is Act.load else []
            number = version.restored or number - 1
        return found

    # -- rows

    def count_matching(self, dataset_id: str, filters: tuple[Where, ...] = (), *, keys: "pa.Table | None" = None, by: str = SYSTEM) -> int:
        """How many rows `delete` would remove: a dry run. It is journalled: whether a person is in the data is an answer too."""
        from .deletion import asked_by, matching  # pyarrow

        rows = int(matching(self, self.dataset(dataset_id), filters, keys).num_rows)
        self.journal.write(Event(datetime.now(UTC), by, "count", dataset_id, {"asked": asked_by(filters, keys), "rows": rows}))
        return rows

    def delete(self, dataset_id: str, filters: tuple[Where, ...] = (), *, reason: str, by: str, keys: "pa.Table | None" = None) -> Version:
        """The version without the rows that meet all conditions (and have one of the keys); the one there is if there are none.

        Journalled with reason and count before it happens. Files made for readers before go at once. The rows stay in older versions until
        those expire, and in the raw files; what was refused of them stays in the problem rows, which are deleted from the same way
        (`<id>__problems`).
        """
        from .deletion import delete  # pyarrow

        with self._held(dataset_id):
            version = delete(self, self.journal, self.dataset(dataset_id), filters, keys, reason=reason, by=by)
            self.forget_outdated(dataset_id)
        return version

    # -- versions

    def restore(self, dataset_id: str, number: int, *, reason: str, by: str) -> Version:
        """A new version with the content of an old one; ExpiredVersion if its rows are gone. The same files again change nothing."""
        from .restoring import restore  # pyarrow

        with self._held(dataset_id):
            version = restore(self, self.journal, self.dataset(dataset_id), number, reason=reason, by=by)
            self.forget_outdated(dataset_id)
        return version

    def compact(self, dataset_id: str, *, whole: bool = True) -> Version | None:
        """The newest version in fewer, larger files, sorted by key: same number, same rows. None where there is nothing to gain.

        After loads (`whole=False`) only small files are put together, once they are many.
        """
        from .compaction import compact  # pyarrow

        with self._held(dataset_id):
            return compact(self, self.dataset(dataset_id), whole=whole)

    def expire(
        self,
        dataset_id: str,
        *,
        keep_days: int | None = None,
        keep_versions: int | None = None,
        today: date,
        pinned: Collection[int] = (),
        by: str = SYSTEM,
    ) -> "Expired":
        """Ends versions that neither bound keeps, and removes the files and problem rows that only they needed. Records and raw files stay.

        The newest version stays, and so do those that somebody relies on (`pinned`, and `pin`): they are named in the answer.
        """
        from .deletion import forget_runs  # pyarrow
        from .expiry import expire

        with self._held(dataset_id):
            done = expire(self, dataset_id, keep_days=keep_days, keep_versions=keep_versions, today=today, pinned=pinned)
            problems = f"{dataset_id}{SUFFIX}"
            if done.runs and self.version(problems) is not None and forget_runs(self, problems, done.runs):
                expire(self, problems, keep_days=None, keep_versions=1, today=today, pinned=())
            self.forget_outdated(dataset_id, problems)
        if done.versions:
            detail: dict[str, str | int | None] = {"versions": ",".join(map(str, done.versions)), "files": done.files}
            self.journal.write(Event(datetime.now(UTC), by, "expire", dataset_id, detail))
        return done

    def pin(self, dataset_id: str, number: int, by: str) -> None:
        """Whoever `by` names relies on the version: it does not expire until they let go of it."""
        with self._held(dataset_id):
            version = self.records.at(dataset_id, number)
            self._pinned(version, tuple(dict.fromkeys([*version.pinned_by, by])))

    def unpin(self, dataset_id: str, number: int, by: str) -> None:
        """They rely on it no longer."""
        with self._held(dataset_id):
            version = self.records.at(dataset_id, number)
            self._pinned(version, tuple(n for n in version.pinned_by if n != by))

    def _pinned(self, version: Version, names: tuple[str, ...]) -> None:
        with self.unit() as tx:
            self.records.amend(version.model_copy(update={"pinned_by": names}), tx)

    def forget_outdated(self, *datasets: str) -> None:
        """Removes the files that readers took of older versions: what was deleted for a person's sake is in none that is kept."""
        for dataset in datasets:
            remove_outdated(self.home.exports, dataset, self.newest(dataset))

    @contextmanager
    def _held(self, dataset_id: str) -> Iterator[None]:
        with self.lock(dataset_id.removesuffix(SUFFIX), wait_seconds=WAIT_SECONDS):
            yield
