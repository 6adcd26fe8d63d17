"""Work that somebody asked for: what a job's kind means, and how it is run from its claim to its end."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.model import Job, Origin, Refused, Run, Text
from tianfu.store import Busy

from .correct import correct
from .derive import derive
from .load import load
from .refresh import FAILS, refresh

if TYPE_CHECKING:
    from tianfu.store import Store

log = logging.getLogger(__name__)
BROKEN = Text(
    zh="平台出错，没有完成；原文件已保存，数据没有变化。请把任务编号告诉管理员。",
    en="The platform failed; the file is kept and no data have changed. Tell the operator the number of the job.",
)


ATTEMPTS_MOST = 5
"""So often a job is tried that meets somebody else at work on its dataset."""


class UnknownJob(ValueError):
    """No such kind of job: load, correct, derive, refresh and profile are known."""


def run_next(store: "Store", registry: Registry, *, roots: Sequence[Path], now: datetime) -> Job | None:
    """Claims the oldest waiting job and runs it to its end; None when nothing waits. A job that fails says why.

    Where somebody else is at work on the dataset the job waits again, a few times.
    """
    job = store.jobs.claim()
    if job is None:
        return None
    try:
        runs = execute(store, registry, job, roots=roots, now=now)
    except Busy as error:
        _ended(store, job, "waiting" if job.attempts < ATTEMPTS_MOST else "failed", told(error))
    except FAILS as error:
        _ended(store, job, "failed", told(error))
    except Exception:  # a mistake of ours: it must neither stop the worker nor meet it again at the next start
        log.exception("job %s: %s %s", job.id, job.kind, job.subject)
        _ended(store, job, "failed", BROKEN)
    else:
        failed = [r for r in runs if r.state == "failed"]
        run = runs[-1].id if runs else ""
        store.jobs.finish(job, "failed" if failed else "done", message="; ".join(r.message for r in failed), run=run)
    return job


def _ended(store: "Store", job: Job, state: str, text: Text) -> None:
    said = job.saying(text)
    store.jobs.finish(said, state, message=said.message)


def told(error: Exception) -> Text:
    """What went wrong, in both languages where the error knows them."""
    if isinstance(error, Refused):
        return error.decision.reasons[0]
    text = getattr(error, "text", None)
    return text if isinstance(text, Text) else Text(zh=f"没有完成：{error}", en=str(error))


def execute(store: "Store", registry: Registry, job: Job, *, roots: Sequence[Path], now: datetime) -> list[Run]:
    """The runs that the job asked for. `subject` is a dataset's id; a refresh has none."""
    match job.kind:
        case "load":
            return [load(store, registry, job.subject, roots=roots, now=now, upload=_upload(store, job))]
        case "correct":
            return [correct(store, registry, job, _corrections(store, job), now=now)]
        case "derive":
            return [derive(store, registry, job.subject, now=now)]
        case "refresh":
            return refresh(store, registry, roots=roots, now=now)
        case "profile":
            store.profile(job.subject)
            return []
    raise UnknownJob(f"job {job.id} asks for '{job.kind}'; known are load, correct, derive, refresh, profile")


def _corrections(store: "Store", job: Job) -> Origin:
    found = _upload(store, job)
    if found is None:
        raise UnknownJob(f"job {job.id} corrects problem rows and names no file of corrections")
    return found


def _upload(store: "Store", job: Job) -> Origin | None:
    """What was handed in with the job: its `origin` is a raw file's number, `name` the label it came with."""
    number = job.arguments.get("origin")
    found = None if number is None else store.raw.origin(int(number))
    if number is not None and found is None:
        raise UnknownJob(f"job {job.id} loads raw file {number}, which is not kept here")
    return replace(found, name=str(job.arguments.get("name") or found.name)) if found else None
