"""Problem rows (问题数据) of a dataset's last load, as the gate lets the reader see them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tianfu.govern import ProblemRow
from tianfu.model import RECORD_BITS, Dataset, Decision, Version
from tianfu.model.problems import SUFFIX
from tianfu.store import PageQuery, UnknownVersion, Where

from .visit import Visit

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


def narrowed(version: Version, check: str) -> tuple[Where, ...]:
    """Those of the version's load, and of one check if it is named."""
    return (Where("run", "eq", version.run), *((Where("check", "eq", check),) if check else ()))


def decision_on(visit: Visit, dataset: Dataset) -> Decision:
    """Whether the reader may see problem rows."""
    return visit.store.decide(problems_id(dataset), visit.reader, visit.purpose, today=visit.today)


def problem_page(
    visit: Visit, dataset: Dataset, version: Version, *, check: str = "", after: str = "", limit: int = 20, count: bool = False
) -> ProblemPage:
    """A page of them, of one check or of all. Refused where the gate says no; BadQuestion for a place that is none."""
    query = PageQuery(narrowed(version, check), after=after or None, limit=limit, count=count)
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
