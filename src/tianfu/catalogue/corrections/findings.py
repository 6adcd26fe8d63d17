"""A failed check of a record, in words, with the row that it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tianfu.govern import sentence
from tianfu.govern.report import ProblemRow
from tianfu.model import RECORD_BITS, CheckResult, Dataset, Severity, Text, Version
from tianfu.standards import causes

STRUCTURE = Text(zh="记录结构不完整，无法分成各个数据项", en="the record is broken: it cannot be divided into data items")
RECORD = (1 << RECORD_BITS) - 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem row. `sheet`, `row` and `columns` (letters' numbers, from 1) say where it stands, where that is known."""

    run: str
    record: int
    part: int
    severity: Severity
    field: str
    title: str
    value: str | None
    said: Text
    expected: str
    standard: str
    raw: str | None = None
    names: tuple[str, ...] = ()
    """columns of the dataset that the check reads"""
    sheet: str = ""
    row: int = 0
    columns: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, int, int]:
        """The row it is about."""
        return self.run, self.record, self.part

    @property
    def place(self) -> int:
        """The number of the record in its file."""
        return self.record & RECORD


def findings(dataset: Dataset, version: Version, rows: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Problem rows as the gate gave them, in words. `version` has the checks."""
    checks = {c.id: c for c in version.quality.checks}
    rows = list(rows)
    parts = _parts(rows)
    return [_finding(dataset, checks.get(str(r["check"])), r, _part(parts, r)) for r in rows]


def _part(parts: Mapping[tuple[str, int], Sequence[str]], row: Mapping[str, Any]) -> int:
    """Of a row without its raw record, which is kept where it was flagged only, the first."""
    return parts[row["run"], row["record"]].index(row["raw"]) if row.get("raw") else 0


def _parts(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], list[str]]:
    """A record that was unpivoted has several rows: they are told apart by what they hold, in order."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        found.setdefault((row["run"], row["record"]), set()).update([row["raw"]] if row.get("raw") else [])
    return {key: sorted(raws) for key, raws in found.items()}


def _finding(dataset: Dataset, check: CheckResult | None, row: Mapping[str, Any], part: int) -> Finding:
    field = str(row.get("field") or "")
    column = next((c for c in dataset.columns if c.name == field), None)
    problem = ProblemRow(int(row["record"]) & RECORD, field, row.get("value"), row.get("cause"))
    return Finding(
        run=str(row["run"]),
        record=int(row["record"]),
        part=part,
        severity=Severity(row["outcome"]),
        field=field,
        title=column.title if column else field,
        value=row.get("value"),
        said=sentence(check, problem, dataset) if check else _structure(problem.cause),
        expected=check.expected.zh if check else "",
        standard=check.standard if check else "",
        raw=row.get("raw"),
        names=check.columns if check else (),
    )


def _structure(cause: str | None) -> Text:
    """Why a record has no data items."""
    term = causes().get(cause or "")
    if term is None:
        return STRUCTURE
    return Text(zh=f"{term.title.zh}：{term.text.zh}", en=f"{term.title.en}: {term.text.en}")
