"""One pass over what was collected: each chunk runs through the plan into files of its own, two at a time, in the order of the chunks."""

import time
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from tianfu.model import Batch, Counts, Mode, Origin, Part, Plan, Progress, Report, Staged

from .chunks import Chunk, chunks
from .compiled import Compiled
from .engine import Engine
from .one_chunk import Taken, take

AT_ONCE = 2
"""One query alone keeps two cores busy for two thirds of its time: it ends with what cannot be shared. Two side by side fill them."""


@dataclass
class Staging:
    """An attempt at a load while its chunks come in. While chunks are worked on, the next one is collected."""

    plan: Plan
    folder: Path
    problems_folder: Path
    attempt: str
    engine: Engine
    report: Report | None = None
    counts: Counts = field(default_factory=Counts)
    failed: Counter[str] = field(default_factory=Counter)
    parts: list[Part] = field(default_factory=list)
    problem_parts: list[Part] = field(default_factory=list)
    origins: dict[tuple[int, str], Origin] = field(default_factory=dict)
    cursor: str | None = None

    def __post_init__(self) -> None:
        self.compiled = Compiled(self.plan)
        self.schema = stored_schema(self.plan)
        self._started = time.monotonic()

    def run(self, batches: Iterable[Batch], *, run: str, mode: Mode) -> Staged:
        """Every chunk in turn."""
        self._tell("check")
        self._take_all(batches, run)
        return Staged(
            dataset=self.plan.dataset,
            run=run,
            attempt=self.attempt,
            mode=mode,
            counts=self.counts,
            checks=self.plan.checks,
            failed=dict(self.failed),
            parts=tuple(self.parts),
            problem_parts=tuple(self.problem_parts),
            origins=tuple(self.origins.values()),
            cursor=self.cursor,
        )

    def _take_all(self, batches: Iterable[Batch], run: str) -> None:
        under_way: deque[Future[Taken]] = deque()
        with ThreadPoolExecutor(AT_ONCE) as workers:
            for number, chunk in enumerate(chunks(batches)):
                self._note(chunk)
                if len(under_way) == AT_ONCE:
                    self._add(under_way.popleft().result())
                under_way.append(workers.submit(take, self, number, chunk, run))
            while under_way:
                self._add(under_way.popleft().result())

    def _note(self, chunk: Chunk) -> None:
        self.origins |= {(o.number, o.name): o for o in chunk.origins}
        self.cursor = chunk.cursor if chunk.cursor is not None else self.cursor

    def _add(self, taken: Taken) -> None:
        self.parts += taken.parts
        self.problem_parts += taken.problem_parts
        self.failed.update(taken.failed)
        self.counts += taken.counts
        self._tell("check")

    def _tell(self, step: str) -> None:
        if self.report:
            dataset, seconds = self.plan.dataset, time.monotonic() - self._started
            self.report(Progress(dataset.id, dataset.title, step, self.counts, seconds))


def stored_schema(plan: Plan) -> pa.Schema:
    """Columns of the files: the declared ones, `_record` and the mask words."""
    words = [f"{mask}{word or ''}" for word in range(plan.words) for mask in ("_bad", "_flag")]
    return pa.schema([*plan.schema, ("_record", pa.int64()), *((w, pa.int64()) for w in words)])


def visible_schema(plan: Plan) -> pa.Schema:
    """The same as the table knows it: `_bad` is zero in every row that is kept, and no column of the table."""
    return pa.schema([f for f in stored_schema(plan) if not f.name.startswith("_bad")])
