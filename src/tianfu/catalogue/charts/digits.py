"""Numbers as people read them in a chart: as many digits as tell them apart, 万 and 亿 where a sentence would use them."""

from collections.abc import Iterable
from math import floor, isfinite, log10

from tianfu.model import Text

GAP = "—"
LARGE = 10_000
LARGE_EN = 1_000_000


def real(value: object) -> float | None:
    """A value of a summary as a number; the last digits, which depend on the order of adding, are cut off.

    >>> real(0.1 + 0.2), real(None), real(12)
    (0.3, None, 12.0)
    """
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]  # Decimal, int or float
    return float(f"{number:.12g}") if isfinite(number) else None


def places(values: Iterable[float | None], *, whole: bool = False) -> int:
    """Digits behind the point that suit all these values: three that count of the largest; none for what is counted.

    >>> places([61.23, 8.1]), places([0.612]), places([1234.5]), places([3.0, 4.0]), places([]), places([0.5, 12000.0])
    (1, 3, 0, 0, 0, 0)
    """
    known = [abs(v) for v in values if v is not None]
    if whole or not known or all(v == floor(v) for v in known):
        return 0
    largest = max(known)
    return min(6, max(0, 2 - floor(log10(largest)))) if largest else 0


def exact(value: float | None, digits: int) -> str:
    """All digits, thousands apart.

    >>> exact(61.25, 1), exact(1234567, 0), exact(None, 1), exact(-0.04, 1)
    ('61.2', '1,234,567', '—', '0.0')
    """
    if value is None:
        return GAP
    text = f"{value:,.{digits}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def spoken(value: float | None, digits: int) -> Text:
    """In a sentence or beside a line: large numbers in 万 and 亿, in English from a million on.

    >>> spoken(12841206, 0).zh, spoken(12841206, 0).en, spoken(61.25, 1).zh, spoken(20000, 0).zh, spoken(99999.6, 0).zh
    ('1,284.1万', '12.8 million', '61.2', '2万', '10万')
    """
    if value is None:
        return Text(zh=GAP)
    zh = en = exact(value, digits)
    if abs(value) >= LARGE:
        unit, name = (1e8, "亿") if abs(value) >= 99_999_500 else (1e4, "万")
        zh = f"{value / unit:,.1f}".removesuffix(".0") + name
    if abs(value) >= LARGE_EN:
        size, word = (1e9, "billion") if abs(value) >= 999_950_000 else (1e6, "million")
        en = f"{value / size:,.{2 if abs(value) < 10 * size else 1}f}".rstrip("0").removesuffix(".") + f" {word}"
    return Text(zh=zh, en=en)
