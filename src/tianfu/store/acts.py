"""What is done to a table after it was loaded makes a version too: the Delta commit first, then its record, as with loads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.model import Event, Text, Version
from tianfu.model.problems import SUFFIX
from tianfu.model.values import Act

from . import delta
from .attempts import remove_files
from .commit import complete
from .failures import Unbalanced, full_disk_explained

if TYPE_CHECKING:
    from .journal import Journal
    from .shelves import Shelves


def owner_of(dataset_id: str) -> str:
    """Whose lock covers the dataset: problem rows change with those of the dataset that they belong to."""
    return dataset_id.removesuffix(SUFFIX)


@contextmanager
def attempt_at(shelves: "Shelves", dataset_id: str) -> Iterator[str]:
    """An attempt whose files are gone afterwards, except those that have become part of the table."""
    attempt = shelves.attempts.begin(shelves.home.table(owner_of(dataset_id)))
    folder = shelves.home.table(dataset_id)
    try:
        with full_disk_explained(folder):
            yield attempt
    finally:
        remove_files(folder, attempt, held_now(folder))
        shelves.attempts.end(attempt)


def held_now(folder: Path) -> set[str]:
    """Names of the files that the table's last commit holds, on record or not: none of them may ever go."""
    newest = delta.newest(folder)
    return set() if newest is None else {Path(f).name for f in delta.files(folder, newest)}


def following(before: Version, act: Act, *, run: str, reason: str, by: str) -> Version:
    """The version after `before` that changes nothing yet. Quality and counts stay those of the last load."""
    return before.model_copy(
        update={
            "number": before.number + 1,
            "delta": 0,
            "at": datetime.now(UTC),
            "run": run,
            "act": act,
            "inserted": 0,
            "deleted": 0,
            "updated": 0,
            "unchanged": 0,
            "problems": 0,
            "reason": reason,
            "by": by,
            "restored": None,
            "changes": (),
            "compacted_at": None,
            "delta_before": None,
            "pinned_by": (),
        }
    )


def recorded(shelves: "Shelves", version: Version, register: Callable[[Mapping[str, object]], int], attempt: str = "") -> Version:
    """The version once its Delta commit, which `register` makes, and its record are there."""
    record = {"version": version.model_dump(mode="json", exclude={"delta"}), "problems": [], "attempt": attempt, "note": ""}
    shelves.pause("staged")
    number = register(record)
    shelves.pause("committed")
    found = complete(shelves, delta.DeltaCommit(number, record))
    shelves.pause("recorded")
    return found


def journalled(journal: "Journal", version: Version, **detail: str | int | None) -> None:
    """Who did it, why and to how many rows is on the disk before it is done; never a value."""
    about = {"reason": version.reason, "version": version.number, **detail}
    journal.write(Event(version.at, version.by, version.act.value, version.dataset, about))
    journal.flush()


@contextmanager
def run_of(shelves: "Shelves", dataset_id: str) -> Iterator[str]:
    """The id of a run that is recorded as done, or as failed with the error."""
    run = shelves.runs.start(dataset_id)
    try:
        yield run.id
    except BaseException as error:
        shelves.runs.finish(run, "failed", message=f"{type(error).__name__}: {error}")
        raise
    newest = shelves.version(dataset_id)
    number = newest.number if newest else None
    shelves.runs.finish(run, "done" if newest and newest.run == run.id else "unchanged", version=number)


def balanced(shelves: "Shelves", version: Version, before: Version, files: Sequence[str]) -> Version:
    """The version, if its files hold as many rows as it says and those are as many as they must be. Unbalanced: nothing has happened."""
    there, due = shelves.count_in_files(files), before.rows + version.inserted - version.deleted
    if there == version.rows == due:
        return version
    raise Unbalanced(
        Text(
            zh=f"{version.dataset} 行数不符（文件 {there}，应为 {due}，记录 {version.rows}），未生效。",
            en=f"{version.dataset}: rows do not add up (files {there}, due {due}, recorded {version.rows}); nothing was committed.",
        )
    )
