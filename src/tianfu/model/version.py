"""What the store records of each commit, so that no page ever counts."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import Field

from .change import Change
from .loading import Counts
from .values import Act, Dimension, Mode, Severity, Text, Value

SAID = "_said"
"""The argument under which a job keeps its message in each language."""


class Bin(Value):
    """One bar of a histogram: low <= value < high (the last bar includes high); for text, `low` is the value itself."""

    low: str
    high: str = ""
    count: int


class ColumnProfile(Value):
    """What is known of a column's content in one version. `distinct_exact` says whether `distinct` was counted or estimated."""

    name: str
    nulls: int
    minimum: str | None = None
    maximum: str | None = None
    distinct: int | None = None
    distinct_exact: bool = False
    bins: tuple[Bin, ...] = ()


class CheckResult(Value):
    """A check of the plan and how many rows failed it."""

    id: str
    columns: tuple[str, ...]
    rule: str
    severity: Severity
    dimension: Dimension
    expected: Text
    standard: str = ""
    tested: int
    failed: int


class Score(Value):
    """A quality dimension of GB/T 36344: `value` = passed / tested, in percent; None when nothing was tested."""

    dimension: Dimension
    value: float | None
    formula: Text


class Quality(Value):
    """Scores by dimension and the checks behind them.

    `total` is the mean of the dimensions that could be computed; grade A from 90, B from 80, C from 60, else D.
    """

    total: float | None = None
    scores: tuple[Score, ...] = ()
    checks: tuple[CheckResult, ...] = ()

    @property
    def grade(self) -> str:
        """A letter, or `-` when nothing could be computed."""
        if self.total is None:
            return "-"
        return next((g for g, low in (("A", 90), ("B", 80), ("C", 60)) if self.total >= low), "D")


class Version(Value):
    """One recorded state of a dataset. `number` counts from 1; `delta` is the table's own version number."""

    dataset: str
    number: int
    delta: int
    at: datetime
    run: str
    mode: Mode
    rows: int
    bytes: int
    inserted: int
    deleted: int
    counts: dict[str, int] = Field(
        description="read, accepted, flagged, quarantined of the load, of the last one where rows were deleted or restored"
    )
    problems: int = Field(description="problem rows on record for this version's load")
    quality: Quality = Quality()
    profile: tuple[ColumnProfile, ...] = ()
    inputs: dict[str, int] = Field(default_factory=dict, description="derived: dataset -> version number; loaded: file name -> bytes")
    origins: tuple[str, ...] = ()
    declaration: str = Field(description="hash of the declaration that was used")
    columns: tuple[str, ...] = ()
    cursor: str | None = None
    act: Act = Act.load
    updated: int = Field(default=0, description="upsert: rows that took the place of others; they are among `inserted` and `deleted`")
    unchanged: int = Field(default=0, description="upsert: delivered rows that were there already, value by value; they stay as they were")
    reason: str = Field(default="", description="why rows were deleted or a version restored")
    by: str = Field(default="", description="who asked for that")
    restored: int | None = Field(default=None, description="the version whose content came back")
    changes: tuple[Change, ...] = Field(default=(), description="what the declaration says otherwise than that of the version before")
    compacted_at: datetime | None = None
    delta_before: int | None = Field(default=None, description="the table's version number before its files were put together")
    pinned_by: tuple[str, ...] = Field(default=(), description="who relies on the version: it does not expire, a release for instance")
    expired_at: datetime | None = Field(default=None, description="since when its rows are gone; the record stays")

    def column(self, name: str) -> ColumnProfile | None:
        return next((c for c in self.profile if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt to bring a dataset up to date."""

    id: str
    dataset: str
    state: str
    """waiting, running, done, unchanged, failed"""
    started_at: datetime
    ended_at: datetime | None = None
    counts: Counts = field(default_factory=Counts)
    version: int | None = None
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """Work that somebody asked for and `flow` executes."""

    kind: str
    subject: str
    arguments: dict[str, Any]
    asked_by: str
    id: int = 0
    state: str = "waiting"
    attempts: int = 0
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    message: str = ""
    run: str = ""
    """the run that it started, once it has ended"""

    @property
    def said(self) -> Text:
        """The message in the languages in which it was told."""
        zh, en = self.arguments.get(SAID) or (self.message, "")
        return Text(zh=zh, en=en) if self.message else Text(zh="")

    def saying(self, text: Text) -> "Job":
        """The job with a message in both languages."""
        return replace(self, message=f"{text.zh} {text.en}".strip(), arguments=self.arguments | {SAID: [text.zh, text.en]})
