"""Colours as numbers: how one stands out against another, and what lies between two (WCAG 2.2)."""

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
WHITE, BLACK = "#FFFFFF", "#000000"


def is_colour(text: str) -> bool:
    return HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21.

    >>> contrast("#FFFFFF", "#000000"), round(contrast("#1B4F9C", "#FFFFFF"), 1)
    (21.0, 7.9)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour with that share of the other.

    >>> mixed("#000000", "#FFFFFF", 0.5), mixed("#1B4F9C", "#FFFFFF", 0)
    ('#808080', '#1B4F9C')
    """
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in (c / 255 for c in _parts(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
