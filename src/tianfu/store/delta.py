"""Delta tables through delta-rs: a folder each, Parquet files that DuckDB wrote, a log that says which of them form which version.

deltalake runs threads of its own: after this module is imported, never fork. It is imported when a table is first opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable

KEY = "tianfu"
"""Where a commit carries the record of its version."""


@dataclass(frozen=True, slots=True)
class DeltaCommit:
    """One commit of a table's log; `record` is empty for commits that make no version, such as an added column."""

    delta: int
    record: Mapping[str, object]


def newest(folder: Path) -> int | None:
    """The number of the last commit, from the names in the log: quick, and without deltalake."""
    log = folder / "_delta_log"
    if not log.is_dir():
        return None
    return max((int(p.name[:20]) for p in log.iterdir() if p.name.endswith(".json") and p.name[:20].isdigit()), default=None)


def files(folder: Path, delta: int) -> list[str]:
    """Absolute paths of the Parquet files of a version."""
    return sorted(_open(folder, delta).file_uris())


def schema(folder: Path, delta: int) -> "pa.Schema":
    """Columns of a version, technical ones included."""
    import pyarrow as pa

    return pa.schema(_open(folder, delta).schema().to_arrow())


def commits_after(folder: Path, delta: int) -> list[DeltaCommit]:
    """Commits later than `delta`, oldest first."""
    last = newest(folder)
    if last is None or last <= delta:
        return []
    history = _open(folder).history(last - delta)
    found = [DeltaCommit(int(c["version"]), json.loads(c.get(KEY, "{}"))) for c in history]
    return sorted((c for c in found if c.delta > delta), key=lambda c: c.delta)


def _open(folder: Path, delta: int | None = None) -> "DeltaTable":
    from deltalake import DeltaTable

    return DeltaTable(str(folder), version=delta)
