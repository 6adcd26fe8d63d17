"""The page of problem rows: every row and check of the last load that the reader may see, in sentences."""

from collections.abc import Mapping
from typing import Any

from tianfu.govern import sentence
from tianfu.model import CheckResult, Dataset, Severity, Text, Version

from .addresses import asking, correct, corrections, job, problems_page, upload
from .cards import card
from .corrections.ledger import FAILED, Correction, recorded
from .corrections.present import present
from .crumbs import crumbs
from .dataset.quality import ABOUT_ALL, counted
from .problem_rows import NONE, ProblemPage, as_problem, decision_on, place, problem_page, runs_of
from .terms import OUTCOMES
from .uploading import takes_uploads
from .views import Cell, Download, FacetGroup, Link, ProblemLine, ProblemsView
from .visit import Visit

LIMIT = 50
WORKBOOK = Text(zh="待更正的问题数据（Excel）", en="Open problem rows (Excel)")
MEND = Text(zh="含原值；改正标红的单元格后在下方上传", en="values as delivered; mend the red cells and upload it below")
DONE = {"waiting": Text(zh="更正装载中", en="being loaded"), "kept": Text(zh="已更正", en="corrected")}
AGAIN = Text(zh="更正后仍有问题", en="corrected, failed again")
CHECK = Text(zh="规则", en="Check")


def problems_view(visit: Visit, dataset: Dataset, *, check: str = "", after: str = "", may_upload: bool = False) -> ProblemsView:
    """The page; BadQuestion for a place that is none."""
    shown, decision = card(visit.store, visit.registry, dataset), decision_on(visit, dataset)
    version = shown.version
    found = _found(visit, dataset, version, check, after) if version and decision.allowed else NONE
    chosen, mends = [("check", check)] if check else [], may_upload and takes_uploads(dataset)
    known = recorded(visit.store, dataset.id, runs_of(visit, version)) if version else {}
    done = {(c.run, c.record): c for c in known.values() if c.state != FAILED}
    here = Link(problems_page(dataset.id), Text(zh="问题数据", en="Problem rows"), current=True)
    return ProblemsView(
        card=shown,
        crumbs=crumbs(visit, shown, here),
        allowed=decision.allowed,
        reasons=decision.reasons,
        counts=counted(visit, version) if version else (),
        total=found.total,
        groups=(_checks(dataset, version, check),) if version and decision.allowed else (),
        lines=tuple(_line(dataset, version, row, done, mends=mends) for row in found.rows) if version else (),
        next=problems_page(dataset.id, [*chosen, ("after", found.next)]) if found.next else None,
        first=problems_page(dataset.id, chosen) if after else None,
        downloads=_files(dataset, chosen) if version and decision.allowed else (),
        corrected=sum(c.state != FAILED for c in known.values()),
        workbook=Download(WORKBOOK, MEND, corrections(dataset.id)) if version and mends and _any_open(visit, version) else None,
        upload=upload(dataset.id) if mends else None,
    )


def _files(dataset: Dataset, chosen: list[tuple[str, str]]) -> tuple[Download, ...]:
    note = Text(zh="一行一处，个人信息脱敏", en="one row per finding, personal data masked")
    kinds = (("xlsx", "Excel"), ("csv", "CSV"))
    return tuple(Download(Text(zh=name), note, asking(f"/dataset/{dataset.id}/problems.{kind}", chosen)) for kind, name in kinds)


def _any_open(visit: Visit, version: Version) -> bool:
    now = present(visit.store, version.dataset)
    return bool(now and now.counts.quarantined)


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


def _line(
    dataset: Dataset, version: Version, row: Mapping[str, Any], done: Mapping[tuple[str, int], Correction], *, mends: bool
) -> ProblemLine:
    column = next((c for c in dataset.columns if c.name == row["field"]), None)
    check = next((c for c in version.quality.checks if c.id == row["check"]), None)
    outcome, tone = OUTCOMES[Severity(row["outcome"])]
    quarantined = row["outcome"] == Severity.quarantine.value
    found = done.get((row["run"], int(row["record"]))) if quarantined else None
    value = row.get("value")
    return ProblemLine(
        record=place(row),
        field=Text(zh=column.title, en=column.title_en) if column else Text(zh=row["field"]),
        name=row["field"],
        value=Cell(value or "", missing=value is None, masked="*" in (value or "")),
        tone=tone,
        outcome=outcome,
        sentence=sentence(check, as_problem(row), dataset) if check else Text(zh=row["check"]),
        correct=correct(dataset.id, row["run"], int(row["record"])) if mends and found is None and quarantined else None,
        corrected=Link(job(found.job), DONE.get(found.state, AGAIN)) if found else None,
    )
