"""A chart as a page shows it: plain values, and all that a figure must have (finding, measure, limits, source, period, table, files)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tianfu.catalogue.views import NO_TEXT, Link
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class Series:
    """Values along the axis, one for each label; None where nothing was measured, which is a gap and never zero."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit: its place and its words, with standard and edition."""

    value: float
    text: Text


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart. `labels` are along the axis in its order; `places` are the same for machines (dates, codes).

    `rows` is the table behind it, in words of both languages alike: a label and a value per series. `svg` is the drawing as the server
    made it (markup that holds no foreign text unescaped), None where there is nothing to draw. `problem` says why there is none.
    """

    id: str
    kind: Literal["line", "bar"]
    title: Text
    measure: Text
    unit: Text
    axis: Text
    temporal: bool
    labels: tuple[str, ...]
    places: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[LimitLine, ...]
    dataset: Link
    steward: Text
    period: tuple[str, str] | None
    version: int
    as_of: datetime
    conditions: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    page: str
    embed: str
    as_svg: str
    as_csv: str
    as_json: str
    svg: str | None = None
    note: Text = NO_TEXT
    problem: Text | None = None
