"""Quality of a version: scores by dimension, and of each failed check a sentence, with rows as examples where the reader may see them."""

from tianfu.catalogue.addresses import problems_page
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.problem_rows import as_problem, decision_on, problem_page, problems_id
from tianfu.catalogue.terms import COUNTS, OUTCOMES, WHOLE
from tianfu.catalogue.views import FailedCheck, QualityView, ScoreRow
from tianfu.catalogue.visit import Visit
from tianfu.govern import headline, sentence
from tianfu.model import CheckResult, Counts, Dataset, Refused, Text, Version
from tianfu.standards import dimensions

EXAMPLES = 5
CHECKS_WITH_EXAMPLES = 12
ABOUT_ALL = ("refreshed",)
"""Rules about the dataset as a whole: no row of theirs is to be shown."""


def quality_view(visit: Visit, dataset: Dataset, version: Version) -> QualityView:
    """The quality of the version, failed checks first by how many rows failed."""
    quality = version.quality
    failed = sorted((c for c in quality.checks if c.failed), key=lambda c: (c.rule in ABOUT_ALL, -c.failed, c.id))
    may = decision_on(visit, dataset).allowed and visit.store.version(problems_id(dataset)) is not None
    return QualityView(
        total=quality.total,
        grade=quality.grade,
        scores=tuple(ScoreRow(dimensions()[s.dimension.value].title, s.value, s.formula) for s in quality.scores),
        checks=len(quality.checks),
        failed=tuple(_failed(visit, dataset, version, c, may=may and i < CHECKS_WITH_EXAMPLES) for i, c in enumerate(failed)),
        counts=counted(visit, version),
    )


def counted(visit: Visit, version: Version) -> tuple[tuple[Text, int], ...]:
    """Rows of the load; of the newest version after the corrections that were loaded since."""
    now = present(visit.store, version.dataset)
    counts = now.counts if now and now.newest.number == version.number else Counts(**version.counts)
    return tuple((COUNTS[n], getattr(counts, n)) for n in COUNTS)


def _failed(visit: Visit, dataset: Dataset, version: Version, check: CheckResult, *, may: bool) -> FailedCheck:
    whole = check.rule in ABOUT_ALL
    outcome, tone = WHOLE if whole else OUTCOMES[check.severity]
    shown = may and not whole
    return FailedCheck(
        id=check.id,
        headline=headline(check, dataset),
        tone=tone,
        outcome=outcome,
        failed=check.failed,
        tested=check.tested,
        examples=_examples(visit, dataset, version, check) if shown else (),
        more=problems_page(dataset.id, [("check", check.id)]) if shown else None,
        whole=whole,
    )


def _examples(visit: Visit, dataset: Dataset, version: Version, check: CheckResult) -> tuple[Text, ...]:
    try:
        found = problem_page(visit, dataset, version, check=check.id, limit=EXAMPLES)
    except Refused:  # a grant that ended between the question and the rows
        return ()
    return tuple(sentence(check, as_problem(row), dataset) for row in found.rows)
