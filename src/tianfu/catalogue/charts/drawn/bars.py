"""Bars from zero: standing along time and numbers, lying where they are named, so that every name can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianfu.catalogue.charts.digits import spoken
from tianfu.catalogue.charts.views import ChartView, Series

from .canvas import Canvas, fitting, number, width
from .frame import RAISED, Field, along, beside, grid, legend, limit_line, tick_room
from .lines import limit_labels
from .sizes import Drawing, Size
from .ticks import domain, nice, thinned

FILLED = 0.72
"""How much of its place a bar fills."""
VALUES_MOST = 16
ROW = 26.0
THIN_ROW = 15.0


def standing(canvas: Canvas, view: ChartView, drawing: Drawing, size: Size, lang: str) -> float:
    """Bars beside each other along the axis; gives the height."""
    top = 14.0 + (_legend(canvas, view, 4, size.width - 4, 10, lang) if len(view.series) > 1 else 4)
    ticks = nice(*domain([*_known(view.series), *(x.value for x in view.limits)], from_zero=True), whole=drawing.whole)
    labels = limit_labels(view.limits, lang)
    room = min(max((b.width + 10 for b in labels), default=4.0), size.width * size.beside)
    field = Field(tick_room(ticks, lang), top, size.width - room, size.height - 30, ticks)
    band = (field.right - field.left) / len(view.labels)
    at = [field.left + (n + 0.5) * band for n in range(len(view.labels))]
    grid(canvas, field, lang)
    along(canvas, field, thinned(drawing.labels(lang), at), at, size.width)
    columns(canvas, view.series, drawing, field)
    _tops(canvas, view, drawing, field, at, band, lang)
    for limit in view.limits:
        limit_line(canvas, field, limit.value)
    beside(canvas, field, [replace(b, at=field.y(b.at)) for b in labels], room - 8)
    return size.height


def columns(canvas: Canvas, series: Sequence[Series], drawing: Drawing, field: Field, first: int = 1) -> None:
    """The bars themselves, in one path per series; periods covered in part are paler."""
    band = (field.right - field.left) / len(series[0].values)
    wide = min(band * FILLED, 64.0) / len(series)
    foot = field.y(0)
    for n, one in enumerate(series):
        for partial in (False, True):
            drawn = []
            for place, value in enumerate(one.values):
                if value is None or (place in drawing.partial) != partial:
                    continue
                left = field.left + (place + 0.5) * band - wide * len(series) / 2 + n * wide
                drawn.append(f"M{number(left)} {number(foot)}V{number(field.y(value))}H{number(left + wide)}V{number(foot)}Z")
            if drawn:
                canvas.add("path", d="".join(drawn), class_=f"bar c{first + n}{' part' if partial else ''}")


def lying(canvas: Canvas, view: ChartView, drawing: Drawing, size: Size, lang: str) -> float:
    """A row for each name; gives the height, which grows with them."""
    top = 8.0 + (_legend(canvas, view, 4, size.width - 4, 10, lang) if len(view.series) > 1 else 0)
    names = [n.zh if lang == "zh" else n.en or n.zh for n in drawing.names]
    left = min(max(map(width, names)) * 1.05, size.width * 0.34) + 10
    said = [[say(v, drawing, lang) for v in s.values] for s in view.series]
    right = size.width - max(width(t) for one in said for t in one) - 14
    row = ROW if len(view.series) == 1 else THIN_ROW * len(view.series) + 9
    limits = limit_labels(view.limits, lang)
    top += 18.0 * len(limits)
    bottom = top + row * len(names)
    low, high = domain([*_known(view.series), *(x.value for x in view.limits)], from_zero=True)
    field = Field(left, top, right, bottom, (low, high if high > low else low + 1))
    canvas.line(field.x(0), top, field.x(0), bottom, "axis")
    for place, name in enumerate(names):
        named_row(canvas, view.series, drawing, field, Row(place, name, row), [one[place] for one in said])
    for n, limit in enumerate(limits):
        x, y = field.x(limit.at), top - 18 * (len(limits) - n) + 10
        canvas.line(x, y + 4, x, bottom, "limit")
        near = x + limit.width > size.width
        canvas.text(min(x, size.width - 2), y, limit.within(size.width), limit.class_, "end" if near else "")
    return bottom + 6


@dataclass(frozen=True, slots=True)
class Row:
    """The row of one name: which, how high, and where its name may begin."""

    place: int
    name: str
    height: float
    left: float = 0.0


def named_row(canvas: Canvas, series: Sequence[Series], drawing: Drawing, field: Field, row: Row, said: Sequence[str]) -> None:
    """A name, and at its right a bar for each series with its value."""
    y, zero = field.top + row.place * row.height, field.x(0)
    canvas.text(field.left - 8, y + row.height / 2 + RAISED, fitting(row.name, field.left - 8 - row.left), "name", "end")
    high = (row.height - 8) / len(series)
    for n, one in enumerate(series):
        value, top = one.values[row.place], y + 4 + n * high
        end = field.x(value or 0)
        if value is not None:
            class_ = "bar c0" if row.place == drawing.rest else f"bar c{n + 1}"
            canvas.add("rect", x=min(zero, end), y=top, width=abs(end - zero), height=high - 1, class_=class_)
        canvas.text(max(zero, end) + 6, top + high / 2 + RAISED - 0.5, said[n], "value")


def _tops(canvas: Canvas, view: ChartView, drawing: Drawing, field: Field, at: Sequence[float], band: float, lang: str) -> None:
    """Values over the bars, where there is room for all of them."""
    if len(view.series) > 1 or len(at) > VALUES_MOST or view.limits:
        return
    said = [say(v, drawing, lang) for v in view.series[0].values]
    if max(map(width, said)) > band - 4:
        return
    for x, value, text in zip(at, view.series[0].values, said, strict=True):
        if value is not None:
            canvas.text(x, field.y(max(value, 0)) - 5, text, "value", "middle")


def _legend(canvas: Canvas, view: ChartView, left: float, right: float, top: float, lang: str) -> float:
    names = [s.name.zh if lang == "zh" else s.name.en or s.name.zh for s in view.series]
    return legend(canvas, names, [f"c{n + 1}" for n in range(len(names))], left, right, top)


def say(value: float | None, drawing: Drawing, lang: str) -> str:
    """A value beside its bar."""
    text = spoken(value, drawing.digits)
    return text.zh if lang == "zh" else text.en or text.zh


def _known(series: Sequence[Series]) -> list[float]:
    return [v for s in series for v in s.values if v is not None]
