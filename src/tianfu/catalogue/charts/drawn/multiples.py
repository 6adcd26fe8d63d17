"""Small multiples: more than five series, each in a field of its own, all on the same scale."""

from tianfu.catalogue.charts.views import ChartView, Series

from .bars import Row, columns, named_row, say
from .canvas import Canvas, fitting, width
from .frame import RAISED, Field, grid, limit_line, tick_room
from .lines import places, strokes
from .sizes import Drawing, Size
from .ticks import domain, nice

HEIGHT, TITLE, FOOT, GAP, ROW = 84.0, 22.0, 30.0, 16.0, 22.0


def multiples(canvas: Canvas, view: ChartView, drawing: Drawing, size: Size, lang: str) -> float:
    """Draws them in rows; gives the height."""
    known = [v for s in view.series for v in s.values if v is not None]
    bars = view.kind == "bar"
    ticks = nice(*domain([*known, *(x.value for x in view.limits)], from_zero=bars), most=3, whole=drawing.whole)
    left = tick_room(ticks, lang)
    wide = (size.width - left - GAP * (size.columns - 1) - 2) / size.columns
    for n, series in enumerate(view.series):
        column, row = n % size.columns, n // size.columns
        x, y = left + column * (wide + GAP), row * (TITLE + HEIGHT + FOOT)
        field = Field(x, y + TITLE, x + wide, y + TITLE + HEIGHT, ticks)
        _panel(canvas, view, drawing, series, field, lang, first=column == 0)
    rows = -(-len(view.series) // size.columns)
    return rows * (TITLE + HEIGHT + FOOT)


def panels(canvas: Canvas, view: ChartView, drawing: Drawing, size: Size, lang: str) -> float:
    """The same for bars that are named: each series has its rows."""
    across = size.columns - 1
    wide = (size.width - GAP * (across - 1)) / across
    low, high = domain([v for s in view.series for v in s.values if v is not None], from_zero=True)
    names = [n.zh if lang == "zh" else n.en or n.zh for n in drawing.names]
    tall = TITLE + ROW * len(names) + GAP
    for n, series in enumerate(view.series):
        x, y = n % across * (wide + GAP), n // across * tall
        said = [say(v, drawing, lang) for v in series.values]
        left = x + min(max(map(width, names)) * 1.05, wide * 0.4) + 8
        field = Field(
            left, y + TITLE, x + wide - max(map(width, said)) - 10, y + TITLE + ROW * len(names), (low, high if high > low else low + 1)
        )
        canvas.text(x, field.top - 8, fitting(series.name.zh if lang == "zh" else series.name.en or series.name.zh, wide), "name strong")
        canvas.line(field.x(0), field.top, field.x(0), field.bottom, "axis")
        for place, name in enumerate(names):
            named_row(canvas, [series], drawing, field, Row(place, name, ROW, x), [said[place]])
    return -(-len(view.series) // across) * tall


def _panel(canvas: Canvas, view: ChartView, drawing: Drawing, series: Series, field: Field, lang: str, *, first: bool) -> None:
    name = series.name.zh if lang == "zh" else series.name.en or series.name.zh
    canvas.text(field.left, field.top - 8, fitting(name, field.right - field.left), "name strong")
    grid(canvas, field, lang, words=first)
    if view.kind == "bar":
        columns(canvas, [series], drawing, field)
    else:
        at = places(field, len(view.labels))
        strokes(canvas, [None if v is None else (x, field.y(v)) for x, v in zip(at, series.values, strict=True)], "line c1")
    for limit in view.limits:
        limit_line(canvas, field, limit.value)
    room = (field.right - field.left) / 2 - 4
    ends = [label.zh if lang == "zh" else label.en or label.zh for label in (view.labels[0], view.labels[-1])]
    canvas.text(field.left, field.bottom + 15 + RAISED / 2, fitting(ends[0], room), "tick")
    if len(view.labels) > 1:
        canvas.text(field.right, field.bottom + 15 + RAISED / 2, fitting(ends[1], room), "tick", "end")
