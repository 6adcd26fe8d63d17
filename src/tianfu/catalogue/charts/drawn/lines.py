"""Lines along an axis: a gap where nothing was measured, a dot where one value stands alone, the last value named at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tianfu.catalogue.charts.digits import spoken
from tianfu.catalogue.charts.views import ChartView, LimitLine

from .canvas import Canvas, number
from .frame import Beside, Field, along, beside, grid, limit_line, tick_room
from .sizes import Drawing, Size
from .ticks import domain, nice, thinned

DASHES = ("", "7 4", "2 3", "10 3 2 3", "5 2 1 2")
"""Beyond three, lines differ by their dashes as well."""
PLAIN_MOST = 3
FINE_FROM = 500
Point = tuple[float, float]


def lines(canvas: Canvas, view: ChartView, drawing: Drawing, size: Size, lang: str) -> float:
    """Draws all series in one field; gives the height."""
    known = [v for s in view.series for v in s.values if v is not None]
    ticks = nice(*domain([*known, *(x.value for x in view.limits)], from_zero=False), whole=drawing.whole)
    named = [_end(view, n, drawing, lang) for n in range(len(view.series))]
    room = min(max(b.width for b in [*named, *limit_labels(view.limits, lang)]), size.width * size.beside)
    field = Field(tick_room(ticks, lang), 12, size.width - room - 10, size.height - 30, ticks)
    at = places(field, len(view.labels))
    grid(canvas, field, lang)
    along(canvas, field, thinned(drawing.labels(lang), at), at, size.width)
    for limit in view.limits:
        limit_line(canvas, field, limit.value)
    labels = [replace(b, at=field.y(b.at)) for b in limit_labels(view.limits, lang)]
    for n, series in enumerate(view.series):
        dash = DASHES[n] if len(view.series) > PLAIN_MOST else ""
        strokes(
            canvas,
            [None if v is None else (x, field.y(v)) for x, v in zip(at, series.values, strict=True)],
            f"{stroke(len(view.labels))} c{n + 1}",
            dash,
        )
        last = next((v for v in reversed(series.values) if v is not None), None)
        if last is not None:
            labels.append(replace(named[n], at=field.y(last)))
    beside(canvas, field, labels, room)
    return size.height


def limit_labels(limits: Sequence[LimitLine], lang: str) -> list[Beside]:
    """Limits in short, for beside the field."""
    named = [(x.value, x.short.zh if lang == "zh" else x.short.en or x.short.zh) for x in limits]
    return [Beside(value, text, "end limit-word", f" {value:g}") for value, text in named]


def places(field: Field, count: int) -> list[float]:
    """Where the labels of the axis stand, in even steps from edge to edge."""
    if count == 1:
        return [(field.left + field.right) / 2]
    step = (field.right - field.left) / (count - 1)
    return [field.left + n * step for n in range(count)]


def stroke(count: int) -> str:
    """Very many values are drawn with a thin line."""
    return "fine" if count > FINE_FROM else "line"


def strokes(canvas: Canvas, points: Sequence[Point | None], class_: str, dash: str = "") -> None:
    """The points as one path, broken at the gaps; values between two gaps are dots."""
    pieces = [thin(piece) for piece in unbroken(points)]
    drawn = "".join("M" + "L".join(f"{number(x)} {number(y)}" for x, y in piece) for piece in pieces if len(piece) > 1)
    if drawn:
        canvas.add("path", d=drawn, class_=class_, stroke_dasharray=dash)
    for piece in pieces:
        if len(piece) == 1:
            canvas.add("circle", cx=piece[0][0], cy=piece[0][1], r=2.5, class_=f"dot {class_.split()[-1]}")


def unbroken(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Runs of points without a gap."""
    piece: list[Point] = []
    for point in points:
        if point is None:
            if piece:
                yield piece
            piece = []
        else:
            piece.append(point)
    if piece:
        yield piece


def thin(points: list[Point]) -> list[Point]:
    """Where several points share a pixel's width, the highest and the lowest of them: the picture is the same, its text shorter."""
    if len(points) < 3 or points[-1][0] - points[0][0] >= len(points) / 2:
        return points
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault(int(point[0]), []).append(point)
    found = [sorted({min(c, key=lambda p: p[1]), max(c, key=lambda p: p[1])}) for c in columns.values()]
    return [points[0], *(p for c in found for p in c if p not in (points[0], points[-1])), points[-1]]


def _end(view: ChartView, n: int, drawing: Drawing, lang: str) -> Beside:
    """What stands at the end of a line: its name where there are several, and its last value."""
    series = view.series[n]
    last = spoken(next((v for v in reversed(series.values) if v is not None), None), drawing.digits)
    value = last.zh if lang == "zh" else last.en or last.zh
    name = series.name.zh if lang == "zh" else series.name.en or series.name.zh
    return Beside(0, name, f"end k{n + 1}", f" {value}") if len(view.series) > 1 else Beside(0, "", f"end k{n + 1}", value)
