"""Runs: every attempt to bring a dataset up to date, however it ended."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, func, select

from tianfu.model import Counts, Run, Version
from tianfu.model.values import Act

from .database import Database
from .processes import is_alive, this_process
from .tables import runs

INTERRUPTED = "中断：进程意外结束 interrupted: its process ended"


class Runs:
    """Records of runs. `running` ones whose process is gone are closed by the next start."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, dataset: str, *, at: datetime | None = None) -> Run:
        """A run that is under way from now on."""
        run = Run(uuid4().hex, dataset, "running", at or datetime.now(UTC))
        with self._database.unit() as tx:
            tx.execute(runs.insert().values(**_columns(run), holder=this_process()))
        return run

    def finish(
        self,
        run: Run,
        state: str,
        *,
        counts: Counts | None = None,
        version: int | None = None,
        message: str = "",
        at: datetime | None = None,
        seconds: float | None = None,
    ) -> Run:
        """The run as it ended: `done`, `unchanged` or `failed`. `seconds` is how long it took; by default, since its start."""
        ended = at or datetime.now(UTC)
        seconds = (ended - run.started_at).total_seconds() if seconds is None else seconds
        finished = Run(run.id, run.dataset, state, run.started_at, ended, counts or run.counts, version, message, seconds)
        with self._database.unit() as tx:
            tx.execute(runs.update().where(runs.c.id == run.id).values(**_columns(finished)))
        return finished

    def one(self, run_id: str) -> Run | None:
        with self._database.read() as connection:
            row = connection.execute(select(runs).where(runs.c.id == run_id)).one_or_none()
        return None if row is None else _run(row)

    def recent(self, dataset: str | None = None, limit: int = 14) -> list[Run]:
        """The latest runs, newest first."""
        query = select(runs).order_by(runs.c.started_at.desc()).limit(limit)
        if dataset is not None:
            query = query.where(runs.c.dataset == dataset)
        with self._database.read() as connection:
            return [_run(row) for row in connection.execute(query)]

    def latest(self, limit: int = 14) -> dict[str, list[Run]]:
        """The latest runs of every dataset, newest first."""
        place = func.row_number().over(partition_by=runs.c.dataset, order_by=runs.c.started_at.desc()).label("place")
        ranked = select(runs, place).subquery()
        found: dict[str, list[Run]] = {}
        with self._database.read() as connection:
            for row in connection.execute(select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.dataset, ranked.c.place)):
                found.setdefault(row.dataset, []).append(_run(row))
        return found

    def failed_since(self, at: datetime, limit: int = 100) -> list[Run]:
        """Runs that failed since then, newest first."""
        query = select(runs).where(runs.c.state == "failed", runs.c.started_at >= at).order_by(runs.c.started_at.desc()).limit(limit)
        with self._database.read() as connection:
            return [_run(row) for row in connection.execute(query)]

    def states_since(self, at: datetime) -> dict[str, int]:
        """How many runs were started since then, by their states."""
        query = select(runs.c.state, func.count()).where(runs.c.started_at >= at).group_by(runs.c.state)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def close_interrupted(self) -> list[str]:
        """Marks runs whose process is gone as failed; their ids."""
        with self._database.read() as connection:
            running = connection.execute(select(runs.c.id, runs.c.holder).where(runs.c.state == "running")).all()
        gone = [row.id for row in running if not is_alive(row.holder)]
        if gone:
            values = {"state": "failed", "message": INTERRUPTED, "ended_at": datetime.now(UTC)}
            with self._database.unit() as tx:
                tx.execute(runs.update().where(runs.c.id.in_(gone) & (runs.c.state == "running")).values(**values))
        return gone

    def settle(self, version: Version) -> None:
        """A run whose version was found after a crash is done, even if it was given up before."""
        counts = version.counts if version.act is Act.load else {}
        values = {"state": "done", "version": version.number, "message": "", "ended_at": version.at, **counts}
        with self._database.unit() as tx:
            tx.execute(runs.update().where((runs.c.id == version.run) & runs.c.version.is_(None)).values(**values))


def _columns(run: Run) -> dict[str, object]:
    counts = run.counts
    return {
        "id": run.id,
        "dataset": run.dataset,
        "state": run.state,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "read": counts.read,
        "accepted": counts.accepted,
        "flagged": counts.flagged,
        "quarantined": counts.quarantined,
        "version": run.version,
        "message": run.message,
        "seconds": run.seconds,
    }


def _run(row: Row[Any]) -> Run:
    counts = Counts(row.read, row.accepted, row.flagged, row.quarantined)
    return Run(row.id, row.dataset, row.state, row.started_at, row.ended_at, counts, row.version, row.message, row.seconds)
