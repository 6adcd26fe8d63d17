"""Periods along an axis: every one from the first to the last, named for people and for machines. A period is the day it begins on."""

from datetime import date, datetime, timedelta, timezone

from tianfu.model import Every, Text
from tianfu.store import BadQuestion

CHINA = timezone(timedelta(hours=8))
PERIODS_MOST = 10_000
MONTHS = {"month": 1, "quarter": 3, "year": 12}
ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = {"hour": 1 / 24, "day": 1.0, "month": 30.4, "quarter": 91.3, "year": 365.25}
"""How long a period is, about."""
WIDE = 40
"""A chart of its own choice shows at least so many periods, where there are."""


def following(period: date, every: Every) -> date:
    """The period after it.

    >>> following(date(2024, 12, 1), "month"), following(date(2023, 10, 1), "quarter"), following(date(2024, 2, 29), "day")
    (datetime.date(2025, 1, 1), datetime.date(2024, 1, 1), datetime.date(2024, 3, 1))
    """
    if isinstance(period, datetime):
        return period + timedelta(hours=1)
    if every == "day":
        return period + timedelta(days=1)
    months = period.year * 12 + period.month - 1 + MONTHS[every]
    return date(months // 12, months % 12 + 1, 1)


def between(first: date, last: date, every: Every) -> list[date]:
    """All periods from the first to the last. BadQuestion for more than anybody can see."""
    if (last - first) / timedelta(days=DAYS[every]) > PERIODS_MOST:
        zh = f"从 {first:%Y-%m-%d} 到 {last:%Y-%m-%d} 的周期超过 {PERIODS_MOST:,} 个：请加时间条件，或选较长的周期。"
        en = f"More than {PERIODS_MOST:,} periods from {first:%Y-%m-%d} to {last:%Y-%m-%d}: add a condition on time or take longer periods."
        raise BadQuestion(Text(zh=zh, en=en))
    found = [first]
    while found[-1] < last:
        found.append(following(found[-1], every))
    return found


def sensible(first: date, last: date) -> Every:
    """A period that leaves a line with enough points and not too many.

    >>> sensible(date(2010, 1, 1), date(2015, 12, 31)), sensible(date(2024, 1, 1), date(2024, 3, 1))
    ('month', 'day')
    """
    days = (last - first).days + 1
    steps: tuple[Every, ...] = ("year", "month", "day")
    return next((e for e in steps if days / DAYS[e] >= WIDE), "day" if days > 2 else "hour")


def place(period: date, every: Every) -> str:
    """For machines.

    >>> place(date(2024, 3, 1), "month"), place(date(2024, 4, 1), "quarter"), place(date(2024, 1, 1), "year")
    ('2024-03', '2024-Q2', '2024')
    """
    if isinstance(period, datetime):
        return period.astimezone(CHINA).isoformat(timespec="minutes")
    if every == "quarter":
        return f"{period.year}-Q{period.month // 3 + 1}"
    return period.isoformat()[: {"year": 4, "month": 7}.get(every, 10)]


def label(period: date, every: Every) -> Text:
    """For a table or an axis: short, the same in both languages."""
    if isinstance(period, datetime):
        return Text(zh=f"{period.astimezone(CHINA):%Y-%m-%d %H:%M}")
    return Text(zh=place(period, every).replace("-Q", " Q"))


def in_words(period: date, every: Every) -> Text:
    """For a sentence.

    >>> in_words(date(2024, 3, 1), "month").zh, in_words(date(2024, 3, 5), "day").en, in_words(date(2024, 1, 1), "quarter").zh
    ('2024年3月', '5 March 2024', '2024年第1季度')
    """
    if isinstance(period, datetime):
        local = period.astimezone(CHINA)
        return Text(
            zh=f"{local.year}年{local.month}月{local.day}日{local.hour}时", en=f"{local.day} {ENGLISH[local.month - 1]} {local:%Y, %H:%M}"
        )
    month = ENGLISH[period.month - 1]
    match every:
        case "year":
            return Text(zh=f"{period.year}年", en=str(period.year))
        case "quarter":
            return Text(zh=f"{period.year}年第{period.month // 3 + 1}季度", en=f"Q{period.month // 3 + 1} {period.year}")
        case "month":
            return Text(zh=f"{period.year}年{period.month}月", en=f"{month} {period.year}")
        case _:
            return Text(zh=f"{period.year}年{period.month}月{period.day}日", en=f"{period.day} {month} {period.year}")
