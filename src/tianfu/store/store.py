"""The store of one installation: everything else hangs on it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING

from tianfu.model import Batch, Bin, Decision, Mode, Plan, Purpose, Quality, Reader, Report, Settings, Staged, Version
from tianfu.model.problems import SUFFIX

from .attempts import remove_files
from .export import Export, Exports
from .export_copy import Format
from .facets import Facets
from .failures import full_disk_explained
from .gate import Gate, Opened
from .grants import Grants
from .home import Home
from .jobs import Jobs
from .journal_files import Finding
from .migrate import Branch, migrate
from .page_query import PageQuery, Where
from .paging import Page, Pages
from .repair import repair_all
from .shelves import Pause, no_pause
from .sql import Answer, Queries
from .summary import Summaries, Summarised
from .summary_query import Summary
from .upkeep import Upkeep
from .verify import Damage, damaged

if TYPE_CHECKING:
    import pyarrow as pa

    from .diff import Diff
    from .session import Session


COMMIT_WAIT_SECONDS = 60.0


class Store(Upkeep):
    """Tables, versions and whatever is recorded about them. Open it with `Store.open`; one per process, used by many threads."""

    def __init__(self, settings: Settings, home: Home, pause: Pause = no_pause) -> None:
        super().__init__(settings, home, pause)
        self.jobs = Jobs(self.database)
        self.grants = Grants(self.database)
        self.gate = Gate(self, self.grants, self.journal)
        self.pages = Pages(self, self.gate)
        self.facets = Facets(self, self.gate)
        self.summaries = Summaries(self, self.gate)
        self.exports = Exports(self, self.gate, self.pages)
        self.queries = Queries(self, self.gate)
        self._schemas: dict[str, pa.Schema] = {}

    @classmethod
    def open(cls, settings: Settings, *, branches: Iterable[Branch] = (), pause: Pause = no_pause) -> "Store":
        """The store in `settings.home`: created if it is new, brought up to date, and repaired after a crash.

        `branches` are parts of the migration chain beside those of the stages. `pause` is called at the named steps of a commit (see
        `Pause`): tests of crash safety stop there.
        """
        home = Home.at(settings.home)
        store = cls(settings, home, pause)
        with store.locks.hold("migrate", wait_seconds=60):
            migrate(store.database, branches)
        repair_all(store)
        return store

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- loads

    def stage(self, plan: Plan, batches: Iterable[Batch], *, run: str, mode: Mode, report: Report | None = None) -> Staged:
        """Runs every batch through the plan into files that no version holds yet. After an error nothing is left of them."""
        from .stage import Staging, visible_schema  # ibis

        folder, problems = self.home.table(plan.dataset.id), self.home.problems(plan.dataset.id)
        for each in (folder, problems):
            each.mkdir(parents=True, exist_ok=True)
        attempt = self.attempts.begin(folder)
        with ExitStack() as undo, full_disk_explained(folder):
            undo.callback(self._remove, plan.dataset.id, attempt)
            staged = Staging(plan, folder, problems, attempt, self.engine, report).run(batches, run=run, mode=mode)
            self._schemas[attempt] = visible_schema(plan)
            undo.pop_all()
        return staged

    def session(self, staged: Staged) -> "Session":
        """What set rules work on; a context manager. `session.staged` is the load after what has failed."""
        from .session import Session  # ibis

        return Session(self, staged, self._schemas[staged.attempt])

    def commit(self, staged: Staged, *, quality: Quality, inputs: Mapping[str, int], declaration: str, note: str = "") -> Version:
        """Makes the load a version that readers see. Unbalanced or StorageFull: nothing has changed, the load may be discarded."""
        from .commit import commit  # pyarrow

        with self.lock(staged.dataset.id, wait_seconds=COMMIT_WAIT_SECONDS):
            schema = self._schemas[staged.attempt]
            version = commit(self, staged, schema, quality=quality, inputs=inputs, declaration=declaration, note=note)
        del self._schemas[staged.attempt]
        self.forget_outdated(version.dataset, f"{version.dataset}{SUFFIX}")
        return version

    def discard(self, staged: Staged) -> None:
        """Removes the files of a load that shall not become a version. One that did become a version stays."""
        if self.attempts.is_open(staged.attempt):
            self._remove(staged.dataset.id, staged.attempt)

    def profile(self, dataset_id: str, number: int | None = None) -> Version:
        """The second look at a version: distinct counts, histograms and frequent values, written into its record."""
        from .second_look import second_look  # pyarrow

        seen = second_look(self, self.dataset(dataset_id), self.records.at(dataset_id, number))
        with self.unit() as tx:  # the record as it is now: meanwhile its files may have been put together
            version = self.records.at(dataset_id, seen.number).model_copy(update={"profile": seen.profile})
            self.records.amend(version, tx)
        return version

    def _remove(self, dataset_id: str, attempt: str) -> None:
        for folder in (self.home.table(dataset_id), self.home.problems(dataset_id)):
            remove_files(folder, attempt)
        self.attempts.end(attempt)
        self._schemas.pop(attempt, None)

    # -- reading, all of it through the gate

    def read(
        self, dataset_id: str, reader: Reader, purpose: Purpose, *, today: date, grant: str | None = None, at: int | None = None
    ) -> Opened:
        """Opens what the reader may see of a version as a table. Refused with reasons; one journal event."""
        return self.gate.read(dataset_id, reader, purpose, today=today, grant=grant, at=at)

    def decide(self, dataset_id: str, reader: Reader, purpose: Purpose, *, today: date) -> Decision:
        """Whether and how the reader would see it, without looking at data: for pages that explain."""
        return self.gate.decide(dataset_id, reader, purpose, today=today)

    def page(self, dataset_id: str, reader: Reader, purpose: Purpose, query: PageQuery, *, today: date, grant: str | None = None) -> Page:
        """A page of rows as JSON. Refused without a way in or beyond a quota, BadQuestion for what cannot be asked."""
        return self.pages.page(dataset_id, reader, purpose, query, today=today, grant=grant)

    def cached_page(
        self, dataset_id: str, reader: Reader, purpose: Purpose, query: PageQuery, *, today: date, grant: str | None = None
    ) -> Page | None:
        """The page if its bytes are at hand, decided and journalled like any other, in microseconds; None: ask `page` in a thread."""
        return self.pages.cached(dataset_id, reader, purpose, query, today=today, grant=grant)

    def count(self, dataset_id: str, reader: Reader, purpose: Purpose, filters: tuple[Where, ...], *, today: date) -> int:
        """How many rows the reader would get under these conditions."""
        return self.pages.count(dataset_id, reader, purpose, filters, today=today)

    def facet(
        self, dataset_id: str, reader: Reader, purpose: Purpose, column: str, filters: tuple[Where, ...], *, today: date, limit: int = 20
    ) -> list[Bin]:
        """How often each value of a column occurs under these conditions, most frequent first."""
        return self.facets.facet(dataset_id, reader, purpose, column, filters, today=today, limit=limit)

    def summarise(self, dataset_id: str, reader: Reader, purpose: Purpose, summary: Summary, *, today: date) -> Summarised:
        """Numbers of the rows that the reader may see, gathered by one or two columns. Refused, BadQuestion as in `page`."""
        return self.summaries.summarise(dataset_id, reader, purpose, summary, today=today)

    def diff(
        self,
        dataset_id: str,
        before: int,
        after: int,
        reader: Reader,
        purpose: Purpose,
        *,
        today: date,
        limit: int = 20,
        seconds: float | None = None,
    ) -> "Diff":
        """What is different between two versions, of what the reader may see: counts, and the first rows with their changed columns."""
        from .diff import diff

        return diff(self, self.gate, dataset_id, before, after, reader, purpose, today=today, limit=limit, seconds=seconds)

    def query(self, sql: str, reader: Reader, purpose: Purpose, *, today: date, limit_rows: int = 10_000, seconds: float = 30) -> Answer:
        """The answer to a SELECT over datasets by their ids. QueryRefused says what is not allowed; Refused, QueryFailed."""
        return self.queries.query(sql, reader, purpose, today=today, limit_rows=limit_rows, seconds=seconds)

    def export(
        self,
        dataset_id: str,
        reader: Reader,
        purpose: Purpose,
        query: PageQuery,
        fmt: Format = "csv",
        *,
        today: date,
        grant: str | None = None,
        excel: bool = True,
        has: Collection[str] = (),
        looks: bool = False,
    ) -> Export:
        """All rows that the reader may see under the query's conditions, as a file in pieces. `excel`: marked as UTF-8 for spreadsheets.

        `has`: tags of the files that the reader has already; `looks`: only what there is to know of the file is asked for.
        """
        return self.exports.export(dataset_id, reader, purpose, query, fmt, today=today, grant=grant, excel=excel, has=has, looks=looks)

    def verify(self) -> "list[Finding | Damage]":
        """Whatever does not hold of the journal's chains and of the recorded versions; each says itself as text. Nothing: all is sound."""
        return [*self.journal.verify(), *damaged(self)]

    def close(self) -> None:
        """Lets go of everything. The journal's last events are written and its chain is sealed."""
        self.queries.close()
        self.exports.close()
        self.journal.close()
        self.gate.close()
        super().close()
