"""What the desk shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from tianfu.catalogue.cards import Card
from tianfu.catalogue.views import Badge, Link, RunLine, Tone
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class Todo:
    """A number of the day with what it counts; `href` leads to the list."""

    title: Text
    value: str
    note: Text
    tone: Tone
    href: str


@dataclass(frozen=True, slots=True)
class OwnDataset:
    """A dataset of the department: its last runs, newest first, and its state in a word. `attention` says somebody has to look at it."""

    card: Card
    href: str
    channel: Text
    shared: Text
    runs: tuple[RunLine, ...]
    state: Badge
    attention: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed today, and why, in the words of the run."""

    dataset: Link
    steward: Text
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Task:
    """A quality task: a check that records of the present delivery fail. `open` are records that nobody has put right yet.

    `percent` is the share of failing records that were corrected, None where records cannot be (checks of a dataset as a whole).
    """

    dataset: Link
    steward: Text
    what: Text
    tone: Tone
    outcome: Text
    failed: int
    percent: float | None
    href: str
    workbook: str | None


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry that waits for the department: in a review, or published without data."""

    entry: Link
    state: Badge
    provider: Text
    since: datetime


@dataclass(frozen=True, slots=True)
class WorkbenchView:
    """The desk of one department, or of all together (`unit` is empty). `units` are the departments to choose from.
    `icons` belong to the ways of `menu`, one to each."""

    unit: str
    title: Text
    units: tuple[Link, ...]
    todos: tuple[Todo, ...]
    datasets: tuple[OwnDataset, ...]
    shown: str
    switches: tuple[Link, ...]
    failures: tuple[Failure, ...]
    tasks: tuple[Task, ...]
    tasks_in_all: int
    entries: tuple[OwnEntry, ...]
    entries_in_all: int
    menu: tuple[Link, ...]
    icons: tuple[str, ...]
    as_json: str
    as_csv: str
