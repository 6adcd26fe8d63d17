"""What has to be looked at, and whether each channel delivers."""

from collections.abc import Sequence

from tianfu.catalogue.cards import Card
from tianfu.catalogue.terms import CHANNELS, title_of
from tianfu.catalogue.views import Badge, Link
from tianfu.catalogue.visit import Visit
from tianfu.catalogue.workbench.datasets import days_late
from tianfu.catalogue.workbench.views import OwnDataset
from tianfu.model import Channel, Text

from .views import ChannelState, Concern

WELL = Badge("ok", "circle-check", Text(zh="数据正常", en="All is well"))
SILENT = Badge("line", "circle-minus", Text(zh="未接入", en="None yet"))
ON_TIME = Badge("ok", "circle-check", Text(zh="正常", en="On time"))


def health(attention: int) -> Badge:
    """Whether somebody has to look at anything."""
    if not attention:
        return WELL
    return Badge("warn", "triangle-alert", Text(zh=f"{attention} 个数据集需关注", en=f"{attention} datasets need a look"))


def concerns(datasets: Sequence[OwnDataset], most: int) -> tuple[Concern, ...]:
    """Failed runs first, then what is late, then low grades."""
    order = {"bad": 0, "warn": 1}
    urgent = sorted((d for d in datasets if d.attention), key=lambda d: (order.get(d.state.tone, 2), d.state.icon, d.card.dataset.id))
    return tuple(Concern(Link(d.href, title_of(d.card.dataset)), d.card.steward, d.state, d.card.updated_at) for d in urgent[:most])


def channel_states(visit: Visit, cards: Sequence[Card]) -> tuple[ChannelState, ...]:
    """Every channel, those without datasets too."""
    return tuple(_channel(visit, channel, [c for c in cards if c.dataset.channel is channel]) for channel in Channel)


def _channel(visit: Visit, channel: Channel, cards: Sequence[Card]) -> ChannelState:
    due = [c for c in cards if c.due_at]
    fresh = sum(1 for c in due if days_late(c, visit.now) is None)
    newest = max((c.updated_at for c in cards if c.updated_at), default=None)
    late = len(due) - fresh
    behind = Badge("warn", "clock-alert", Text(zh=f"逾期 {late} 个", en=f"{late} late"))
    state = SILENT if newest is None else behind if late else ON_TIME
    return ChannelState(CHANNELS[channel][0], len(cards), 100 * fresh / len(due) if due else None, newest, state)
