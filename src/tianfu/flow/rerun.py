"""Open problem rows once more through the present rules, as after a changed declaration: what passes now is loaded, the rest stays open.

A record that was corrected in an earlier reading of the same file is taken as it was corrected.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.catalogue.corrections.findings import Finding, findings
from tianfu.catalogue.corrections.ledger import Correction, earlier
from tianfu.catalogue.corrections.mended import Mended, correct, kept_values
from tianfu.catalogue.corrections.open_rows import open_rows
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.corrections.values import by_record, values_of
from tianfu.model import Dataset, Job, Run

from .jobs import execute
from .run import BEIJING

if TYPE_CHECKING:
    from tianfu.store import Store


def rerun(store: "Store", registry: Registry, dataset_id: str, *, now: datetime, who: str = "operator") -> Run | None:
    """The run that took them; None where no problem row is open that could be divided into fields."""
    dataset = registry.dataset(dataset_id)
    mended = _mended(store, dataset, now)
    if not mended:
        return None
    job = correct(store, dataset, mended, name=dataset.title, who=who, now=now, unchanged=True)
    return _done(store, registry, job, now)


def _mended(store: "Store", dataset: Dataset, now: datetime) -> list[Mended]:
    current = present(store, dataset.id)
    if current is None:
        return []
    rows = open_rows(store, dataset, current, today=now.astimezone(BEIJING).date())
    records = by_record(findings(dataset, current.newest, rows))
    known = earlier(store, dataset.id, {record for _, record, _ in records})
    found = [_one(store, dataset, key, some, known.get(key[1:])) for key, some in records.items()]
    return [m for m in found if m.was]


def _one(store: "Store", dataset: Dataset, key: tuple[str, int, int], found: list[Finding], before: Correction | None) -> Mended:
    was = values_of(dataset, next((f.raw for f in found if f.raw), None))
    origin = store.raw.origin(before.origin) if before else None
    now = kept_values(store, origin)[before.place - 1] if before and origin else was
    return Mended(*key, was, now)


def _done(store: "Store", registry: Registry, job: Job, now: datetime) -> Run:
    """The job at once: whoever asked waits for it. A worker that took it first has done the same."""
    try:
        run = execute(store, registry, job, roots=(), now=now)[-1]
    except Exception as error:
        store.jobs.finish(job, "failed", message=str(error))
        raise
    store.jobs.finish(job, "done", run=run.id)
    return run
