"""What databases bring to a load: each source is read and kept first; then it is known whether anything is new."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tianfu.collect.databases import Extract, delivered, extract, is_extract
from tianfu.model import Batch, Database, Dataset, Mode, Version

from .run import Attempt

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """The extracts of one load, in the order of the sources."""

    extracts: tuple[tuple[Database, Extract], ...]

    def batches(self, store: "Store") -> Iterator[Batch]:
        for source, one in self.extracts:
            yield from delivered(store, source, one)

    def mode(self, dataset: Dataset) -> Mode:
        """A source with a cursor that was read as a whole replaces what is there: at first, and when the declaration has changed."""
        return Mode.replace if any(s.cursor and e.is_whole for s, e in self.extracts) else dataset.mode

    def is_known(self, last: Version) -> bool:
        """Whether nothing new came: the same contents as before, or no row behind the cursor."""
        if all(s.cursor and not e.is_whole for s, e in self.extracts):
            return all(e.rows == 0 or e.origin.sha256 in last.origins for _, e in self.extracts)
        return {e.origin.sha256 for _, e in self.extracts} <= set(last.origins)


def is_read_in_place(dataset: Dataset) -> bool:
    """Whether any of its sources is a database."""
    return any(isinstance(s, Database) for s in dataset.sources)


def taken(attempt: Attempt, last: Version | None) -> Taken:
    """Reads every database of the dataset, those with a cursor from where the last version stands."""
    store, dataset = attempt.store, attempt.dataset
    since = _since(store, last) if last is not None and last.declaration == attempt.declaration else None
    sources = [s for s in dataset.sources if isinstance(s, Database)]
    return Taken(tuple((s, extract(store, dataset, s, since=since if s.cursor else None, now=attempt.now)) for s in sources))


def files_alone(dataset: Dataset, version: Version) -> dict[str, int]:
    """The delivered files of a version, without what was read from databases."""
    return {name: size for name, size in version.inputs.items() if not is_extract(dataset, name)}


def _since(store: "Store", last: Version) -> str | None:
    """Where the rows of the version end: a restored one ends where the version ended whose content came back."""
    before: Version | None = last
    while before is not None and before.cursor is None:
        if before.mode is Mode.replace and before.restored is None:
            return None
        before = store.version(last.dataset, before.restored or before.number - 1)
    return before.cursor if before else None
