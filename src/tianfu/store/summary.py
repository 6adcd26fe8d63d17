"""Summaries: numbers of the rows that a reader may see, gathered by one or two columns. Charts, maps and tables of totals are made of them.

Only columns that are shown plainly are grouped by, measured or used in conditions: from a masked one values could be guessed one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from tianfu.model import Purpose, Reader

from .cache import Answers
from .engine import quoted
from .gate import Admitted, Gate
from .page_query import conditions
from .paging import OVERHEAD, asked, where_of
from .summary_query import Group, Measure, Summary
from .summary_words import check_group, check_measure, check_size, check_spread

if TYPE_CHECKING:
    import pyarrow as pa

    from .gated import Gated
    from .shelves import Shelves

CHINA_MICROSECONDS = 8 * 3600 * 1_000_000
BEGINNINGS = {
    "day": "{day}",
    "month": "({day} - (day({day}) - 1)::INTEGER)",
    "quarter": "make_date(year({day}), quarter({day}) * 3 - 2, 1)",
    "year": "make_date(year({day}), 1, 1)",
}
"""The day on which a period begins; date_trunc takes three times as long."""
FUNCTIONS = {"mean": "avg", "sum": "sum", "min": "min", "max": "max", "count": "count"}


@dataclass(frozen=True, slots=True)
class Summarised:
    """Columns g0 (and g1), m0 ..., n: rows of the group. A missing value is a group of its own, the last one.

    Periods are the day they begin on (hours: the instant). A measure is null where no row of the group has a number; not-a-number and the
    infinite are none. `whole`: no group was left out.
    """

    rows: "pa.Table" = field(compare=False)
    version: int
    as_of: datetime
    whole: bool


class Summaries:
    """Summaries, kept in memory per version and grant class."""

    def __init__(self, shelves: "Shelves", gate: Gate) -> None:
        self._shelves = shelves
        self._gate = gate
        self._answers: Answers[Summarised] = Answers(64 * 2**20)

    def summarise(self, dataset_id: str, reader: Reader, purpose: Purpose, summary: Summary, *, today: date) -> Summarised:
        """The numbers. Each group counts as a row against a quota: gathered by the key they are rows."""
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today)
        key = (admitted.scope, summary)
        found = self._answers.get(key)
        answer = found or self._made(admitted, summary)
        self._gate.consume(admitted, reader, purpose, lambda: answer.rows.num_rows)
        if found is None:
            self._answers.put(key, answer, answer.rows.nbytes + OVERHEAD)
        self._journal(admitted, reader, purpose, summary)
        return answer

    def _made(self, admitted: Admitted, summary: Summary) -> Summarised:
        check_size(summary)
        seen = self._gate.gated(admitted)
        groups, measures = range(len(summary.groups)), range(len(summary.measures))
        found = self._shelves.engine.arrow(*_sql(admitted, summary, seen))
        rows = found.rename_columns([*(f"g{n}" for n in groups), *(f"m{n}" for n in measures), "n"])
        whole = rows.num_rows <= summary.limit
        return Summarised(rows.slice(0, summary.limit), admitted.version.number, admitted.version.at, whole)

    def _journal(self, admitted: Admitted, reader: Reader, purpose: Purpose, summary: Summary) -> None:
        columns = ",".join(map(str, [*summary.groups, *summary.measures]))
        about: dict[str, str | int | None] = {"version": admitted.version.number, "columns": columns}
        if summary.filters:
            about["asked"] = asked(summary.filters)
        self._gate.journal("summary", admitted.dataset.id, reader, purpose, admitted.decision, **about)


def _sql(admitted: Admitted, summary: Summary, seen: "Gated") -> tuple[str, Sequence[object]]:
    kinds = [check_group(g, admitted.dataset, seen) for g in summary.groups]
    check_spread(summary, admitted.version)
    having, values = where_of(conditions(summary.filters, admitted.dataset, seen))
    groups = [_group(g, k) for g, k in zip(summary.groups, kinds, strict=True)]
    measures = [_measure(m, check_measure(m, admitted.dataset, seen)) for m in summary.measures]
    places = range(1, len(groups) + 1)  # numbers, not names: any name may be a column's
    by, order = ", ".join(map(str, places)), ", ".join(f"{n} NULLS LAST" for n in places)
    columns = ", ".join([*groups, *measures, "count(*)"])
    sql = f"SELECT {columns} FROM ({seen.sql}){having} GROUP BY {by} ORDER BY {order} LIMIT {summary.limit + 1}"  # noqa: S608 - checked
    return sql, values


def _group(group: Group, kind: str) -> str:
    name = quoted(group.column)
    if kind == "number":
        return f"CASE WHEN isfinite({name}) THEN {name} END"
    if group.head:
        return f"left({name}, {group.head})"
    if not group.every:
        return name
    if group.every == "hour":  # China's hours are those of the world
        return f"make_timestamptz(epoch_us(date_trunc('hour', make_timestamp(epoch_us({name})))))"
    day = name if kind == "date" else f"make_timestamp(epoch_us({name}) + {CHINA_MICROSECONDS})::DATE"
    return BEGINNINGS[group.every].format(day=day)


def _measure(measure: Measure, kind: str) -> str:
    if measure.column is None:
        return "count(*)"
    name = quoted(measure.column)
    real = f"CASE WHEN isfinite({name}) THEN {name} END" if kind == "number" else name
    return f"{FUNCTIONS[measure.of]}({real})"
