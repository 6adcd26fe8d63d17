"""What somebody put right: kept as a raw file with old and new values, recorded, and asked to be loaded, all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import orjson
from sqlalchemy.exc import IntegrityError

from tianfu.collect import CollectError
from tianfu.model import Dataset, Event, Job, Origin

from .ledger import FAILED, Correction, Key, record, recorded

if TYPE_CHECKING:
    from tianfu.store import Store

KIND = "correct"
"""The kind of the job that loads corrections."""
PREFIX = "更正-"


class NotCorrected(CollectError):
    """Nothing was changed, or somebody else has put the record right already."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A problem row with the fields it was delivered with and those it shall have."""

    run: str
    record: int
    part: int
    was: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def key(self) -> Key:
        return self.run, self.record, self.part

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(name for name, value in self.now.items() if value != self.was.get(name, ""))


def correct(
    store: "Store", dataset: Dataset, mended: Sequence[Mended], *, name: str, who: str, now: datetime, unchanged: bool = False
) -> Job:
    """The job that loads what was put right. `name` is that of the delivery; `unchanged` takes rows whose values are as they were.

    NotCorrected where nothing is left to load.
    """
    known = recorded(store, dataset.id, {m.run for m in mended})
    free = [m for m in mended if (c := known.get(m.key)) is None or c.state == FAILED]
    chosen = [m for m in free if unchanged or m.changed]
    if not chosen:
        raise _nothing(mended, free)
    origin = store.raw.keep(BytesIO(b"".join(_lines(chosen, who, now))), f"{PREFIX}{name.removeprefix(PREFIX)[:100]}.ndjson")
    try:
        return _asked_for(store, dataset, chosen, origin, who, now)
    except IntegrityError as error:
        raise _nothing(mended, []) from error


def _asked_for(store: "Store", dataset: Dataset, chosen: Sequence[Mended], origin: Origin, who: str, now: datetime) -> Job:
    about = {"origin": origin.number, "sha256": origin.sha256, "name": origin.name}
    with store.unit() as tx:
        job = store.jobs.enqueue(Job(KIND, dataset.id, about, who), tx)
        record(tx, [_entry(dataset, m, origin, place, job, who, now) for place, m in enumerate(chosen, 1)])
    fields = sum(len(m.changed) for m in chosen)
    store.journal.write(Event(now, who, "correct", dataset.id, {"records": len(chosen), "values": fields, "job": job.id}))
    return job


def _entry(dataset: Dataset, found: Mended, origin: Origin, place: int, job: Job, who: str, now: datetime) -> Correction:
    return Correction(dataset.id, *found.key, origin.number, place, job.id, who, now, len(found.changed))


def _lines(mended: Sequence[Mended], who: str, now: datetime) -> Iterator[bytes]:
    """A line per record: whom it corrects, the old values, the new ones. Who and when make the file one of its own."""
    for each in mended:
        about = {"run": each.run, "record": each.record, "part": each.part, "who": who, "at": now.isoformat()}
        yield orjson.dumps({**about, "was": dict(each.was), "now": dict(each.now)}) + b"\n"


def kept_values(store: "Store", origin: Origin) -> list[dict[str, str]]:
    """The new values of a correction's records, in their order."""
    with store.raw.open(origin.sha256) as file:
        return [orjson.loads(line)["now"] for line in file]


def _nothing(mended: Sequence[Mended], free: Sequence[Mended]) -> NotCorrected:
    if mended and not free:
        return NotCorrected(
            "这些记录已由他人更正，或更正正在装载。请刷新问题数据页面查看结果。",
            "These records were corrected already, or their correction is being loaded. Reload the page of problem rows.",
        )
    return NotCorrected("没有改动任何值，没有可装载的更正。请改正标红的值后再提交。", "No value was changed: there is nothing to load.")
