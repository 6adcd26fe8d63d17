"""An older version as the newest one: its files come back into the table, nothing is copied."""

from typing import TYPE_CHECKING

from tianfu.model import Dataset, Version
from tianfu.model.values import Act

from . import delta
from .acts import balanced, following, journalled, recorded, run_of
from .failures import full_disk_explained
from .gate import scrubbed

if TYPE_CHECKING:
    from .journal import Journal
    from .shelves import Shelves


def restore(shelves: "Shelves", journal: "Journal", dataset: Dataset, number: int, *, reason: str, by: str) -> Version:
    """The new version with the old content; the newest one as it is if it holds the same files. The caller holds the lock."""
    old, now = shelves.records.at(dataset.id, number), shelves.records.at(dataset.id)
    then, today = set(shelves.files(dataset.id, number)), set(shelves.files(dataset.id))
    if then == today:
        return now
    folder = shelves.home.table(dataset.id)
    with run_of(shelves, dataset.id) as run, full_disk_explained(folder):
        version = following(old, Act.restore, run=run, reason=scrubbed(reason), by=by).model_copy(
            update={
                "number": now.number + 1,
                "inserted": shelves.count_in_files(sorted(then - today)),
                "deleted": shelves.count_in_files(sorted(today - then)),
                "restored": number,
            }
        )
        balanced(shelves, version, now, sorted(then))
        journalled(journal, version, restored=number)
        return recorded(shelves, version, lambda record: delta.restore(folder, old.delta, record))
