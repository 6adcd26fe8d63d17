"""Numbers, moments and sizes as people read them. Times are those of Beijing; what is not known is a dash, never zero."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone

from markupsafe import Markup

from tianfu.model import Text

from .language import Language

BEIJING = timezone(timedelta(hours=8))
UNKNOWN = "—"
SPANS = ((60, 1, "秒", "s"), (3600, 60, "分钟", "min"), (86_400, 3600, "小时", "h"), (30 * 86_400, 86_400, "天", "days"))
"""Up to so many seconds; the unit in seconds; its name."""


def say(text: Text | str | None, lang: Language) -> str:
    """The text in the reader's language; Chinese where there is no English."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return text.en or text.zh if lang == "en" else text.zh


def drawn(drawing: Text, lang: Language) -> Markup:
    """A drawing of our own in the reader's language: whoever made it escaped what is foreign in it. Nothing else may pass unescaped."""
    return Markup(say(drawing, lang))  # noqa: S704


def number(value: float | None) -> str:
    """Thousands apart.

    >>> number(12841206), number(1234.5), number(None)
    ('12,841,206', '1,234.5', '—')
    """
    return UNKNOWN if value is None else f"{value:,}"


def count(value: float | None, lang: Language) -> str:
    """Large counts with one decimal of 万 or 亿; in English all digits.

    >>> count(12841206, "zh"), count(9999, "zh"), count(230000000, "zh"), count(12841206, "en")
    ('1,284.1万', '9,999', '2.3亿', '12,841,206')
    """
    if value is None or lang == "en" or value < 10_000:
        return number(value)
    size, unit = (1e8, "亿") if value >= 99_995_000 else (1e4, "万")
    shown = f"{value / size:,.1f}"
    return shown.removesuffix(".0") + unit


def rows(value: int | None, lang: Language) -> str:
    """So many records, with their unit: a space stands between digits and Chinese, none after 万 or 亿.

    >>> rows(62, "zh"), rows(12841206, "zh"), rows(12841206, "en"), rows(1, "en"), rows(None, "zh")
    ('62 条', '1,284.1万条', '12,841,206 rows', '1 row', '—')
    """
    if value is None:
        return UNKNOWN
    if lang == "en":
        return f"{value:,} {'row' if value == 1 else 'rows'}"
    counted = count(value, lang)
    return f"{counted}{'' if counted[-1] in '万亿' else ' '}条"


def moment(value: datetime | None) -> str:
    """Year to minute in Beijing.

    >>> moment(datetime(2026, 11, 22, 6, 12, tzinfo=UTC))
    '2026-11-22 14:12'
    """
    return UNKNOWN if value is None else f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def ago(value: datetime | None, lang: Language, now: datetime | None = None) -> Markup:
    """How long ago, or how long until, with the exact time for machines and pointers."""
    if value is None:
        return Markup("—")
    passed = ((now or datetime.now(UTC)) - value).total_seconds()
    said = _span(abs(passed), lang)
    if said is None:
        shown = f"{value.astimezone(BEIJING):%Y-%m-%d}"
    elif passed >= 0:
        shown = f"{said}前" if lang == "zh" else f"{said} ago"
    else:
        shown = f"{said}后" if lang == "zh" else f"in {said}"
    exact = value.astimezone(BEIJING).isoformat(timespec="seconds")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(exact, moment(value), shown)


def _span(seconds: float, lang: Language) -> str | None:
    for below, unit, zh, en in SPANS:
        if seconds < below:
            return f"{int(seconds // unit)} {en if lang == 'en' else zh}"
    return None


def percent(value: float | None) -> str:
    """One decimal; never 100 or 0 where it is not exactly that.

    >>> percent(12.345), percent(99.99), percent(100), percent(0.01), percent(None)
    ('12.3%', '99.9%', '100%', '<0.1%', '—')
    """
    if value is None:
        return UNKNOWN
    if value in (0, 100):
        return f"{value:.0f}%"
    return "<0.1%" if value < 0.1 else f"{min(value, 99.9):.1f}%" if value < 100 else f"{value:,.1f}%"


def size(value: int | None) -> str:
    """Bytes in the unit that leaves one to four digits.

    >>> size(512), size(92_160), size(224_395_264)
    ('512 B', '90.0 KB', '214.0 MB')
    """
    if value is None:
        return UNKNOWN
    amount, units = float(value), ["B", "KB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{value} B" if units[0] == "B" else f"{amount:.1f} {units[0]}"


def seconds(value: float | None, lang: Language) -> str:
    """A duration: milliseconds, seconds, or minutes and seconds.

    >>> seconds(0.034, "zh"), seconds(3.25, "zh"), seconds(125, "zh"), seconds(125, "en")
    ('34 毫秒', '3.2 秒', '2 分 5 秒', '2 min 5 s')
    """
    if value is None:
        return UNKNOWN
    thousandth, one, sixty = ("毫秒", "秒", "分") if lang == "zh" else ("ms", "s", "min")
    if value < 1:
        return f"{value * 1000:.0f} {thousandth}"
    if value < 60:
        return f"{value:.1f} {one}"
    return f"{int(value // 60)} {sixty} {int(value % 60)} {one}"


def filters(lang: Language) -> Mapping[str, Callable[..., object]]:
    """The filters of templates, in one language."""
    return {
        "say": lambda text: say(text, lang),
        "drawn": lambda drawing: drawn(drawing, lang),
        "number": number,
        "count": lambda value: count(value, lang),
        "rows": lambda value: rows(value, lang),
        "moment": moment,
        "ago": lambda value: ago(value, lang),
        "percent": percent,
        "size": size,
        "seconds": lambda value: seconds(value, lang),
    }
