"""A chart as people ask for it: in a dataset's declaration, in a block of a pack's page, or in an address. Frozen words, no data."""

from typing import Literal

from pydantic import Field, model_validator

from .values import Name, Value

Kind = Literal["line", "bar", "map"]
Of = Literal["mean", "sum", "min", "max", "count"]
Every = Literal["", "hour", "day", "month", "quarter", "year"]
SPLIT_MOST = 24
"""Series of one chart: up to five in one picture, beyond that small multiples; more are summed up as others."""


class Limit(Value):
    """A limit line (限值): where it lies, what it is called, which standard and edition says so."""

    value: float
    title: str = Field(min_length=1, max_length=60)
    title_en: str = Field(default="", max_length=60)
    standard: str = ""


class Chart(Value):
    """What is drawn of one dataset: a measure along a column, one series per value of another.

    `title` says the finding. It may name values of the first series: `{first}` `{last}` `{low}` `{high}` and where they lie, `{first_at}`
    `{last_at}` `{low_at}` `{high_at}`; they are filled from the data, so that a finding cannot outlive them.
    """

    kind: Kind = "line"
    title: str = Field(default="", max_length=120)
    title_en: str = Field(default="", max_length=160)
    x: Name = Field(description="the column along the axis; of a map, the column of areas")
    every: Every = Field(default="", description="dates and instants are gathered by this period")
    y: Name | None = Field(default=None, description="the column that is measured; none: records are counted")
    of: Of = Field(default="mean", description="how values that fall together are put into one")
    split: Name | None = Field(default=None, description="one series for each value of this column")
    where: dict[str, str] = Field(default_factory=dict, description="conditions as an address writes them: {'date.gte': '2026-01-01'}")
    limits: tuple[Limit, ...] = ()
    top: int = Field(default=20, ge=1, le=100, description="bars of named values: so many of the highest, the rest as others")

    @model_validator(mode="after")
    def _measure_is_whole(self) -> "Chart":
        if self.y is None and self.of not in ("mean", "count"):
            raise ValueError(f"'of: {self.of}' needs a column 'y' to be measured; leave both out to count records")
        if self.kind == "map" and (self.split or self.every or self.limits):
            raise ValueError("a map has one value per area: leave out split, every and limits")
        return self

    @property
    def counts(self) -> bool:
        """Whether records are counted."""
        return self.y is None or self.of == "count"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is made of, those of its conditions included."""
        named = (self.x, self.y, self.split, *(w.partition(".")[0] for w in self.where))
        return tuple(dict.fromkeys(n for n in named if n))
