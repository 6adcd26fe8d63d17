"""A chart as a page shows it: plain values, and all that a figure must have (finding, measure, limits, source, period, table, files)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tianfu.catalogue.views import NO_TEXT, Link
from tianfu.model import Text

SERIES_MOST = 5
"""Series in one picture; more are small multiples."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values along the axis, one for each label; None where nothing was measured, which is a gap and never zero."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit: its place and its words, with unit, standard and edition; `short` names it beside its line."""

    value: float
    text: Text
    short: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart. `labels` are along the axis in its order, for people; `places` are the same for machines (dates, codes; "" for no value).

    `rows` is the table behind it: a label, then a value per series as people read it ("—" for a gap); `{{ cell | say }}` writes any of its
    cells. `svg` is the drawing as the server made it, one in each language: markup that holds no foreign text unescaped, so that
    `{{ view.svg | say | safe }}` may stand in a page: one element `.drawings` with a wide and a narrow drawing, as high as they need to be
    (many bars are higher than 20rem). It is None where there is nothing to draw; `problem` says why, and `labels`, `series` and `rows` are
    empty. More than five series are small multiples in the drawing (`many`).
    `pairs` is the question as an address writes it, the chart first and then the conditions; `title` is plain text and says the finding.
    """

    id: str
    kind: Literal["line", "bar"]
    title: Text
    measure: Text
    unit: Text
    axis: Text
    temporal: bool
    labels: tuple[Text, ...]
    places: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[LimitLine, ...]
    dataset: Link
    steward: Text
    period: tuple[str, str] | None
    version: int
    as_of: datetime
    conditions: tuple[Text, ...]
    rows: tuple[tuple[Text | str, ...], ...]
    page: str
    embed: str
    as_svg: str
    as_csv: str
    as_json: str
    svg: Text | None = None
    note: Text = NO_TEXT
    problem: Text | None = None
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def many(self) -> bool:
        """Whether it is drawn as small multiples."""
        return len(self.series) > SERIES_MOST
