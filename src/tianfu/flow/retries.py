"""When a dataset that failed is tried again without being asked: after a minute, then twice as long each time, at most an hour.

A source that changes is tried at once: what was wrong may be mended. Whoever asks by hand never waits.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tianfu.model import Run

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
DOUBLINGS = 6


def waits_until(runs: Iterable[Run], changed_at: datetime | None) -> datetime | None:
    """When the next try is due after failures in a row; None where nothing failed last, or the source changed since.

    `runs` newest first; `changed_at` is when the newest file of the source was written.
    """
    failed = _failures_in_a_row(runs)
    if not failed:
        return None
    last = failed[0].ended_at or failed[0].started_at
    if changed_at is not None and changed_at > last:
        return None
    return last + min(FIRST * (1 << min(len(failed) - 1, DOUBLINGS)), LONGEST)


def _failures_in_a_row(runs: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    for run in runs:
        if run.state != "failed":
            break
        found.append(run)
    return found
