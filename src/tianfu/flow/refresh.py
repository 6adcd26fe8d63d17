"""Everything that is stale, in order of dependency. One dataset that fails holds up only those that need it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry, declare_all
from tianfu.model import Refused, Report, Run
from tianfu.store import StorageFull, StoreError

from .derive import derive
from .load import load
from .retries import waits_until
from .stale import Stale, files_of, stale

if TYPE_CHECKING:
    from tianfu.store import Store

FAILS = (StoreError, Refused, LookupError, ValueError)
"""What may be wrong with one dataset and leaves the others alone; its run says so. A full disk stops everything."""


def refresh(
    store: "Store", registry: Registry, *, roots: Sequence[Path], now: datetime, report: Report | None = None, patient: bool = False
) -> list[Run]:
    """The runs of all that was stale, also of those that failed; none when everything is up to date.

    `patient` leaves out what failed a short while ago (see `retries`): for whoever refreshes again and again.
    """
    declare_all(store, registry)
    runs: list[Run] = []
    failed: set[str] = set()
    for item in stale(store, registry, now, roots=roots):
        if not failed.isdisjoint(registry.needs(item.dataset)) or (patient and _waits(store, registry, item, roots, now)):
            failed.add(item.dataset)
            continue
        run = _brought_up_to_date(store, registry, item, roots=roots, now=now, report=report)
        runs.append(run)
        failed |= {run.dataset} if run.state == "failed" else set()
    return runs


def _waits(store: "Store", registry: Registry, item: Stale, roots: Sequence[Path], now: datetime) -> bool:
    files = files_of(registry.dataset(item.dataset), roots)
    changed_at = max((datetime.fromtimestamp(f.stat().st_mtime, UTC) for f in files), default=None)
    until = waits_until(store.runs.recent(item.dataset), changed_at)
    return until is not None and now < until


def _brought_up_to_date(
    store: "Store", registry: Registry, item: Stale, *, roots: Sequence[Path], now: datetime, report: Report | None
) -> Run:
    try:
        if item.work == "derive":
            return derive(store, registry, item.dataset, now=now, report=report)
        return load(store, registry, item.dataset, roots=roots, now=now, report=report)
    except StorageFull:
        raise
    except FAILS as error:
        return Run(id="", dataset=item.dataset, state="failed", started_at=now, message=str(error))
