"""Problem rows as they were delivered, for those who put them right: read through the gate, for that purpose, journalled."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from tianfu.model import OPERATOR, Dataset
from tianfu.model.problems import SUFFIX
from tianfu.model.reader import CORRECTION
from tianfu.store import UnknownVersion

from .findings import findings
from .ledger import FAILED, recorded
from .present import Present

if TYPE_CHECKING:
    from datetime import date

    from tianfu.store import Store

MOST = 50_000
"""Problem rows of one workbook; a delivery with more has one mistake in all its rows."""


def problem_rows(
    store: "Store", dataset: Dataset, runs: Collection[str], *, today: "date", record: int | None = None, most: int = MOST
) -> list[dict[str, Any]]:
    """Rows of these runs, or of one record, values as delivered."""
    try:
        table = store.read(f"{dataset.id}{SUFFIX}", OPERATOR, CORRECTION, today=today).table
    except UnknownVersion:
        return []
    found = table.filter(table.run.isin(list(runs)))
    if record is not None:
        found = found.filter(found.record == record)
    rows: list[dict[str, Any]] = found.order_by(["record", "check"]).limit(most).to_pyarrow().to_pylist()
    return rows


def open_rows(store: "Store", dataset: Dataset, now: Present, *, today: "date") -> list[dict[str, Any]]:
    """Those of the present loads that nobody has put right."""
    known = recorded(store, dataset.id, now.runs)
    settled = {key for key, c in known.items() if c.state != FAILED}
    rows = problem_rows(store, dataset, now.runs, today=today)
    found = findings(dataset, now.newest, rows)
    return [r for r, f in zip(rows, found, strict=True) if f.key not in settled]
