"""What the page of two versions shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tianfu.catalogue.cards import Card
from tianfu.catalogue.views import Cell, Link, PreviewColumn
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A row on one side of a comparison: cells with whether they differ; None is what stayed the same."""

    what: Literal["added", "removed", "changed"]
    side: Literal["before", "after"]
    version: int
    cells: tuple[tuple[Cell | None, bool], ...]
    first: bool


@dataclass(frozen=True, slots=True)
class DiffFound:
    """What differs, counted, and the first `shown` rows of it."""

    times: tuple[datetime, datetime]
    by_key: bool
    added: int
    removed: int
    changed: int
    by_column: tuple[tuple[Text, str, int], ...]
    columns_added: tuple[tuple[Text, str], ...]
    columns_removed: tuple[tuple[Text, str], ...]
    columns: tuple[PreviewColumn, ...]
    lines: tuple[DiffLine, ...]
    shown: int

    @property
    def total(self) -> int:
        return self.added + self.removed + self.changed


@dataclass(frozen=True, slots=True)
class DiffView:
    """Two versions side by side. `choices` can be compared; `problem` says why these cannot; `changes` are of the declaration."""

    card: Card
    crumbs: tuple[Link, ...]
    allowed: bool
    reasons: tuple[Text, ...]
    before: int | None
    after: int | None
    choices: tuple[tuple[int, datetime], ...]
    back: str | None
    as_json: str | None
    problem: Text | None
    changes: tuple[tuple[Text, str], ...]
    found: DiffFound | None
