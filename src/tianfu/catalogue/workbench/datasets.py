"""The department's datasets with their last runs and the state they are in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.cards import Card
from tianfu.catalogue.dataset.history import run_lines
from tianfu.catalogue.terms import CHANNELS, OPENNESS, SHARED
from tianfu.catalogue.views import Badge
from tianfu.catalogue.visit import Visit
from tianfu.model import Run, Text

from .views import OwnDataset

NO_DATA = Badge("line", "inbox", Text(zh="尚无数据", en="No data yet"))
NORMAL = Badge("ok", "circle-check", Text(zh="正常", en="As it should be"))
FAILED = Badge("bad", "circle-x", Text(zh="上次运行未完成", en="The last run failed"))
POOR = ("C", "D")


def own_datasets(visit: Visit, cards: Sequence[Card], runs: Mapping[str, Sequence[Run]]) -> tuple[OwnDataset, ...]:
    """Those that need a look first, then the others, each in the order of the catalogue."""
    found = [_own(visit, c, runs.get(c.dataset.id, ())) for c in cards]
    return tuple(sorted(found, key=lambda d: not d.attention))


def days_late(card: Card, now: datetime) -> float | None:
    """How long ago the declared cycle asked for a new version; None where it asks for none, or has not yet."""
    late = (now - card.due_at).total_seconds() / 86_400 if card.due_at else None
    return late if late is not None and late > 0 else None


def _own(visit: Visit, card: Card, runs: Sequence[Run]) -> OwnDataset:
    d = card.dataset
    state, attention = _state(card, runs, visit.now)
    shared, opened = SHARED[d.sharing.to_departments], OPENNESS[d.sharing.to_public].text
    return OwnDataset(
        card=card,
        href=dataset_page(d.id),
        channel=CHANNELS[d.channel][0],
        shared=Text(zh=f"{shared.zh} · {opened.zh}", en=f"{shared.en} · {opened.en}"),
        runs=run_lines(runs, visit.registry),
        state=state,
        attention=attention,
    )


def _state(card: Card, runs: Sequence[Run], now: datetime) -> tuple[Badge, bool]:
    """The worst that is to be said of it."""
    if runs and runs[0].state == "failed":
        return FAILED, True
    if card.version is None:
        return NO_DATA, False
    late = days_late(card, now)
    if late is not None:
        return late_badge(late), True
    if card.grade in POOR:
        return Badge("warn", "triangle-alert", Text(zh=f"质量 {card.grade} 级", en=f"Quality {card.grade}")), True
    return NORMAL, False


def late_badge(days: float) -> Badge:
    """Since when a version is owed."""
    if days < 1:
        hours = max(1, round(days * 24))
        return Badge("warn", "clock-alert", Text(zh=f"逾期 {hours} 小时", en=f"{hours} h late"))
    return Badge("warn", "clock-alert", Text(zh=f"逾期 {int(days)} 天", en=f"{int(days)} days late"))
