"""How fresh a dataset is against the cycle it declares: when it was updated, when it is due, whether it is late, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tianfu.catalogue.cards import CYCLE, Card
from tianfu.catalogue.terms import REFRESH
from tianfu.catalogue.views import Tone
from tianfu.catalogue.visit import BEIJING
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class Freshness:
    """`state` is `on_time`, `late`, `no_cycle` or `never`; `late_by` is how long it is overdue."""

    state: str
    tone: Tone
    word: Text
    sentence: Text
    updated_at: datetime | None
    due_at: datetime | None
    late_by: timedelta = timedelta()


def freshness(card: Card, now: datetime) -> Freshness:
    """A dataset that was never loaded keeps no promise; one without a cycle has given none."""
    updated, due, cycle = card.updated_at, card.due_at, REFRESH[card.dataset.refresh]
    if updated is None:
        return Freshness("never", "warn", NEVER, _never(card, cycle), None, None)
    if due is None:
        return Freshness("no_cycle", "plain", NO_CYCLE, NO_PROMISE, updated, None)
    late = now - due
    if late <= timedelta():
        zh, en = f"{cycle.zh}，下次应不晚于 {_moment(due)}。", f"{cycle.en}; the next version is due by {_moment(due)}."
        return Freshness("on_time", "ok", ON_TIME, Text(zh=zh, en=en), updated, due)
    by = span(late)
    zh, en = f"{cycle.zh}，应于 {_moment(due)} 前更新，已逾期 {by.zh}。", f"{cycle.en}; it was due by {_moment(due)} and is {by.en} late."
    return Freshness("late", "warn", Text(zh=f"逾期 {by.zh}", en=f"{by.en} late"), Text(zh=zh, en=en), updated, due, late)


def span(late: timedelta) -> Text:
    """How long, in the unit a person would say it in.

    >>> span(timedelta(minutes=5)).en, span(timedelta(hours=30)).zh, span(timedelta(days=3, hours=5)).en
    ('less than 1 hour', '30 小时', '3 days')
    """
    hours = int(late.total_seconds() // 3600)
    if hours < 1:
        return Text(zh="1 小时内", en="less than 1 hour")
    if hours < 48:
        return Text(zh=f"{hours} 小时", en=f"{hours} hour{'s' if hours > 1 else ''}")
    return Text(zh=f"{late.days} 天", en=f"{late.days} days")


def _never(card: Card, cycle: Text) -> Text:
    if card.dataset.refresh not in CYCLE:
        return Text(zh="目录已经编制，还没有装载过数据；也没有承诺更新周期。", en="Declared, never loaded; no cycle was promised.")
    return Text(zh=f"声明为{cycle.zh}，但还没有装载过数据。", en=f"Declared as {cycle.en.lower()}, but never loaded.")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


ON_TIME = Text(zh="按期更新", en="On time")
NEVER = Text(zh="从未更新", en="Never updated")
NO_CYCLE = Text(zh="不定期", en="No cycle")
NO_PROMISE = Text(zh="不定期更新，没有承诺下次更新的时间。", en="Updated irregularly; no next version was promised.")
