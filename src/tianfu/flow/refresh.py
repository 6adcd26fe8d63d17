"""Everything that is stale, in order of dependency. One dataset that fails holds up only those that need it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry, declare_all
from tianfu.model import Refused, Report, Run
from tianfu.store import StorageFull, StoreError

from .derive import derive
from .load import load
from .stale import Stale, stale

if TYPE_CHECKING:
    from tianfu.store import Store

FAILS = (StoreError, Refused, LookupError, ValueError)
"""What may be wrong with one dataset and leaves the others alone; its run says so. A full disk stops everything."""


def refresh(store: "Store", registry: Registry, *, roots: Sequence[Path], now: datetime, report: Report | None = None) -> list[Run]:
    """The runs of all that was stale, also of those that failed; none when everything is up to date."""
    declare_all(store, registry)
    runs: list[Run] = []
    failed: set[str] = set()
    for item in stale(store, registry, now, roots=roots):
        if failed.isdisjoint(registry.needs(item.dataset)):
            run = _brought_up_to_date(store, registry, item, roots=roots, now=now, report=report)
            runs.append(run)
            failed |= {run.dataset} if run.state == "failed" else set()
        else:
            failed.add(item.dataset)
    return runs


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
