"""Problem rows: one per record and failed check, kept beside the table they are about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Check, Part, Rejected, Severity

from .parts import write_part

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

SCHEMA = pa.schema(
    [
        ("run", pa.string()),
        ("record", pa.int64()),
        ("outcome", pa.string()),
        ("field", pa.string()),
        ("check", pa.string()),
        ("value", pa.string()),
        ("cause", pa.string()),
        ("raw", pa.string()),
    ]
)
STRUCTURE = "_row.structure"
"""The check that a record without rows has failed."""


def of_rejected(rejected: Sequence[Rejected], run: str) -> pa.Table:
    """Records whose structure is broken, with their raw text."""
    return pa.table(
        {
            "run": [run] * len(rejected),
            "record": [r.record for r in rejected],
            "outcome": [Severity.quarantine.value] * len(rejected),
            "field": [None] * len(rejected),
            "check": [STRUCTURE] * len(rejected),
            "value": [None] * len(rejected),
            "cause": [r.cause for r in rejected],
            "raw": [r.raw for r in rejected],
        },
        schema=SCHEMA,
    )


def of_explained(explained: pa.Table, checks: Sequence[Check], run: str) -> pa.Table:
    """What a plan's `explain` says (`check` is a place in `checks`). The raw record is kept only where the row is not."""
    places = explained["check"].to_pylist()
    keeps_row = [checks[p].severity is Severity.flag for p in places]
    raws = explained["raw"].to_pylist()
    return pa.table(
        {
            "run": pa.array([run] * len(places), pa.string()),
            "record": explained["_record"].cast(pa.int64()),
            "outcome": pa.array([checks[p].severity.value for p in places], pa.string()),
            "field": explained["field"].cast(pa.string()),
            "check": pa.array([checks[p].id for p in places], pa.string()),
            "value": explained["value"].cast(pa.string()),
            "cause": explained["cause"].cast(pa.string()),
            "raw": pa.array([None if kept else raw for kept, raw in zip(keeps_row, raws, strict=True)], pa.string()),
        },
        schema=SCHEMA,
    )


def write_problems(cursor: "duckdb.DuckDBPyConnection", rows: pa.Table, folder: "Path", name: str) -> Part:
    """A file of problem rows."""
    cursor.register("_problems", rows)
    part = write_part(cursor, "SELECT * FROM _problems", folder, name, SCHEMA)
    cursor.unregister("_problems")
    return part
