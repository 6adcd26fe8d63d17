"""Problem rows as they were delivered, for those who put them right: read through the gate, for that purpose, journalled."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from tianfu.model import OPERATOR, Dataset, Version
from tianfu.model.problems import SUFFIX
from tianfu.model.reader import CORRECTION
from tianfu.store import UnknownVersion

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
    from tianfu.catalogue.sheets.findings import findings  # openpyxl: after the start

    known = recorded(store, dataset.id, now.runs)
    settled = {key for key, c in known.items() if c.state != FAILED}
    rows = problem_rows(store, dataset, now.runs, today=today)
    found = findings(dataset, now.newest, rows)
    return [r for r, f in zip(rows, found, strict=True) if f.key not in settled]


def open_count(store: "Store", dataset: Dataset, now: Present) -> Mapping[str, int]:
    """Quarantined records of the present loads: all, put right, and still open."""
    versions: list[Version] = [now.delivered, *now.corrections]
    quarantined = sum(v.counts.get("quarantined", 0) for v in versions)
    corrected = sum(c.state != FAILED for c in recorded(store, dataset.id, now.runs).values())
    return {"quarantined": quarantined, "corrected": corrected, "open": quarantined - corrected}
