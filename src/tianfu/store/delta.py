"""Delta tables through delta-rs: a folder each, Parquet files that DuckDB wrote, a log that says which of them form which version.

deltalake runs threads of its own: after this module is imported, never fork. It is imported when a table is first opened.
"""

import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tianfu.model import Mode, Part, Text

from .failures import StoreError

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, RemoveAction

KEY = "tianfu"
"""Where a commit carries the record of its version."""


@dataclass(frozen=True, slots=True)
class DeltaCommit:
    """One commit of a table's log; `record` is empty for commits that make no version, such as an added column."""

    delta: int
    record: Mapping[str, object]


CONFIGURATION = {
    "delta.logRetentionDuration": "interval 36500 days",  # versions stay readable
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


class ColumnsChanged(StoreError):
    """An append would give a column another type. Load the dataset once in replace mode."""


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


def commit(
    folder: Path,
    parts: Sequence[Part],
    schema: "pa.Schema",
    mode: Mode,
    record: Mapping[str, object],
    *,
    without: Collection[str] = (),
    same_rows: bool = False,
) -> int:
    """Registers files that lie in the folder as one commit that carries `record`; its number. The caller holds the table's lock.

    In the modes that keep what was there, the files named in `without` leave the table: they belong to older versions only.
    `same_rows` tells programs that follow the table's changes that there is nothing new for them.
    """
    from deltalake.transaction import create_table_with_add_actions

    _sync([folder / p.path for p in parts])
    actions = [_action(folder, p, data_change=not same_rows) for p in parts]
    properties = _carrying(record)
    if newest(folder) is None:
        create_table_with_add_actions(
            str(folder), _delta_schema(schema), actions, mode="error", configuration=CONFIGURATION, commit_properties=properties
        )
    else:
        table = _open(folder)
        if mode is not Mode.replace:
            table = _widened(folder, table, schema)
        word = "overwrite" if mode is Mode.replace else "append"
        gone = _removals(folder, without, data_change=not same_rows)
        table.create_write_transaction([*gone, *actions], word, _delta_schema(schema), commit_properties=properties)
    return _synced(folder)


def restore(folder: Path, delta: int, record: Mapping[str, object]) -> int:
    """A commit with the files and columns of an older one, which must all be there still; its number. Nothing is copied."""
    _open(folder).restore(delta, commit_properties=_carrying(record))
    return _synced(folder)


def _carrying(record: Mapping[str, object]) -> Any:
    from deltalake import CommitProperties

    return CommitProperties(custom_metadata={KEY: json.dumps(record, ensure_ascii=False)})


def _synced(folder: Path) -> int:
    """The number of the last commit, which is on the disk."""
    delta = newest(folder)
    if delta is None:
        raise RuntimeError(f"{folder} has no log after a commit; expected at least commit 0")
    _sync([folder / "_delta_log" / f"{delta:020}.json"])
    return delta


def widened(folder: Path, schema: "pa.Schema") -> "pa.Schema":
    """The columns of the table as it is, and those that `schema` adds. ColumnsChanged where a column would change its type."""
    import pyarrow as pa

    if newest(folder) is None:
        return schema
    old = pa.schema(_open(folder).schema().to_arrow())
    _same_types(old, schema)
    return pa.schema([*old, *(f for f in schema if f.name not in old.names)])


def _widened(folder: Path, table: "DeltaTable", schema: "pa.Schema") -> "DeltaTable":
    """The table with columns that older versions lack; columns it has keep their type."""
    import pyarrow as pa

    old = pa.schema(table.schema().to_arrow())
    _same_types(old, schema)
    added = [f for f in schema if f.name not in old.names]
    if not added:
        return table
    table.alter.add_columns(_delta_schema(pa.schema(added)).fields)
    return _open(folder)


def _same_types(old: "pa.Schema", schema: "pa.Schema") -> None:
    known = [f for f in schema if f.name in old.names]
    if changed := [f for f in known if f.type != old.field(f.name).type]:
        what = ", ".join(f"{f.name}: {old.field(f.name).type} -> {f.type}" for f in changed)
        raise ColumnsChanged(
            Text(zh=f"数据项类型有变（{what}），不能追加；请以替换方式重新装载。", en=f"Columns changed ({what}): load in replace mode.")
        )


def _delta_schema(schema: "pa.Schema") -> Any:
    from deltalake import Schema

    return Schema.from_arrow(schema)


def _removals(folder: Path, names: Collection[str], *, data_change: bool) -> "list[RemoveAction]":
    from deltalake.transaction import RemoveAction

    now = int(time.time() * 1000)
    return [RemoveAction(n, data_change, now, (folder / n).stat().st_size, {}) for n in names]


def _action(folder: Path, part: Part, *, data_change: bool) -> "AddAction":
    from deltalake.transaction import AddAction

    path = folder / part.path
    bounds = [{n: _json(s[i]) for n, s in part.stats.items() if _json(s[i]) is not None} for i in (0, 1)]
    nulls = {n: s[2] for n, s in part.stats.items()}
    stats = {"numRecords": part.rows, "minValues": bounds[0], "maxValues": bounds[1], "nullCount": nulls}
    modified = int(path.stat().st_mtime * 1000)
    return AddAction(part.path, part.bytes, {}, modified, data_change=data_change, stats=json.dumps(stats, ensure_ascii=False))


def _json(value: object) -> object:
    """As the Delta protocol writes statistics. Truth values have none."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool) or (isinstance(value, float) and value in (float("inf"), float("-inf"))):
        return None
    return value


def _sync(paths: Sequence[Path]) -> None:
    """The files and their names reach the disk."""
    for path in [*paths, *{p.parent for p in paths}]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _open(folder: Path, delta: int | None = None) -> "DeltaTable":
    from deltalake import DeltaTable

    return DeltaTable(str(folder), version=delta)
