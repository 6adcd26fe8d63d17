"""Corrections of problem rows: loaded beside the rows that are there, whatever the dataset's mode, and accounted for.

Rows that are there are never replaced: a corrected record whose key is there already becomes a problem row again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.catalogue import Registry
from tianfu.catalogue.corrections import ledger
from tianfu.catalogue.corrections.mended import kept_values
from tianfu.catalogue.corrections.open_rows import problem_rows
from tianfu.govern import plan
from tianfu.govern.score import mended
from tianfu.model import RECORD_BITS, Batch, Job, Mode, Origin, Plan, Report, Run, Version

from .run import PATIENCE_SECONDS, Attempt

if TYPE_CHECKING:
    from tianfu.store import Store

RECORD = (1 << RECORD_BITS) - 1
BATCH_ROWS = 50_000


def correct(store: "Store", registry: Registry, job: Job, upload: Origin, *, now: datetime, report: Report | None = None) -> Run:
    """The run that took a job's corrections; the one before where it took them and its process ended before it could say so."""
    dataset = registry.dataset(job.subject)
    attempt = Attempt(store, dataset, registry.hash(dataset.id), now, report)
    with store.lock(dataset.id, wait_seconds=PATIENCE_SECONDS):
        taken = next((v for v in store.versions(dataset.id) if upload.sha256 in v.origins), None)
        if taken is not None:
            _settled(attempt, job, taken)
            return attempt.unchanged(taken, "these corrections were loaded before")
        done = attempt.recorded(lambda run: _loaded(attempt, registry, job, run, upload))
    store.profile(dataset.id)
    return done


def _loaded(attempt: Attempt, registry: Registry, job: Job, run: Run, upload: Origin) -> Version:
    """Checked by the present rules; scored with what was there before; under the declaration that the other rows were loaded by."""
    store, dataset = attempt.store, attempt.dataset
    last = store.version(dataset.id)
    if last is None:
        raise LookupError(f"{dataset.id} has no version to correct")
    attempt.tell("fetch")
    checks = plan(dataset, today=attempt.today, custom=registry.custom_rules(dataset.id))
    version = replace(attempt, declaration=last.declaration).brought_in(
        run,
        checks,
        _batches(store, checks, upload, last.cursor),
        mode=Mode.append,
        inputs=lambda _: {upload.name: upload.bytes},
        scored=lambda staged: mended(last.quality, _gone(attempt, job), staged.failed),
    )
    _settled(attempt, job, version)
    return version


def _batches(store: "Store", checks: Plan, upload: Origin, cursor: str | None) -> Iterator[Batch]:
    """The new values as text, numbered by their lines. A source's cursor goes on from where it was."""
    rows = kept_values(store, upload)
    for start in range(0, len(rows), BATCH_ROWS):
        some = rows[start : start + BATCH_ROWS]
        columns = {f: pa.array([r.get(f, "") for r in some], pa.string()) for f in checks.fields}
        first = upload.number << RECORD_BITS
        numbers = pa.array(range(first + start + 1, first + start + 1 + len(some)), pa.int64())
        yield Batch(pa.RecordBatch.from_pydict({**columns, "_record": numbers}), upload, cursor)


def _gone(attempt: Attempt, job: Job) -> Mapping[str, int]:
    """What the corrected records had failed, by check."""
    found = ledger.of_job(attempt.store, job.id)
    corrected = {(c.run, c.record) for c in found}
    rows = problem_rows(attempt.store, attempt.dataset, {c.run for c in found}, today=attempt.today)
    return Counter(str(r["check"]) for r in rows if (r["run"], r["record"]) in corrected)


def _settled(attempt: Attempt, job: Job, version: Version) -> None:
    """Which of them failed again: those that are problem rows of this run."""
    rows = problem_rows(attempt.store, attempt.dataset, [version.run], today=attempt.today)
    again = {int(r["record"]) & RECORD for r in rows if r["outcome"] == "quarantine"}
    ledger.settled(attempt.store, job.id, version.run, again)
