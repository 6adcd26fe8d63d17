"""A chart as a drawing: SVG for a page, wide and narrow, in both languages; and as a file of its own that needs no style sheet."""

import re
from collections.abc import Callable, Mapping
from html import escape

from tianfu.model import Text

from .drawn.bars import lying, standing
from .drawn.canvas import EM, PREFIX, Canvas, number
from .drawn.lines import lines
from .drawn.multiples import multiples, panels
from .drawn.sizes import PAGE, Drawing, Size, Sizes
from .views import ChartView

Way = Callable[[Canvas, ChartView, Drawing, Size, str], float]
TAGS = {"zh": "zh-CN", "en": "en"}
CLASS = re.compile(r' class="([a-z0-9 -]+)"')
FONT = "PingFang SC, HarmonyOS Sans SC, MiSans, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
COLOURS = {"c0": "#7B8A9A", "c1": "#1B5FB0", "c2": "#C97A00", "c3": "#064D40", "c4": "#D64D7A", "c5": "#4B2171"}
LOOK: Mapping[str, str] = {
    "grid": ' fill="none" stroke="#EEF2F6" stroke-width="1"',
    "axis": ' fill="none" stroke="#7B8A9A" stroke-width="1"',
    "limit": ' fill="none" stroke="#A8201A" stroke-width="1.5" stroke-dasharray="5 4"',
    "line": ' fill="none" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"',
    "fine": ' fill="none" stroke-width="1" stroke-linejoin="round"',
    "tick": ' fill="#5E6E80"',
    "value": ' fill="#46566A"',
    "name": ' fill="#16222E"',
    "strong": ' font-weight="bold"',
    "end": ' font-weight="bold"',
    "limit-word": ' fill="#A8201A"',
    "part": ' fill-opacity="0.45"',
    **{f"k{n}": f' fill="{COLOURS[f"c{n}"]}"' for n in range(1, 6)},
}
"""What the classes look like where no style sheet says it: the values of the design language."""


def drawings(view: ChartView, drawing: Drawing, sizes: Sizes = PAGE) -> Text:
    """The drawings of both languages: in each one of every size, of which the style sheet shows one."""
    zh, en = ("".join(drawn(view, drawing, size, lang) for size in sizes) for lang in ("zh", "en"))
    return Text(zh=f'<div class="drawings">{zh}</div>', en=f'<div class="drawings">{en}</div>')


def drawn(view: ChartView, drawing: Drawing, size: Size, lang: str) -> str:
    """One drawing."""
    canvas = Canvas()
    height = _way(view, drawing)(canvas, view, drawing, size, lang)
    name = f"{view.id}-{size.name}"
    title, described = _said(view.title, lang), _described(view, drawing, lang)
    wide, high = number(size.width), number(height)
    head = (
        f'<svg class="drawing d-{size.name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    )
    head += f' font-size="{number(EM)}" role="img" lang="{TAGS[lang]}" aria-labelledby="{escape(name)}-t {escape(name)}-d">'
    words = Canvas()
    words.add("title", title, id=f"{name}-t")
    words.add("desc", described, id=f"{name}-d")
    return head + words.markup() + canvas.markup() + "</svg>"


def as_file(markup: str) -> str:
    """The wide drawing as a file: what classes say in a page stands at the elements themselves."""
    wide = "<svg" + markup.partition("<svg")[2].partition("</svg>")[0] + "</svg>"
    head, _, rest = wide.partition(">")
    head = CLASS.sub("", head, count=1) + f' font-family="{FONT}"'
    width, height = (re.search(rf' {n}="([0-9.]+)"', head) for n in ("width", "height"))
    assert width is not None
    assert height is not None
    page = f'<rect width="{width[1]}" height="{height[1]}" fill="#FFFFFF"/>'
    return f"{head}>{page}{CLASS.sub(lambda m: _look([c.removeprefix(PREFIX) for c in m[1].split()]), rest)}\n"


def _way(view: ChartView, drawing: Drawing) -> Way:
    named = view.kind == "bar" and drawing.named
    if view.many:
        return panels if named else multiples
    return lying if named else standing if view.kind == "bar" else lines


def _look(classes: list[str]) -> str:
    found = "".join(LOOK.get(c, "") for c in classes)
    colour = next((COLOURS[c] for c in classes if c in COLOURS), None)
    if colour is None:
        return found
    return found + (f' stroke="{colour}"' if {"line", "fine"} & set(classes) else f' fill="{colour}"')


def _described(view: ChartView, drawing: Drawing, lang: str) -> str:
    """What somebody who does not see the drawing needs first; the values are in the table."""
    measure, unit = _said(view.measure, lang), _said(view.unit, lang)
    first, last = (_said(x, lang) for x in (view.labels[0], view.labels[-1]))
    names = "、".join(_said(s.name, lang) for s in view.series[:12]) if len(view.series) > 1 else ""
    limits = "；".join(_said(x.text, lang) for x in view.limits)
    if lang == "zh":
        parts = [
            f"{measure}{'，单位 ' + unit if unit else ''}",
            f"从{first}到{last}，共 {len(view.labels)} 处",
            names,
            limits and f"限值：{limits}",
        ]
        return "。".join(p for p in parts if p) + "。"
    parts = [
        f"{measure}{', ' + unit if unit else ''}",
        f"From {first} to {last}, {len(view.labels)} places",
        names,
        limits and f"Limits: {limits}",
    ]
    return ". ".join(p.replace("、", ", ").replace("；", "; ") for p in parts if p) + "."


def _said(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en or text.zh
