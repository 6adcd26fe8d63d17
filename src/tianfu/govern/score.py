"""Quality in the six dimensions of GB/T 36344-2018, from counts the load left behind. No row is read again.

A dimension nothing was tested for has no value: it is not taken for perfect. Accessibility never has one here: it is measured on requests.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from tianfu.model import Check, CheckResult, Dataset, Dimension, Plan, Quality, Refresh, Score, Severity, Staged, Text
from tianfu.standards import dimensions

CYCLE_DAYS = {
    Refresh.realtime: 1,
    Refresh.hourly: 1,
    Refresh.daily: 1,
    Refresh.weekly: 7,
    Refresh.monthly: 31,
    Refresh.quarterly: 92,
    Refresh.half_yearly: 184,
    Refresh.yearly: 366,
}
"""The longest a cycle lasts, in days; `irregular` promises nothing, so there is nothing to be late for."""
REFRESHED = "dataset.refreshed"


def score(plan: Plan, staged: Staged, *, dataset: Dataset, today: date, refreshed_at: datetime) -> Quality:
    """Scores, and the checks behind them. `refreshed_at` is when the source last delivered."""
    results = [_result(check, staged) for check in plan.checks]
    results += _on_time(dataset, staged, today, refreshed_at)
    return _quality(results)


def _quality(results: Sequence[CheckResult]) -> Quality:
    scores = tuple(_score(dimension, results) for dimension in Dimension)
    known = [s.value for s in scores if s.value is not None]
    return Quality(total=round(sum(known) / len(known), 2) if known else None, scores=scores, checks=tuple(results))


def _result(check: Check, staged: Staged) -> CheckResult:
    return CheckResult(
        id=check.id,
        columns=check.columns,
        rule=check.rule,
        severity=check.severity,
        dimension=check.dimension,
        expected=check.expected,
        standard=check.standard,
        tested=_tested(check, staged),
        failed=staged.failed.get(check.id, 0),
    )


def _tested(check: Check, staged: Staged) -> int:
    """Rows the check looked at: all that were read, less those kept without a value. Only `required` looks at missing values.

    Values of quarantined rows are no longer counted by column: such a row counts as tested.
    """
    if check.rule == "required":
        return staged.counts.read
    missing = max((_missing(name, staged) for name in check.columns), default=0)
    return max(staged.counts.read - missing, staged.failed.get(check.id, 0))


def _missing(column: str, staged: Staged) -> int:
    return sum(part.stats[column][2] for part in staged.parts if column in part.stats)


def _on_time(dataset: Dataset, staged: Staged, today: date, refreshed_at: datetime) -> list[CheckResult]:
    """The newest record, or else the last delivery, is not older than one cycle and a day; if it is, every record is late."""
    cycle = CYCLE_DAYS.get(dataset.refresh)
    if cycle is None:
        return []
    newest = _newest(dataset, staged) or refreshed_at.astimezone(UTC).date()
    late = today - newest > timedelta(days=cycle + 1)
    rows = staged.counts.kept
    expected = Text(zh=f"最新数据不早于 {cycle + 1} 天前", en=f"newest data at most {cycle + 1} days old")
    return [
        CheckResult(
            id=REFRESHED,
            columns=(dataset.time,) if dataset.time else (),
            rule="refreshed",
            severity=Severity.flag,
            dimension=Dimension.timeliness,
            expected=expected,
            standard="GB/T 36344-2018",
            tested=rows,
            failed=rows if late else 0,
        )
    ]


def _newest(dataset: Dataset, staged: Staged) -> date | None:
    """The newest date of a record, from the statistics of the files."""
    if dataset.time is None:
        return None
    days = [day for part in staged.parts if dataset.time in part.stats and (day := _day(part.stats[dataset.time][1]))]
    return max(days, default=None)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) + timedelta(hours=8)).date() if value.tzinfo else value.date()
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value if isinstance(value, date) else None


def _score(dimension: Dimension, results: Iterable[CheckResult]) -> Score:
    """Values that pass ÷ values tested, over all checks of the dimension."""
    term = dimensions()[dimension.value]
    tested = [r for r in results if r.dimension is dimension and r.tested]
    if not tested:
        formula = Text(zh=f"{term.text.zh}；未检查，无法计算", en=f"{term.text.en}; nothing was tested, so not computable")
        return Score(dimension=dimension, value=None, formula=formula)
    values, failed = sum(r.tested for r in tested), sum(r.failed for r in tested)
    formula = Text(
        zh=f"{term.text.zh}：({values:,} − {failed:,}) ÷ {values:,}，共 {len(tested)} 项检查",
        en=f"{term.text.en}: ({values:,} - {failed:,}) / {values:,}, {len(tested)} checks",
    )
    return Score(dimension=dimension, value=_percent(values - failed, values), formula=formula)


def _percent(passed: int, tested: int) -> float:
    """Two decimals, and never 100 while anything failed."""
    return 100.0 if passed == tested else min(99.99, round(100 * passed / tested, 2))


def mended(quality: Quality, gone: Mapping[str, int], again: Mapping[str, int]) -> Quality:
    """The quality after corrections: failures put right no longer count, those of corrected rows that fail again do."""
    results = [c.model_copy(update={"failed": max(0, c.failed - gone.get(c.id, 0)) + again.get(c.id, 0)}) for c in quality.checks]
    return _quality(results)
