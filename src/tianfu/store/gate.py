"""The one gate: who asks is decided, journalled, and given exactly what the decision leaves. Every way out of the store passes here."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from tianfu.model import Dataset, Decision, Event, Grant, Purpose, Reader, Refused, Text, Version
from tianfu.model.problems import SUFFIX
from tianfu.protect import decide

from .facts import Facts, facts_of
from .freshness import Freshness
from .gated import Gated, gated

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

    from .grants import Grants
    from .journal import Journal
    from .shelves import Shelves

T = TypeVar("T")
REMEMBERED = 20_000
COMPILED = 512
Scope = tuple[str, int, str, str]
"""Dataset, version, hash of the declaration, grant class: all that an answer depends on but the question."""

NUMBERS = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader may work with: the gated rows as a table, why, and of which version."""

    table: "ir.Table"
    decision: Decision
    version: Version


@dataclass(frozen=True, slots=True)
class Admitted:
    """A reader who may read a version, and what the outlets need for it."""

    facts: Facts
    decision: Decision
    version: Version
    scope: Scope
    grant: Grant | None = None

    @property
    def dataset(self) -> Dataset:
        return self.facts.dataset


class Gate:
    """Decides, remembers decisions until something in the metadata changes, compiles what they leave, journals."""

    def __init__(self, shelves: "Shelves", grants: "Grants", journal: "Journal") -> None:
        self._shelves = shelves
        self._grants = grants
        self._journal = journal
        dialect = shelves.database.engine.dialect.name
        self._freshness = Freshness(shelves.home.database if dialect == "sqlite" and not shelves.settings.database else None)
        self._memory: dict[object, object] = {}
        self._token = -1
        self._guard = threading.Lock()
        self._local = threading.local()
        self._gated: dict[Scope, Gated] = {}

    # -- deciding

    def decide(self, dataset_id: str, reader: Reader, purpose: Purpose, *, today: date, grant: str | None = None) -> Decision:
        """Whether and how, with reasons; no data are touched and nothing is journalled. UnknownDataset if there is none of that id."""
        return self._remembered(
            ("decide", dataset_id, reader, purpose, today, grant), lambda: self._decide(dataset_id, reader, purpose, today, grant)
        )

    def admit(
        self, dataset_id: str, reader: Reader, purpose: Purpose, *, today: date, grant: str | None = None, at: int | None = None
    ) -> Admitted:
        """The way in. Refused, and the refusal journalled, if there is none; UnknownVersion without data."""
        key = ("admit", dataset_id, reader, purpose, today, grant, at)
        found = self._remembered(key, lambda: self._admit(dataset_id, reader, purpose, today, grant, at))
        if isinstance(found, Decision):
            self.journal("refuse", dataset_id, reader, purpose, found)
            raise Refused(dataset_id, found)
        return found

    def read(
        self, dataset_id: str, reader: Reader, purpose: Purpose, *, today: date, grant: str | None = None, at: int | None = None
    ) -> Opened:
        """Opens the rows as a table. All its rows count against a quota at once."""
        admitted = self.admit(dataset_id, reader, purpose, today=today, grant=grant, at=at)
        self.consume(admitted, reader, purpose, lambda: self.count_rows(admitted))
        table = self._backend().sql(self.gated(admitted).sql, dialect="duckdb")
        self.journal("read", dataset_id, reader, purpose, admitted.decision, version=admitted.version.number)
        return Opened(table, admitted.decision, admitted.version)

    def gated(self, admitted: Admitted) -> Gated:
        """The SELECT of what the decision leaves; compiled once per version and grant class."""
        found = self._gated.get(admitted.scope)
        if found is None:
            dataset_id, number = admitted.dataset.id, admitted.version.number
            files, schema = self._shelves.files(dataset_id, number), self._shelves.schema(dataset_id, number)
            found = gated(admitted.facts, admitted.decision, files, schema)
            with self._guard:
                while len(self._gated) >= COMPILED:
                    del self._gated[next(iter(self._gated))]
                self._gated[admitted.scope] = found
        return found

    def count_rows(self, admitted: Admitted) -> int:
        """All rows that the decision leaves: on record, unless a row filter makes them fewer."""
        if not admitted.decision.rows:
            return admitted.version.rows
        found = self._shelves.engine.cursor().execute(f"SELECT count(*) FROM ({self.gated(admitted).sql})").fetchone()  # noqa: S608
        return int(found[0]) if found else 0

    # -- quota and journal

    def consume(self, admitted: Admitted, reader: Reader, purpose: Purpose, rows: Callable[[], int]) -> None:
        """Takes rows from the grant's quota in one step; Refused, and nothing taken, when it does not suffice."""
        grant = admitted.grant
        if grant is None or grant.quota_rows is None:
            return
        asked = rows()
        if not self._grants.consume(grant, asked):
            left = max(0, grant.quota_rows - self._grants.used(grant.id))
            reason = Text(
                zh=f"许可 {grant.id} 的额度 {grant.quota_rows} 行还剩 {left} 行，本次需要 {asked} 行。",
                en=f"Grant {grant.id} has {left} of {grant.quota_rows} rows left; this read needs {asked}.",
            )
            decision = Decision(allowed=False, reasons=(reason,), grant=grant.id)
            self.journal("refuse", admitted.dataset.id, reader, purpose, decision)
            raise Refused(admitted.dataset.id, decision)

    def journal(
        self, verb: str, dataset_id: str, reader: Reader, purpose: Purpose, decision: Decision | None, **detail: str | int | None
    ) -> None:
        """One event. Values that were asked for never get in: outlets name columns and operators only."""
        about: dict[str, str | int | None] = {"purpose": purpose.code}
        if purpose.matter:
            about["matter"] = scrubbed(purpose.matter)
        if decision is not None and decision.grant:
            about["grant"] = decision.grant
        self._journal.write(Event(datetime.now(UTC), reader.id, verb, dataset_id, {**about, **detail}))

    def close(self) -> None:
        self._freshness.close()

    # -- memory

    def _remembered(self, key: object, compute: Callable[[], T]) -> T:
        """The same answer until something in the metadata database changes."""
        token = self._freshness.token()
        if token != self._token or len(self._memory) > REMEMBERED:
            with self._guard:
                self._memory, self._token = {}, token
        memory = self._memory
        if key in memory:
            return memory[key]  # type: ignore[return-value]  # what this key's computation gave
        memory[key] = found = compute()
        return found

    def _facts(self, dataset_id: str) -> Facts:
        dataset = self._shelves.dataset(dataset_id)
        owner = self._shelves.dataset(dataset_id.removesuffix(SUFFIX)) if dataset.kind == "problems" else None
        return facts_of(dataset, owner)

    def _decide(self, dataset_id: str, reader: Reader, purpose: Purpose, today: date, grant: str | None) -> Decision:
        facts = self._facts(dataset_id)
        held = self._grants.of(dataset_id, reader)
        return decide(reader, purpose, facts.dataset, facts.levels, facts.masks, held, today, named=grant)

    def _admit(
        self, dataset_id: str, reader: Reader, purpose: Purpose, today: date, grant: str | None, at: int | None
    ) -> "Admitted | Decision":
        facts = self._facts(dataset_id)
        held = self._grants.of(dataset_id, reader)
        decision = decide(reader, purpose, facts.dataset, facts.levels, facts.masks, held, today, named=grant)
        if not decision.allowed:
            return decision
        version = self._shelves.records.at(dataset_id, at)
        used = next((g for g in held if g.id == decision.grant), None)
        known = (
            sorted(facts.levels.items()),
            sorted(facts.fields.items()),
            facts.plain,
            facts.veiled,
            facts.closed,
            facts.dataset.key,
            version.run,
            version.delta,
        )
        declared = sha256(repr(known).encode()).hexdigest()
        return Admitted(facts, decision, version, (dataset_id, version.number, declared, decision.grant_class), used)

    def _backend(self) -> "Backend":
        """One per thread: tables of one backend can be joined."""
        backend: Backend | None = getattr(self._local, "backend", None)
        if backend is None:
            import ibis

            backend = self._local.backend = ibis.duckdb.from_connection(self._shelves.engine.cursor())
        return backend


def scrubbed(text: str) -> str:
    """Free text without numbers that could be a person's: each becomes the beginning of its hash, so that equal ones stay equal.

    >>> scrubbed("办件 12 号")
    '办件 12 号'
    """
    return NUMBERS.sub(lambda m: f"#{sha256(m[0].encode()).hexdigest()[:12]}", text)
