"""Marks as SVG text. Whatever comes from outside passes `add`, which escapes it; colours are classes, so that a page decides on them."""

from html import escape

PREFIX = "d-"
"""Classes of drawings are nobody else's."""
EM = 13.0
"""Size of the type, in pixels."""
WIDE_FROM = 0x2E80
"""From here on characters are as wide as they are high."""


class Canvas:
    """Elements in the order in which they are painted."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, tag: str, text: str = "", /, **marks: str | float | None) -> None:
        """An element; `class_` are its classes, which get a prefix of their own; None and "" leave an attribute out."""
        if classes := marks.pop("class_", None):
            marks["class_"] = " ".join(f"{PREFIX}{c}" for c in str(classes).split())
        said = "".join(f' {_name(n)}="{_value(v)}"' for n, v in marks.items() if v is not None and v != "")
        self._parts.append(f"<{tag}{said}>{escape(_clean(text))}</{tag}>" if text else f"<{tag}{said}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str) -> None:
        self.add("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=class_)

    def text(self, x: float, y: float, text: str, class_: str, anchor: str = "") -> None:
        self.add("text", text, x=x, y=y, class_=class_, text_anchor=anchor)

    def markup(self) -> str:
        return "".join(self._parts)


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def width(text: str) -> float:
    """How wide a text is drawn, about."""
    return sum(EM if ord(c) >= WIDE_FROM else EM * 0.58 for c in text)


def fitting(text: str, room: float) -> str:
    """The text, cut to the room there is.

    >>> fitting("成都市武侯区", 60), fitting("成都", 60)
    ('成都市…', '成都')
    """
    if width(text) <= room:
        return text
    while text and width(text) + EM > room:
        text = text[:-1]
    return text + "…"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-") if name not in ("viewBox",) else name


def _value(value: str | float) -> str:
    return escape(_clean(value)) if isinstance(value, str) else number(value)


def _clean(text: str) -> str:
    """Without characters that XML has no place for."""
    return "".join(c for c in text if c in "\t\n\r" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE or ord(c) >= 0x10000)
