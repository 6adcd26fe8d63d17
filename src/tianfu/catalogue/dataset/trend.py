"""Quality over versions: the total and each dimension, as lines drawn on the server, with every number in a table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tianfu.model import Dimension, Text, Version
from tianfu.standards import dimensions

VERSIONS_MOST = 20
WIDE, HIGH = 240, 48
"""Size of the drawing's own units."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A version and what it scored; None where nothing was tested."""

    number: int
    at: datetime
    total: float | None
    grade: str
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """`parts` are stretches between gaps, as an SVG polyline has its points; `dots` are scores that stand alone or last."""

    title: Text
    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    first: float
    last: float

    @property
    def change(self) -> float:
        return round(self.last - self.first, 1)


@dataclass(frozen=True, slots=True)
class Trend:
    """The oldest version first. `low` and `high` are the ends of the common scale."""

    points: tuple[TrendPoint, ...]
    total: TrendLine
    lines: tuple[TrendLine, ...]
    titles: tuple[Text, ...]
    low: float
    high: float


def trend(versions: Sequence[Version]) -> Trend | None:
    """The last versions; None where fewer than two were scored: one is no trend."""
    scored = [v for v in sorted(versions, key=lambda v: v.number) if v.quality.total is not None][-VERSIONS_MOST:]
    if len(scored) < 2:
        return None
    named = [d for d in Dimension if any(_score(v, d) is not None for v in scored)]
    points = tuple(TrendPoint(v.number, v.at, v.quality.total, v.quality.grade, tuple(_score(v, d) for d in named)) for v in scored)
    low = _floor([s for p in points for s in (p.total, *p.scores) if s is not None])
    columns = list(zip(*(p.scores for p in points), strict=True))
    titles = tuple(dimensions()[d.value].title for d in named)
    lines = tuple(line(t, c, low) for t, c in zip(titles, columns, strict=True))
    return Trend(points, line(TOTAL, [p.total for p in points], low), lines, titles, low, 100.0)


def line(title: Text, values: Sequence[float | None], low: float) -> TrendLine:
    """A line with gaps where nothing was tested.

    >>> line(TOTAL, [90.0, None, 95.0, 100.0], 80.0).parts
    ('160.0,14.0 240.0,4.0',)
    """
    known = [v for v in values if v is not None]
    stretches = _stretches([(_x(i, len(values)), _y(v, low)) if v is not None else None for i, v in enumerate(values)])
    alone = [s[0] for s in stretches if len(s) == 1]
    ends = [stretches[-1][-1]] if stretches else []
    return TrendLine(
        title=title,
        parts=tuple(" ".join(f"{x},{y}" for x, y in s) for s in stretches if len(s) > 1),
        dots=tuple(dict.fromkeys([*alone, *ends])),
        first=known[0],
        last=known[-1],
    )


def _stretches(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [s for s in found if s]


def _x(place: int, of: int) -> float:
    return round(place * WIDE / max(of - 1, 1), 1)


def _y(value: float, low: float) -> float:
    """From the top; four units stay free above and below for the dots."""
    return round(4 + (100 - value) / (100 - low) * (HIGH - 8), 1)


def _floor(scores: Sequence[float]) -> float:
    """The scale begins at a full ten below the least score, so that small changes show; it says where it begins."""
    return max(0.0, min(90.0, min(scores) // 10 * 10))


def _score(version: Version, dimension: Dimension) -> float | None:
    return next((s.value for s in version.quality.scores if s.dimension is dimension), None)


TOTAL = Text(zh="总分", en="Total")
