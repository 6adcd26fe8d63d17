"""Work that somebody asked for. Anybody above the store enqueues it; `flow` claims and executes it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from tianfu.model import Job

from .database import Database
from .processes import is_alive, this_process
from .tables import jobs

RUN = "_run"
"""The argument under which a job that has ended keeps its run."""


class Jobs:
    """A queue. A job is claimed by one process; if that dies, the job waits again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enqueue(self, job: Job, tx: Connection | None = None) -> Job:
        """The job with its number; within `tx` it is asked for only if the rest of the transaction holds."""
        if tx is None:
            with self._database.unit() as own:
                return self.enqueue(job, own)
        values = {"kind": job.kind, "subject": job.subject, "arguments": json.dumps(job.arguments), "asked_by": job.asked_by}
        fixed: dict[str, Any] = {"state": "waiting", "attempts": 0, "asked_at": datetime.now(UTC), "claimed_by": "", "message": ""}
        key = tx.execute(jobs.insert().values(**values, **fixed)).inserted_primary_key
        return replace(job, id=key[0] if key else 0, state="waiting", attempts=0, asked_at=fixed["asked_at"])

    def claim(self, kinds: Sequence[str] = ()) -> Job | None:
        """The oldest waiting job, now this process's; None if there is none."""
        query = select(jobs).where(jobs.c.state == "waiting").order_by(jobs.c.id).limit(1).with_for_update(skip_locked=True)
        if kinds:
            query = query.where(jobs.c.kind.in_(kinds))
        with self._database.unit() as tx:
            row = tx.execute(query).one_or_none()
            if row is None:
                return None
            values = {"state": "running", "attempts": row.attempts + 1, "claimed_at": datetime.now(UTC), "claimed_by": this_process()}
            tx.execute(jobs.update().where(jobs.c.id == row.id).values(**values))
        return replace(_job(row), state="running", attempts=row.attempts + 1)

    def finish(self, job: Job, state: str = "done", message: str = "", run: str = "") -> Job:
        """The job as it ended: `done`, `failed`, or `waiting` to be tried again; and the run that it started."""
        now = datetime.now(UTC)
        with self._database.unit() as tx:
            about = json.dumps(job.arguments | ({RUN: run} if run else {}))
            tx.execute(jobs.update().where(jobs.c.id == job.id).values(state=state, message=message, ended_at=now, arguments=about))
        return replace(job, state=state, message=message, ended_at=now, run=run)

    def one(self, number: int) -> Job | None:
        """The job of that number."""
        with self._database.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == number)).one_or_none()
        return None if row is None else _job(row)

    def requeue_abandoned(self) -> int:
        """Jobs whose process is gone wait again; how many."""
        with self._database.unit() as tx:
            running = tx.execute(select(jobs.c.id, jobs.c.claimed_by).where(jobs.c.state == "running")).all()
            gone = [row.id for row in running if not is_alive(row.claimed_by)]
            tx.execute(jobs.update().where(jobs.c.id.in_(gone)).values(state="waiting", claimed_by=""))
        return len(gone)

    def listed(self, state: str | None = None, limit: int = 100) -> list[Job]:
        """The latest jobs, newest first."""
        query = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(jobs.c.state == state)
        with self._database.read() as connection:
            return [_job(row) for row in connection.execute(query)]


def _job(row: Row[tuple[object, ...]]) -> Job:
    arguments = json.loads(row.arguments)
    run = arguments.pop(RUN, "")
    return Job(
        row.kind, row.subject, arguments, row.asked_by, row.id, row.state, row.attempts, row.asked_at, row.ended_at, row.message, run
    )
