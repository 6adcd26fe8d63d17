"""Values of a load: batches come in, a plan checks them, what was staged is committed as a version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .dataset import Dataset
from .values import Dimension, Mode, Severity, Text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

RECORD_BITS = 40
"""`_record` = origin number << 40 | number of the record in its file (from 1): one integer that names file and record."""
CHECK_BITS = 62
"""Checks per mask word: `_bad` and `_flag` hold checks 0-61, `_bad1` and `_flag1` 62-123, and so on."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A raw file as it came: kept under its SHA-256, never changed."""

    number: int
    sha256: str
    name: str
    bytes: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that has no rows because its structure is broken; it is counted as read and quarantined with its raw text."""

    record: int
    raw: str
    cause: str
    expected: Text


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one origin: text columns named as in the file, and `_record`. Derived datasets deliver typed columns (`typed`)."""

    data: "pa.RecordBatch | pa.Table"
    origin: Origin | None
    cursor: str | None = None
    rejected: tuple[Rejected, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that every row must satisfy. Its place in the plan is its bit in the masks."""

    id: str
    columns: tuple[str, ...]
    rule: str
    severity: Severity
    dimension: Dimension
    expected: Text
    standard: str = ""


def _as_it_is(chunk: "pa.Table") -> "pa.Table":
    return chunk


@dataclass(frozen=True)
class Plan:
    """All row rules of a dataset as one expression, run per chunk by the store. It executes nothing itself.

    `apply`: raw chunk (text columns, `_record`) -> typed columns in declared order, `_record`, mask words `_bad`.. and `_flag`..
    `explain`: the same raw chunk, restricted to rows with a set bit -> one row per (record, failed check):
    `_record:int64, check:int32, field:string, value:string, cause:string, raw:string` (`raw` is the row as delivered, JSON).
    `codes`: tables the expressions join, registered by the store under these names.
    `glance`: what the engine is spared: the raw chunk -> the same with columns that prove values sound; `apply` and `explain` take either.
    """

    dataset: Dataset
    fields: tuple[str, ...]
    checks: tuple[Check, ...]
    schema: "pa.Schema"
    apply: Callable[["ir.Table"], "ir.Table"]
    explain: Callable[["ir.Table"], "ir.Table"]
    codes: Mapping[str, "pa.Table"] = field(default_factory=dict)
    glance: Callable[["pa.Table"], "pa.Table"] = field(default=_as_it_is)

    @property
    def words(self) -> int:
        """How many mask words the checks need."""
        return max(1, -(-len(self.checks) // CHECK_BITS))


@dataclass(frozen=True, slots=True)
class Counts:
    """read = accepted + flagged + quarantined, always; `accepted` are the rows without any remark."""

    read: int = 0
    accepted: int = 0
    flagged: int = 0
    quarantined: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.read + other.read,
            self.accepted + other.accepted,
            self.flagged + other.flagged,
            self.quarantined + other.quarantined,
        )

    @property
    def kept(self) -> int:
        return self.accepted + self.flagged

    @property
    def balanced(self) -> bool:
        return self.read == self.accepted + self.flagged + self.quarantined


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file that the stage wrote: path below the table's folder, and what the writer counted."""

    path: str
    rows: int
    bytes: int
    stats: Mapping[str, tuple[object, object, int]] = field(default_factory=dict)
    """column -> (minimum, maximum, null count)"""


@dataclass(frozen=True)
class Staged:
    """A load that is written but not yet part of the table. `attempt` names its files, so a second try never meets the first."""

    dataset: Dataset
    run: str
    attempt: str
    mode: Mode
    counts: Counts
    checks: tuple[Check, ...]
    failed: Mapping[str, int]
    parts: tuple[Part, ...]
    problem_parts: tuple[Part, ...]
    origins: tuple[Origin, ...] = ()
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a person sees while a load runs."""

    dataset: str
    title: str
    step: str
    counts: Counts
    seconds: float
    done: bool = False


Report = Callable[[Progress], None]
