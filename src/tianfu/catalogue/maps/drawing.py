"""A map as a drawing: SVG for a page in both languages, and as a file of its own that needs no style sheet."""

import re
from collections.abc import Callable, Sequence
from html import escape
from math import ceil

import numpy as np

from tianfu.model import Text

from .boundary import Boundary
from .outlines import Frame, Outline, frame_around, outlines_of
from .views import MapArea, MapPoint, MapView

TAGS = {"zh": "zh-CN", "en": "en"}
CLASS = re.compile(r' class="([a-z0-9 -]+)"')
LINK = re.compile(r"</?a[^>]*>")
FONT = "PingFang SC, HarmonyOS Sans SC, MiSans, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
LOOK = {
    "m0": ' fill="#FFFFFF" stroke="#7B8A9A" stroke-dasharray="3 3"',
    "m1": ' fill="#E6EFF8" stroke="#FFFFFF"',
    "m2": ' fill="#BDD5EC" stroke="#FFFFFF"',
    "m3": ' fill="#8BB6DD" stroke="#FFFFFF"',
    "m4": ' fill="#2B6CAB" stroke="#FFFFFF"',
    "m5": ' fill="#144A84" stroke="#FFFFFF"',
    "outline": ' fill="#F4F7FA" stroke="#B7C3CF"',
    "graticule": ' stroke="#E2E8EE" fill="none"',
    "point": ' fill="#1B5FB0" fill-opacity="0.7" stroke="#FFFFFF" stroke-width="0.75"',
    "said": ' fill="#46566A" font-size="11"',
    "name": ' fill="#16222E" font-size="12" text-anchor="middle"',
    "dark": ' fill="#FFFFFF" font-size="12" text-anchor="middle"',
}
"""What the classes look like where no style sheet says it."""
TILE = 96.0
DARK = 3
"""Names stand in white on classes above."""
Say = Callable[[Text], str]


def areas_drawn(view: MapView, boundary: Boundary) -> Text:
    """Each area in its class, leading to its records."""
    frame, outlines = outlines_of(boundary)
    values = {a.code: a for a in view.areas}

    def drawn(say: Say) -> str:
        known = [(values[code], outline) for code, outline in outlines.items() if code in values]
        return "".join(_area(a, o, say) for a, o in known) + "".join(_name(a, o, say) for a, o in known)

    return _both(view, frame.height, drawn)


def points_drawn(view: MapView, boundary: Boundary | None) -> Text:
    """Points over the boundaries, or over a plain frame with lines of degrees."""
    places = np.array([(p.longitude, p.latitude) for p in view.points])
    frame, outlines = outlines_of(boundary) if boundary else (frame_around([places], room=0.05), {})
    under = "".join(f'<path class="outline" d="{o.path}"/>' for o in outlines.values()) or _graticule(frame)
    at = frame.place(places)
    dots = "".join(_point(p, x, y) for p, (x, y) in zip(view.points, at.tolist(), strict=True))
    return _both(view, frame.height, lambda _: under + dots)


def as_file(view: MapView, lang: str) -> str:
    """A file that stands for itself: what classes say in a page stands at the elements, what is said below stands below."""
    say: Say = _sayer(lang)
    markup = say(view.svg) if view.svg else _svg(view, 5 * TILE, _grid(view.areas, say), say, lang)
    height = float(re.search(r'viewBox="0 0 640 ([0-9.]+)"', markup)[1])  # type: ignore[index]
    below = [say(view.title), f"{say(view.measure)} {say(view.unit)}".strip(), say(view.boundary or (GRID if view.areas else NO_BOUNDARY))]
    lines = "".join(f'<text class="said" x="8" y="{height + 18 * n:.0f}">{escape(t)}</text>' for n, t in enumerate(below, 1))
    lines += _key(view, height + 18 * (len(below) + 1), say)
    tall = ceil(height + 18 * (len(below) + 2))
    markup = markup.replace(
        f'viewBox="0 0 640 {height:g}"', f'viewBox="0 0 640 {tall}" width="640" height="{tall}" font-family="{FONT}"', 1
    )
    head, _, rest = LINK.sub("", markup).partition(">")
    page = f'<rect width="640" height="{tall}" fill="#FFFFFF"/>'
    whole = f"{CLASS.sub('', head)}>{page}{rest.removesuffix('</svg>')}{lines}</svg>\n"
    return CLASS.sub(lambda m: "".join(LOOK.get(c, "") for c in m[1].split()), whole)


NO_BOUNDARY = Text(zh="没有画边界", en="No boundaries are drawn")
GRID = Text(zh="位置示意图，不表示边界", en="A schematic grid of places: no boundaries are shown")


def _both(view: MapView, height: float, drawn: Callable[[Say], str]) -> Text:
    zh, en = (_svg(view, height, drawn(_sayer(lang)), _sayer(lang), lang) for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


def _svg(view: MapView, height: float, inside: str, say: Say, lang: str) -> str:
    name = escape(view.id)
    head = (
        f'<svg class="map-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {round(height, 1):g}" role="group" lang="{TAGS[lang]}"'
    )
    return f'{head} aria-label="{escape(say(view.title))}" id="{name}-{lang}">{inside}</svg>'


def _area(area: MapArea, outline: Outline, say: Say) -> str:
    said = escape(_said(area, say))
    return (
        f'<a href="{escape(area.href)}" aria-label="{said}"><path class="m{area.step}" d="{outline.path}"><title>{said}</title></path></a>'
    )


def _name(area: MapArea, outline: Outline, say: Say) -> str:
    """The name inside the area, where it has room."""
    name = say(area.name)
    if outline.width < sum(12 if ord(c) > 0x2E80 else 7 for c in name) + 6:
        return ""
    words = "dark" if area.step > DARK else "name"
    return f'<text class="{words}" x="{outline.x:.1f}" y="{outline.y + 4:.1f}">{escape(name)}</text>'


def _said(area: MapArea, say: Say) -> str:
    return f"{say(area.name)} {area.shown if area.value is not None else say(NOTHING)}"


NOTHING = Text(zh="无数据", en="no data")


def _point(point: MapPoint, x: float, y: float) -> str:
    said = escape(f"{point.name} {point.longitude:.4f}, {point.latitude:.4f}".strip())
    return f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{said}</title></circle>'


def _graticule(frame: Frame) -> str:
    """Lines of whole, half or tenth degrees with their names, as many as a reader needs."""
    step = next(s for s in (2.0, 1.0, 0.5, 0.2, 0.1, 0.05) if s <= max(0.05, (frame.east - frame.west) / 3))
    meridians = [n * step for n in range(ceil(frame.west / step), int(frame.east / step) + 1)]
    parallels = [n * step for n in range(ceil(frame.south / step), int(frame.north / step) + 1)]
    return "".join([*(_meridian(frame, m) for m in meridians), *(_parallel(frame, p) for p in parallels)])


def _meridian(frame: Frame, degrees: float) -> str:
    x = float(frame.place(np.array([[degrees, frame.south]]))[0, 0])
    line = f'<path class="graticule" d="M{x:.1f} 0V{frame.height:.1f}"/>'
    return f'{line}<text class="said" x="{x + 3:.1f}" y="12">{degrees:g}°E</text>'


def _parallel(frame: Frame, degrees: float) -> str:
    y = float(frame.place(np.array([[frame.west, degrees]]))[0, 1])
    return f'<path class="graticule" d="M0 {y:.1f}H640"/><text class="said" x="3" y="{y - 3:.1f}">{degrees:g}°N</text>'


def _grid(areas: Sequence[MapArea], say: Say) -> str:
    """The tile grid, for files."""
    return "".join(_tile(a, say) for a in areas)


def _tile(area: MapArea, say: Say) -> str:
    x, y = (area.column - 1) * 106 + 4, area.row * TILE + 2
    words = "dark" if area.step > DARK else "name"
    shown = area.shown if area.value is not None else say(NOTHING)
    rect = f'<rect class="m{area.step}" x="{x}" y="{y:g}" width="100" height="90" rx="4"/>'
    lines = ((say(area.name), 42), (shown, 60))
    return rect + "".join(f'<text class="{words}" x="{x + 50}" y="{y + dy:g}">{escape(text)}</text>' for text, dy in lines)


def _key(view: MapView, y: float, say: Say) -> str:
    """The classes and what has no data, side by side."""
    if not view.areas:
        return ""
    named = [*enumerate(view.classes, 1), *([(0, say(NOTHING))] if any(a.value is None for a in view.areas) else [])]
    wide = 624 / len(named)
    return "".join(
        f'<rect class="m{step}" x="{8 + n * wide:.0f}" y="{y - 10:.0f}" width="12" height="12"/>'
        f'<text class="said" x="{24 + n * wide:.0f}" y="{y:.0f}">{escape(text)}</text>'
        for n, (step, text) in enumerate(named)
    )


def _sayer(lang: str) -> Say:
    return lambda text: text.zh if lang == "zh" else text.en or text.zh
