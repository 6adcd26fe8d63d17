"""A page of a pack as its author writes it: what stands at its head, and the blocks that draw data. Frozen words, no data."""

from datetime import date

from pydantic import Field, model_validator

from .chart import Chart, Of
from .values import DatasetId, Name, Value

TABLE_MOST = 100
"""Rows that a table on a page shows at most; all of them are a click away."""


class PageHead(Value):
    """The lines between `---` at the beginning of a page."""

    title: str = Field(min_length=1, max_length=80)
    summary: str = Field(default="", max_length=300)
    order: int = Field(default=100, ge=0, le=10_000, description="place among the pages of the pack; equal ones by name")
    updated: date | None = Field(default=None, description="the day on which a person last read it through")
    inside: bool = Field(default=False, description="true: stays on the government network, whatever it shows")


class Measured(Value):
    """One number of one dataset: the column `y` of the one row that meets the conditions, or how many rows do.

    `highest` and `lowest` choose the row where that column is. There are no sums and means here: a pack computes them in an analysis,
    where they have a worked example.
    """

    dataset: DatasetId
    y: Name | None = Field(default=None, description="the column that is shown; none: rows are counted")
    where: dict[str, str] = Field(default_factory=dict, description="conditions as an address writes them: {'date.gte': '2026-01-01'}")
    highest: Name | None = None
    lowest: Name | None = None
    digits: int | None = Field(default=None, ge=0, le=6, description="decimals; default: as in the data, at most one")

    @model_validator(mode="after")
    def _row_is_chosen_once(self) -> "Measured":
        if self.highest and self.lowest:
            raise ValueError("'highest' and 'lowest' choose a row each: leave one out")
        if self.y is None and (self.highest or self.lowest):
            raise ValueError("'highest' and 'lowest' choose a row of which 'y' is shown: name the column 'y'")
        return self


class FigureBlock(Measured):
    """A number by itself. `title` says what it is; `{name}` stands for a value of the page."""

    title: str = Field(min_length=1, max_length=60)
    unit: str | None = Field(default=None, max_length=20, description="default: that of the column")
    note: str = Field(default="", max_length=120)


class ChartBlock(Chart):
    """A chart: `title` is the finding."""

    dataset: DatasetId

    @property
    def chart(self) -> Chart:
        """The chart without its dataset."""
        return Chart(**{n: getattr(self, n) for n in Chart.model_fields})


class MapBlock(Value):
    """A value per area: `x` is the column of areas."""

    dataset: DatasetId
    title: str = Field(default="", max_length=120)
    x: Name
    y: Name | None = None
    of: Of = "mean"
    where: dict[str, str] = Field(default_factory=dict)

    @property
    def chart(self) -> Chart:
        return Chart.model_validate({"kind": "map", **self.model_dump(exclude={"dataset"})})


class TableBlock(Value):
    """Rows of a dataset in the words of the data."""

    dataset: DatasetId
    title: str = Field(default="", max_length=120)
    columns: tuple[Name, ...] = Field(default=(), max_length=20, description="default: all that the reader may see")
    where: dict[str, str] = Field(default_factory=dict)
    sort: str = Field(default="", pattern=r"^-?([a-z][a-z0-9_]*)?$", description="a column; with - before it from the highest")
    limit: int = Field(default=10, ge=1, le=TABLE_MOST)


class SearchBlock(Value):
    """A search box over the catalogue, narrowed by properties; by default to the datasets of this pack."""

    title: str = Field(default="", max_length=60)
    where: dict[str, str] = Field(default_factory=dict, description="properties of the catalogue: {theme: environment}")


class ClosedBlock(Value):
    """What the release leaves of a block whose data are not open: nothing but its place."""


Block = FigureBlock | ChartBlock | MapBlock | TableBlock | SearchBlock | ClosedBlock
