"""Which problem rows were put right, and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, and_, delete, select, update

from tianfu.model import Job
from tianfu.store.tables import jobs

from .tables import corrections

if TYPE_CHECKING:
    from tianfu.store import Store

Key = tuple[str, int, int]
"""Run, record and part of a problem row."""
WAITING, KEPT, AGAIN, FAILED = "waiting", "kept", "again", "failed"


@dataclass(frozen=True, slots=True)
class Correction:
    """A problem row (`run`, `record`, `part`) and the record that replaces it (`origin`, `place`).

    `state` is failed where its job failed: the row is open again.
    """

    dataset: str
    run: str
    record: int
    part: int
    origin: int
    place: int
    job: int
    who: str
    at: datetime
    fields: int
    state: str = WAITING
    loaded: str = ""

    @property
    def key(self) -> Key:
        return self.run, self.record, self.part


def recorded(store: "Store", dataset_id: str, runs: Collection[str]) -> dict[Key, Correction]:
    """By problem row, those of the runs."""
    query = _with_jobs().where(corrections.c.dataset == dataset_id, corrections.c.run.in_(list(runs)))
    with store.database.read() as connection:
        found = [_correction(row) for row in connection.execute(query)]
    return {c.key: c for c in found}


def earlier(store: "Store", dataset_id: str, records: Collection[int]) -> dict[tuple[int, int], Correction]:
    """Of these records, the newest correction that was kept, whatever run the problem was of: the same file may have been read again."""
    query = _with_jobs().where(corrections.c.dataset == dataset_id, corrections.c.state == KEPT).order_by(corrections.c.at)
    with store.database.read() as connection:
        return {(c.record, c.part): c for row in connection.execute(query) if (c := _correction(row)).record in records}


def of_job(store: "Store", job: int) -> list[Correction]:
    """In the order of their file."""
    query = _with_jobs().where(corrections.c.job == job).order_by(corrections.c.place)
    with store.database.read() as connection:
        return [_correction(row) for row in connection.execute(query)]


def loading_runs(store: "Store", dataset_id: str) -> set[str]:
    """The runs that took corrections."""
    query = select(corrections.c.loaded).where(corrections.c.dataset == dataset_id, corrections.c.loaded != "").distinct()
    with store.database.read() as connection:
        return set(connection.execute(query).scalars())


def record(tx: Connection, found: Sequence[Correction]) -> None:
    """Writes them; a failed attempt at the same problem row gives way. IntegrityError where another correction was first."""
    for each in found:
        same = and_(*(corrections.c[n] == getattr(each, n) for n in ("dataset", "run", "record", "part")))
        broken = select(jobs.c.id).where(jobs.c.state == FAILED)
        tx.execute(delete(corrections).where(same, corrections.c.state == WAITING, corrections.c.job.in_(broken)))
    names = [c.name for c in corrections.columns]
    tx.execute(corrections.insert(), [{n: getattr(each, n) for n in names} for each in found])


def settled(store: "Store", job: Job | int, run: str, again: Iterable[int]) -> None:
    """What the run made of a job's corrections; `again`: places in the file that became problem rows once more. Safe to do again."""
    number, places = job if isinstance(job, int) else job.id, list(again)
    with store.unit() as tx:
        of_it = corrections.c.job == number
        tx.execute(update(corrections).where(of_it).values(state=KEPT, loaded=run))
        for start in range(0, len(places), 500):
            some = corrections.c.place.in_(places[start : start + 500])
            tx.execute(update(corrections).where(of_it, some).values(state=AGAIN))


def _with_jobs() -> Select[Any]:
    return select(corrections, jobs.c.state.label("job_state")).join(jobs, jobs.c.id == corrections.c.job, isouter=True)


def _correction(row: Row[Any]) -> Correction:
    facts = row._asdict()
    failed = facts.pop("job_state") == FAILED and facts["state"] == WAITING
    return Correction(**{**facts, "state": FAILED if failed else facts["state"]})
