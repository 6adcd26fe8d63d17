"""Delta tables through delta-rs: a folder each, Parquet files that DuckDB wrote, a log that says which of them form which version.

deltalake runs threads of its own: after this module is imported, never fork. It is imported when a table is first opened.
"""

import json
import os
from collections.abc import Mapping, Sequence
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
    from deltalake.transaction import AddAction

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


def commit(folder: Path, parts: Sequence[Part], schema: "pa.Schema", mode: Mode, record: Mapping[str, object]) -> int:
    """Registers files that lie in the folder as one commit that carries `record`; its number. The caller holds the table's lock."""
    from deltalake import CommitProperties
    from deltalake.transaction import create_table_with_add_actions

    _sync([folder / p.path for p in parts])
    actions = [_action(folder, p) for p in parts]
    properties = CommitProperties(custom_metadata={KEY: json.dumps(record, ensure_ascii=False)})
    if newest(folder) is None:
        create_table_with_add_actions(
            str(folder), _delta_schema(schema), actions, mode="error", configuration=CONFIGURATION, commit_properties=properties
        )
    else:
        table = _open(folder)
        if mode is Mode.append:
            table = _widened(folder, table, schema)
        words = {Mode.append: "append", Mode.replace: "overwrite"}
        table.create_write_transaction([*actions], words[mode], _delta_schema(schema), commit_properties=properties)
    delta = newest(folder)
    if delta is None:
        raise RuntimeError(f"{folder} has no log after a commit; expected at least commit 0")
    _sync([folder / "_delta_log" / f"{delta:020}.json"])
    return delta


def _widened(folder: Path, table: "DeltaTable", schema: "pa.Schema") -> "DeltaTable":
    """The table with columns that older versions lack; columns it has keep their type."""
    import pyarrow as pa

    old = pa.schema(table.schema().to_arrow())
    known = [f for f in schema if f.name in old.names]
    if changed := [f for f in known if f.type != old.field(f.name).type]:
        what = ", ".join(f"{f.name}: {old.field(f.name).type} -> {f.type}" for f in changed)
        raise ColumnsChanged(
            Text(zh=f"数据项类型有变（{what}），不能追加；请以替换方式重新装载。", en=f"Columns changed ({what}): load in replace mode.")
        )
    added = [f for f in schema if f.name not in old.names]
    if not added:
        return table
    table.alter.add_columns(_delta_schema(pa.schema(added)).fields)
    return _open(folder)


def _delta_schema(schema: "pa.Schema") -> Any:
    from deltalake import Schema

    return Schema.from_arrow(schema)


def _action(folder: Path, part: Part) -> "AddAction":
    from deltalake.transaction import AddAction

    path = folder / part.path
    bounds = [{n: _json(s[i]) for n, s in part.stats.items() if _json(s[i]) is not None} for i in (0, 1)]
    nulls = {n: s[2] for n, s in part.stats.items()}
    stats = {"numRecords": part.rows, "minValues": bounds[0], "maxValues": bounds[1], "nullCount": nulls}
    modified = int(path.stat().st_mtime * 1000)
    return AddAction(part.path, part.bytes, {}, modified, data_change=True, stats=json.dumps(stats, ensure_ascii=False))


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
