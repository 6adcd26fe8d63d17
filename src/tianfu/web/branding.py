"""The operator's own colour and logo, checked before anything is served: a page must stay readable, and a drawing must only draw."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from tianfu.model import Settings, Text

from .colours import BLACK, WHITE, contrast, is_colour, mixed

THEME, LOGO = "theme.css", "logo"
LEAST, LOGO_MOST = 4.5, 100 * 2**10
PAGE = "#F5F7FA"
"""The ground of pages (--bg), on which links stand."""
PNG = b"\x89PNG\r\n\x1a\n"
DRAWING = "{http://www.w3.org/2000/svg}"
ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "animate", "set", "handler", "audio", "video", "link", "meta"})
"""Elements that run or load something, or change what was checked."""
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|data:", re.I)


class UnfitBrand(ValueError):
    """The colour or the logo of the settings cannot be shown; the text says why."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


def branded(settings: Settings) -> Mapping[str, bytes]:
    """Further static files by name: the colours where one is set, the logo where there is one. UnfitBrand in words."""
    colours = {THEME: theme(settings.brand).encode()} if settings.brand else {}
    logo = {f"{LOGO}{settings.logo.suffix.lower()}": _logo(settings.logo)} if settings.logo else {}
    return colours | logo


def theme(brand: str) -> str:
    """The style that overrides the brand and what is derived from it. Links stand on tinted grounds too: there it is darkened a little."""
    if not is_colour(brand):
        raise UnfitBrand(
            f"TIANFU_BRAND“{brand}”不是颜色：请写成 # 加六位十六进制数，例如 #1B4F9C",
            f"TIANFU_BRAND '{brand}' is no colour: write # and six hexadecimal digits, such as #1B4F9C",
        )
    ratio = contrast(brand, WHITE)
    if ratio < LEAST:
        near = _darkened(brand, WHITE)
        raise UnfitBrand(
            f"TIANFU_BRAND {brand} 太浅：白字对比度 {ratio:.2f}，至少要 {LEAST}。可用相近的 {near}",
            f"TIANFU_BRAND {brand} is too light: white text on it has {ratio:.2f}:1 and needs {LEAST}:1. {near} is near it",
        )
    tint = mixed(brand, WHITE, 0.9)
    own = _darkened(_darkened(brand, tint), PAGE)
    tokens = {
        "brand": own,
        "brand-hover": mixed(own, BLACK, 0.2),
        "brand-ink": mixed(own, BLACK, 0.35),
        "brand-tint": tint,
        "brand-line": mixed(brand, WHITE, 0.7),
        "on-brand-ink": mixed(brand, WHITE, 0.86),
        "wash": mixed(brand, WHITE, 0.95),
    }
    return ":root:not([data-theme]) { " + " ".join(f"--{n}: {v};" for n, v in tokens.items()) + " }\n"


def _darkened(colour: str, ground: str) -> str:
    """The colour, or the first darker one that can be read on the ground."""
    return next(c for n in range(101) if contrast(c := mixed(colour, BLACK, n / 100), ground) >= LEAST)


def _logo(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UnfitBrand(f"TIANFU_LOGO 无法读取：{path}", f"TIANFU_LOGO cannot be read: {path}") from error
    problem = "" if path.suffix.lower() in (".svg", ".png") else "should be an .svg or .png file"
    if len(body) > LOGO_MOST:
        problem = f"has {len(body):,} bytes, at most {LOGO_MOST:,} are taken"
    elif path.suffix.lower() == ".png" and not body.startswith(PNG):
        problem = "is no PNG"
    elif path.suffix.lower() == ".svg":
        problem = next(_drawn_amiss(body), "")
    if problem:
        zh = "需为 100 KB 以内的 SVG 或 PNG 文件；SVG 不得含脚本、事件或外部引用"
        raise UnfitBrand(f"TIANFU_LOGO 不能使用：{path}（{problem}）。{zh}", f"TIANFU_LOGO {path} {problem}")
    return body


def _drawn_amiss(body: bytes) -> Iterator[str]:
    """What a drawing must not have."""
    if b"<!" in body.replace(b"<!--", b"") or b"<?xml-stylesheet" in body:
        yield "declares a document type or a style sheet"
        return
    try:
        root = fromstring(body)  # noqa: S314 - no document type, so no entities
    except (ParseError, ValueError):
        yield "is no well-formed SVG"
        return
    if root.tag != f"{DRAWING}svg":
        yield "is no SVG"
    for each in root.iter():
        yield from _active(each)


def _active(element: Element) -> Iterator[str]:
    name = _plain(str(element.tag))
    if name in ACTIVE:
        yield f"holds <{name}>"
    if name == "style" and ELSEWHERE.search("".join(element.itertext())):
        yield "loads something in <style>"
    for attribute, value in element.attrib.items():
        plain = _plain(attribute)
        if plain.startswith("on") or (plain in ("href", "src") and not value.startswith("#")) or ELSEWHERE.search(value):
            yield f"has {plain} in <{name}>"


def _plain(name: str) -> str:
    """Without its namespace."""
    return name.rpartition("}")[2].lower()
