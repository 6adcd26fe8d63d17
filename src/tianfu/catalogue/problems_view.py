"""The page of problem rows: every row and check of the last load that the reader may see, in sentences."""

from collections.abc import Mapping
from typing import Any

from tianfu.govern import sentence
from tianfu.model import CheckResult, Dataset, Severity, Text, Version

from .addresses import asking, problems_page
from .cards import card
from .dataset_view import crumbs
from .problem_rows import NONE, ProblemPage, as_problem, decision_on, place, problem_page
from .quality_view import ABOUT_ALL
from .terms import COUNTS, OUTCOMES
from .views import Cell, Download, FacetGroup, Link, ProblemLine, ProblemsView
from .visit import Visit

LIMIT = 50
CHECK = Text(zh="规则", en="Check")


def problems_view(visit: Visit, dataset: Dataset, *, check: str = "", after: str = "") -> ProblemsView:
    """The page; BadQuestion for a place that is none."""
    shown, decision = card(visit.store, visit.registry, dataset), decision_on(visit, dataset)
    version = shown.version
    found = _found(visit, dataset, version, check, after) if version and decision.allowed else NONE
    chosen = [("check", check)] if check else []
    here = Link(problems_page(dataset.id), Text(zh="问题数据", en="Problem rows"), current=True)
    return ProblemsView(
        card=shown,
        crumbs=crumbs(visit, shown, here),
        allowed=decision.allowed,
        reasons=decision.reasons,
        counts=tuple((COUNTS[n], version.counts.get(n, 0)) for n in COUNTS) if version else (),
        total=found.total,
        groups=(_checks(dataset, version, check),) if version and decision.allowed else (),
        lines=tuple(_line(dataset, version, row) for row in found.rows) if version else (),
        next=problems_page(dataset.id, [*chosen, ("after", found.next)]) if found.next else None,
        first=problems_page(dataset.id, chosen) if after else None,
        downloads=(_file(dataset, chosen),) if version and decision.allowed else (),
    )


def _file(dataset: Dataset, chosen: list[tuple[str, str]]) -> Download:
    note = Text(zh="一行一处，个人信息脱敏", en="one row per finding, personal data masked")
    return Download(Text(zh="CSV"), note, asking(f"/dataset/{dataset.id}/problems.csv", chosen))


def _found(visit: Visit, dataset: Dataset, version: Version, check: str, after: str) -> ProblemPage:
    return problem_page(visit, dataset, version, check=check, after=after, limit=LIMIT, count=True)


def _checks(dataset: Dataset, version: Version, chosen: str) -> FacetGroup:
    failed = sorted((c for c in version.quality.checks if c.failed and c.rule not in ABOUT_ALL), key=lambda c: (-c.failed, c.id))
    return FacetGroup("check", CHECK, tuple(_option(dataset, c, chosen) for c in failed))


def _option(dataset: Dataset, check: CheckResult, chosen: str) -> Link:
    current = check.id == chosen
    href = problems_page(dataset.id, [] if current else [("check", check.id)])
    columns = [c for c in dataset.columns if c.name in check.columns]
    zh = "、".join(c.title for c in columns) or dataset.title
    en = ", ".join(c.title_en or c.name for c in columns) or dataset.title_en
    return Link(href, Text(zh=f"{zh}：{check.expected.zh}", en=f"{en}: {check.expected.en}"), current, check.failed)


def _line(dataset: Dataset, version: Version, row: Mapping[str, Any]) -> ProblemLine:
    column = next((c for c in dataset.columns if c.name == row["field"]), None)
    check = next((c for c in version.quality.checks if c.id == row["check"]), None)
    outcome, tone = OUTCOMES[Severity(row["outcome"])]
    value = row.get("value")
    return ProblemLine(
        record=place(row),
        field=Text(zh=column.title, en=column.title_en) if column else Text(zh=row["field"]),
        name=row["field"],
        value=Cell(value or "", missing=value is None, masked="*" in (value or "")),
        tone=tone,
        outcome=outcome,
        sentence=sentence(check, as_problem(row), dataset) if check else Text(zh=row["check"]),
    )
