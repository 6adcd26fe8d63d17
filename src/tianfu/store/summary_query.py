"""What may be asked of rows all together: groups, measures, conditions."""

from dataclasses import dataclass

from tianfu.model import Every, Of

from .page_query import Where

GROUPS_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Group:
    """What rows are gathered by: a column; dates and instants by a period in China's time, codes by their first `head` characters."""

    column: str
    every: Every = ""
    head: int = 0

    def __str__(self) -> str:
        return f"{self.column}:{self.every or self.head}" if self.every or self.head else self.column


@dataclass(frozen=True, slots=True)
class Measure:
    """What is said of each group. `count` without a column counts rows, with one the rows that have a value."""

    of: Of
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.of}:{self.column}" if self.column else self.of


@dataclass(frozen=True, slots=True)
class Summary:
    """One or two groups, up to eight measures, under conditions that all hold; at most `limit` groups, in the order of their values."""

    groups: tuple[Group, ...]
    measures: tuple[Measure, ...] = ()
    filters: tuple[Where, ...] = ()
    limit: int = GROUPS_MOST
