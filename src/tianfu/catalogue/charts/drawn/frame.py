"""The field of a drawing: where it lies, its scale, its grid, limit lines, and labels beside it that do not cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from .canvas import Canvas, fitting, width
from .ticks import Ticks, tick_words

LINE = 17.0
"""Height of a line of type."""
RAISED = 4.5
"""A text's foot below the middle of its line."""


@dataclass(frozen=True, slots=True)
class Field:
    """The rectangle in which values are drawn, and the ticks that span it."""

    left: float
    top: float
    right: float
    bottom: float
    ticks: Ticks

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def x(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.left + (value - low) / (high - low) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Beside:
    """A label at the right of the field: `at` is where it belongs; of `text` and `value` the value is never cut."""

    at: float
    text: str
    class_: str
    value: str = ""

    @property
    def width(self) -> float:
        """How wide it is in bold type."""
        return width(self.text + self.value) * 1.06

    def within(self, room: float) -> str:
        """As it is written in that much room."""
        if self.width <= room or not self.value:
            return fitting(f"{self.text}{self.value}", room)
        return (fitting(self.text, room - width(self.value)) if self.text else "") + self.value


def tick_room(ticks: Ticks, lang: str) -> float:
    """How much room the ticks' words take at the left."""
    return max(width(w) for w in tick_words(ticks, lang)) + 10


def grid(canvas: Canvas, field: Field, lang: str, *, words: bool = True) -> None:
    """Lines across at the ticks, stronger at zero or at the foot."""
    foot = 0.0 if field.ticks[0] <= 0 <= field.ticks[-1] else field.ticks[0]
    for tick, said in zip(field.ticks, tick_words(field.ticks, lang), strict=True):
        y = field.y(tick)
        canvas.line(field.left, y, field.right, y, "axis" if tick == foot else "grid")
        if words:
            canvas.text(field.left - 8, y + RAISED, said, "tick", "end")


def limit_line(canvas: Canvas, field: Field, value: float) -> None:
    y = field.y(value)
    canvas.line(field.left, y, field.right, y, "limit")


def beside(canvas: Canvas, field: Field, labels: Sequence[Beside], room: float) -> None:
    """Labels at the right of the field, moved apart where they would cover each other, cut to the room."""
    order = sorted(range(len(labels)), key=lambda n: labels[n].at)
    places = spread([labels[n].at for n in order], LINE, field.top, field.bottom)
    for n, y in zip(order, places, strict=True):
        canvas.text(field.right + 8, y + RAISED, labels[n].within(room), labels[n].class_)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as may be to the wanted ones (which rise), apart by the gap, within low and high while there is room.

    >>> spread([10, 12, 40], 17, 0, 100), spread([95, 97], 17, 0, 100)
    ([10, 27, 44], [83, 100])
    """
    found: list[float] = []
    for place in wanted:
        found.append(max(place, found[-1] + gap if found else low))
    ceiling = high
    for n in range(len(found) - 1, -1, -1):
        found[n] = min(found[n], ceiling)
        ceiling = found[n] - gap
    return found


def along(canvas: Canvas, field: Field, labels: Sequence[tuple[int, str]], at: Sequence[float], edge: float) -> None:
    """Labels under the field; the outermost stay within the drawing."""
    for n, text in labels:
        half = width(text) / 2
        x = min(max(at[n], half + 1), edge - half - 1)
        canvas.text(x, field.bottom + LINE + 3, text, "tick", "middle")


def legend(canvas: Canvas, names: Sequence[str], classes: Sequence[str], left: float, right: float, top: float) -> float:
    """Names with their colours in rows; gives the height they take."""
    x, y = left, top
    for name, class_ in zip(names, classes, strict=True):
        said = fitting(name, right - left - 18)
        if x > left and x + 18 + width(said) > right:
            x, y = left, y + LINE + 3
        canvas.add("rect", x=x, y=y - 5, width=12, height=10, class_=f"mark {class_}")
        canvas.text(x + 18, y + RAISED, said, "name")
        x += 18 + width(said) + 20
    return y - top + LINE + 6
