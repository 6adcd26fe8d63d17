"""What a load makes of the table it goes into: which files come and go, and the rows, bytes and bounds of the whole afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import ColumnProfile, Mode, Part, Staged, Version

from . import delta
from .profile import light_profile, profile_of_files
from .upsert import merged

if TYPE_CHECKING:
    from .shelves import Shelves


@dataclass(frozen=True)
class Landing:
    """`parts` come into the table, the files named in `without` leave it. Rows after = before + inserted - deleted."""

    parts: tuple[Part, ...]
    without: tuple[str, ...]
    rows: int
    bytes: int
    inserted: int
    deleted: int
    profile: tuple[ColumnProfile, ...]
    updated: int = 0
    unchanged: int = 0


def landing(shelves: "Shelves", staged: Staged, schema: pa.Schema, before: Version | None) -> Landing:
    """By the mode of the load."""
    if before is None or staged.mode is Mode.replace:
        return _added(staged, schema, None, deleted=before.rows if before else 0)
    if staged.mode is Mode.append or not staged.parts or not before.rows:
        return _added(staged, schema, before)
    return _merged(shelves, staged, schema, before)


def _added(staged: Staged, schema: pa.Schema, kept: Version | None, deleted: int = 0) -> Landing:
    inserted = sum(p.rows for p in staged.parts)
    return Landing(
        parts=staged.parts,
        without=(),
        rows=inserted + (kept.rows if kept else 0),
        bytes=sum(p.bytes for p in staged.parts) + (kept.bytes if kept else 0),
        inserted=inserted,
        deleted=deleted,
        profile=light_profile(staged.dataset, schema, staged.parts, kept.profile if kept else ()),
    )


def _merged(shelves: "Shelves", staged: Staged, schema: pa.Schema, before: Version) -> Landing:
    folder = shelves.home.table(staged.dataset.id)
    whole = delta.widened(folder, schema)
    files = shelves.files(staged.dataset.id)
    found = merged(shelves, staged, whole, files)
    after = [f for f in files if Path(f).name not in found.without] + [str(folder / p.path) for p in found.parts]
    return Landing(
        parts=found.parts,
        without=found.without,
        rows=before.rows + found.inserted - found.deleted,
        bytes=size_after(folder, before, found.parts, found.without),
        inserted=found.inserted,
        deleted=found.deleted,
        profile=profile_of_files(shelves.engine, staged.dataset, whole, after),
        updated=found.updated,
        unchanged=found.unchanged,
    )


def size_after(folder: Path, before: Version, parts: Sequence[Part], without: Sequence[str]) -> int:
    """Bytes of the table's files once these have come and gone."""
    return before.bytes + sum(p.bytes for p in parts) - sum((folder / n).stat().st_size for n in without)
