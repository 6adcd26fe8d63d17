"""One attempt at a dataset: locked, declared, and recorded from its start to its end, whatever happens in between."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from time import monotonic
from typing import TYPE_CHECKING

from tianfu.govern import score, settle
from tianfu.model import Batch, Counts, Dataset, Mode, Plan, Progress, Quality, Report, Run, Staged, Version

if TYPE_CHECKING:
    from tianfu.store import Store

BEIJING = timezone(timedelta(hours=8))
PATIENCE_SECONDS = 5.0
"""How long a run waits for another one of the same dataset before it gives up as Busy."""


@dataclass
class Attempt:
    """What a load and a derivation have in common: where it goes, what it was declared as, when, and who watches."""

    store: "Store"
    dataset: Dataset
    declaration: str
    now: datetime
    report: Report | None = None
    began: float = field(default_factory=monotonic)

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    def tell(self, step: str, counts: Counts = Counts(), *, done: bool = False) -> None:  # noqa: B008
        """Shows where the attempt stands."""
        if self.report is not None:
            self.report(Progress(self.dataset.id, self.dataset.title, step, counts, self.seconds, done=done))

    def recorded(self, work: Callable[[Run], Version]) -> Run:
        """The run of the work, recorded also when it fails; what went wrong is raised again. A version of another run means nothing new."""
        run = self.store.runs.start(self.dataset.id, at=self.now)
        try:
            version = work(run)
        except BaseException as error:
            self.store.runs.finish(run, "failed", message=f"{type(error).__name__}: {error}", seconds=self.seconds)
            self.tell("failed", done=True)
            raise
        counts = Counts(**version.counts)
        state = "done" if version.run == run.id else "unchanged"
        self.tell(state, counts, done=True)
        return self.store.runs.finish(run, state, counts=counts, version=version.number, seconds=self.seconds)

    def unchanged(self, version: Version, message: str) -> Run:
        """A run that found nothing to do."""
        run = self.store.runs.start(self.dataset.id, at=self.now)
        counts = Counts(**version.counts)
        self.tell("unchanged", counts, done=True)
        return self.store.runs.finish(run, "unchanged", counts=counts, version=version.number, message=message, seconds=self.seconds)

    def brought_in(
        self,
        run: Run,
        plan: Plan,
        batches: Iterable[Batch],
        *,
        mode: Mode,
        inputs: Callable[[Staged], Mapping[str, int]],
        scored: Callable[[Staged], Quality] | None = None,
    ) -> Version:
        """Batches to a version: staged, settled, scored, committed. What was staged is discarded when a step fails."""
        staged = self.store.stage(plan, batches, run=run.id, mode=mode, report=self._counted)
        try:
            self.tell("settle", staged.counts)
            with self.store.session(staged) as session:
                staged = settle(plan, staged, session)
            quality = scored(staged) if scored else self._score(plan, staged)
            self.tell("commit", staged.counts)
            return self.store.commit(staged, quality=quality, inputs=inputs(staged), declaration=self.declaration)
        except BaseException:
            self.store.discard(staged)
            raise

    def _score(self, plan: Plan, staged: Staged) -> Quality:
        return score(plan, staged, dataset=self.dataset, today=self.today, refreshed_at=self.now)

    def _counted(self, progress: Progress) -> None:
        self.tell("stage", progress.counts)
