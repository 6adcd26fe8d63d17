"""Problem rows (问题数据) of a dataset's last load, as the gate lets the reader see them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tianfu.govern import ProblemRow
from tianfu.model import RECORD_BITS, Dataset, Decision, Version
from tianfu.model.problems import SUFFIX
from tianfu.store import PageQuery, UnknownVersion, Where

from .corrections.present import present
from .visit import Visit

RUNS_MOST = 30
"""So many loads a page asks for: the delivery and the newest corrections."""
RECORD = (1 << RECORD_BITS) - 1


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Rows as they were read, and the place behind them."""

    rows: Sequence[Mapping[str, Any]]
    total: int | None
    next: str | None


NONE = ProblemPage((), 0, None)


def problems_id(dataset: Dataset) -> str:
    """The dataset of its problem rows."""
    return f"{dataset.id}{SUFFIX}"


def narrowed(runs: Sequence[str], check: str) -> tuple[Where, ...]:
    """Those of the loads, and of one check if it is named."""
    return (Where("run", "in", ",".join((runs[0], *runs[1:][1 - RUNS_MOST :]))), *((Where("check", "eq", check),) if check else ()))


def runs_of(visit: Visit, version: Version) -> tuple[str, ...]:
    """The delivery that the newest version stands on, and the corrections loaded since; of an older version its own load."""
    now = present(visit.store, version.dataset)
    return now.runs if now and now.newest.number == version.number else (version.run,)


def decision_on(visit: Visit, dataset: Dataset) -> Decision:
    """Whether the reader may see problem rows."""
    return visit.store.decide(problems_id(dataset), visit.reader, visit.purpose, today=visit.today)


def problem_page(
    visit: Visit, dataset: Dataset, version: Version, *, check: str = "", after: str = "", limit: int = 20, count: bool = False
) -> ProblemPage:
    """A page of them, of one check or of all. Refused where the gate says no; BadQuestion for a place that is none."""
    query = PageQuery(narrowed(runs_of(visit, version), check), after=after or None, limit=limit, count=count)
    try:
        body = visit.store.page(problems_id(dataset), visit.reader, visit.purpose, query, today=visit.today).body
    except UnknownVersion:
        return NONE
    found = json.loads(body)
    return ProblemPage(found["rows"], found["total"], found["next"])


def place(row: Mapping[str, Any]) -> int:
    """The number of the record in its file, from 1."""
    return int(row["record"]) & RECORD


def as_problem(row: Mapping[str, Any]) -> ProblemRow:
    """What a sentence is made from."""
    return ProblemRow(place(row), row["field"], row.get("value"), row.get("cause"))
