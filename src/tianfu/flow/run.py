"""One attempt at a dataset: locked, declared, and recorded from its start to its end, whatever happens in between."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from time import monotonic
from typing import TYPE_CHECKING

from tianfu.govern import score, settle
from tianfu.model import Batch, Counts, Dataset, Mode, Plan, Progress, Report, Run, Staged, Version
from tianfu.store import CommitFailed

from .patience import patiently

if TYPE_CHECKING:
    from tianfu.store import Store

BEIJING = timezone(timedelta(hours=8))


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
        """The run of the work, recorded also when it fails; what went wrong is raised again."""
        run = self.store.runs.start(self.dataset.id)
        try:
            version = work(run)
        except BaseException as error:
            self._finish(run, state="failed", message=f"{type(error).__name__}: {error}")
            self.tell("failed", done=True)
            raise
        counts = Counts(**version.counts)
        done = self._finish(run, state="done", counts=counts, version=version.number)
        self.tell("done", counts, done=True)
        return done

    def unchanged(self, version: Version, message: str) -> Run:
        """A run that found nothing to do."""
        run = self.store.runs.start(self.dataset.id)
        counts = Counts(**version.counts)
        self.tell("unchanged", counts, done=True)
        return self._finish(run, state="unchanged", counts=counts, version=version.number, message=message)

    def brought_in(self, run: Run, plan: Plan, batches: Iterable[Batch], *, mode: Mode, inputs: Callable[[Staged], Mapping[str, int]]) -> Version:
        """Batches to a version: staged, settled, scored, committed. What was staged is discarded when a step fails."""
        staged = self.store.stage(plan, batches, run=run.id, mode=mode, report=self._counted)
        try:
            self.tell("settle", staged.counts)
            staged = settle(plan, staged, self.store.session(staged))
            quality = score(plan, staged, dataset=self.dataset, today=self.today, refreshed_at=self.now)
            self.tell("commit", staged.counts)
            return patiently(
                lambda: self.store.commit(staged, quality=quality, inputs=dict(inputs(staged)), declaration=self.declaration),
                passing=(CommitFailed,),
            )
        except BaseException:
            self.store.discard(staged)
            raise

    def _counted(self, progress: Progress) -> None:
        self.tell("stage", progress.counts)

    def _finish(self, run: Run, **ended: object) -> Run:
        done = replace(run, **ended, ended_at=self.now + timedelta(seconds=self.seconds), seconds=self.seconds)  # type: ignore[arg-type]
        self.store.runs.finish(done)
        return done
