"""Upsert: delivered rows take the place of those that have their key, the rest is added. The newest delivery wins whole rows.

Replaced rows keep their places in the files, so pages by key stay quick; rows that are there already, value by value, are left alone.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tianfu.model import Part, Staged

from .engine import quoted
from .rewriting import Rewriting, by_file, equal_rows, left_out, places_of, replaced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .shelves import Shelves

AT_ONCE = 2
SLICE_ROWS = 600_000
"""So many delivered rows are held in memory at a time: all of a usual delivery. Larger ones go in slices over the same files."""
KEYS, PLACE, FIRST = "_keys", "_place", "_first"


@dataclass(frozen=True)
class Merged:
    """What an upsert makes of a table: new files, the old ones they stand for, and how many rows each thing happened to."""

    parts: tuple[Part, ...]
    without: tuple[str, ...]
    inserted: int
    deleted: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class Into:
    """A file after its rows were compared: `part` stands for it now, if anything in it has changed."""

    number: int
    part: Part | None
    updated: int
    unchanged: int
    doubled: int
    """rows with a key that an earlier row of the table has too: they go, once their key is delivered again"""


def merged(shelves: "Shelves", staged: Staged, schema: pa.Schema, files: Sequence[str]) -> Merged:
    """The table's files with the staged rows in them. Staged files that are not part of it any more are gone."""
    folder = shelves.home.table(staged.dataset.id)
    merge = Merge(shelves, Rewriting.at(shelves.engine, folder, staged.attempt, schema), staged.dataset.key, list(files))
    for parts in _slices(staged.parts):
        merge.take(parts)
    return merge.merged(files)


def _slices(parts: Sequence[Part]) -> Iterator[list[Part]]:
    held: list[Part] = []
    for part in parts:
        if held and sum(p.rows for p in held) + part.rows > SLICE_ROWS:
            yield held
            held = []
        held.append(part)
    if held:
        yield held


@dataclass
class Merge:
    """The merge as it goes on: slice by slice, over the files as the slices before have left them."""

    shelves: "Shelves"
    rewriting: Rewriting
    key: tuple[str, ...]
    files: list[str]
    made: dict[str, Part] = field(default_factory=dict)
    added: int = 0
    done: list[Into] = field(default_factory=list)

    def take(self, parts: Sequence[Part]) -> None:
        """Delivered rows into the files."""
        rows = self.rewriting.read([p.path for p in parts])
        found = self._found(rows)
        if not found.num_rows:
            self._add(parts)
            return
        with ThreadPoolExecutor(AT_ONCE) as workers:
            done = list(workers.map(lambda one: self._into(one[0], one[1], rows), list(by_file(found))))
        for one in done:
            self._exchange(one)
        self._rest(rows, found[PLACE].to_numpy(), parts)

    def merged(self, before: Sequence[str]) -> Merged:
        """The difference to the files that were there before."""
        updated, doubled = sum(i.updated for i in self.done), sum(i.doubled for i in self.done)
        return Merged(
            parts=tuple(self.made[f] for f in self.files if f in self.made),
            without=tuple(Path(f).name for f in before if f not in self.files),
            inserted=self.added + updated,
            deleted=updated + doubled,
            updated=updated,
            unchanged=sum(i.unchanged for i in self.done),
        )

    def _found(self, rows: pa.Table) -> pa.Table:
        """`file`, `row`, the `_place` of the delivered row that has the same key, and whether it is the `_first` of that key."""
        keys = rows.select(self.key).append_column(PLACE, pa.array(np.arange(rows.num_rows)))
        on = " AND ".join(f"o.{quoted(n)} = n.{quoted(n)}" for n in self.key)
        with self.shelves.engine.session({KEYS: keys}) as cursor:
            found = places_of(cursor, self.files, f", n.{PLACE}", f"JOIN {KEYS} n ON {on}")
        first = np.zeros(found.num_rows, dtype=bool)
        first[np.unique(found[PLACE].to_numpy(), return_index=True)[1]] = True
        return found.append_column(FIRST, pa.array(first))

    def _into(self, number: int, found: pa.Table, rows: pa.Table) -> Into:
        """The file with those of its rows replaced that have changed."""
        name = Path(self.files[number]).name
        old = self.rewriting.read([name])
        first = found[FIRST].to_numpy()
        hit = found.filter(pa.array(first))
        places, doubled = hit["row"].to_numpy(), found["row"].to_numpy()[~first]
        new = rows.take(hit[PLACE])
        changed = ~equal_rows(old.take(places), new, [n for n in old.column_names if n != "_record"])
        updated = int(changed.sum())
        part = None
        if updated or len(doubled):
            after = replaced(old, places[changed], new.filter(pa.array(changed)))
            part = self.rewriting.write(left_out(after, doubled) if len(doubled) else after, like=name)
        return Into(number, part, updated, len(places) - updated, len(doubled))

    def _exchange(self, one: Into) -> None:
        self.done.append(one)
        if one.part is None:
            return
        old = self.files[one.number]
        if self.made.pop(old, None):
            Path(old).unlink()
        self.files[one.number] = self._known(one.part)

    def _rest(self, rows: pa.Table, taken: "NDArray[np.int64]", parts: Sequence[Part]) -> None:
        """Delivered rows whose key was not there, in a file of their own."""
        new = np.ones(rows.num_rows, dtype=bool)
        new[taken] = False
        if new.any():
            self._add([self.rewriting.write(rows.filter(pa.array(new)), like=parts[0].path)])
        for part in parts:
            (self.rewriting.folder / part.path).unlink()

    def _add(self, parts: Sequence[Part]) -> None:
        self.added += sum(p.rows for p in parts)
        self.files += [self._known(p) for p in parts]

    def _known(self, part: Part) -> str:
        path = str(self.rewriting.folder / part.path)
        self.made[path] = part
        return path
