"""What is looked at before a version leaves: what the public may read, what of it plainly, what the words say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tianfu.model import PUBLIC, Access, Dataset, Decision, Grant, Purpose, Text, Version
from tianfu.protect import decide
from tianfu.protect.decide import MASKED_LEVEL, OPEN_LEVEL
from tianfu.standards import licences
from tianfu.store.facts import Facts, facts_of

from .marks import marked

if TYPE_CHECKING:
    from tianfu.store import Store

RELEASING = Purpose(code="release")
REVIEWED = ("decision", "version", "levels", "personal", "quota", "marks", "licence")
"""What a release says was looked at."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would leave: the decision on the public, and the facts that it was made from."""

    dataset: Dataset
    facts: Facts
    decision: Decision

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that are shown, masked ones too, as declared in order."""
        return tuple(n for n in self.facts.levels if n in self.decision.columns or n in self.decision.masks)


def outlook(store: "Store", dataset: Dataset, *, today: date, also: Grant | None = None) -> Outlook:
    """What the public may read today; `also` is a grant that is about to be recorded."""
    facts = facts_of(dataset)
    held = (*store.grants.of(dataset.id, PUBLIC), *((also,) if also else ()))
    return Outlook(dataset, facts, decide(PUBLIC, RELEASING, dataset, facts.levels, facts.masks, held, today))


def against(seen: Outlook, version: Version | None, licence: str) -> list[Text]:
    """Every reason against the release; none: it may leave."""
    return list(_against(seen, version, licence))


def _against(seen: Outlook, version: Version | None, licence: str) -> Iterator[Text]:
    dataset, decision = seen.dataset, seen.decision
    if dataset.kind == "problems":
        yield Text(zh="问题数据不开放", en="problem rows are not released")
    if not decision.allowed:
        yield from decision.reasons
    if version is None:
        yield Text(zh="还没有数据", en="there are no data yet")
    elif version.expired_at is not None:
        yield Text(zh=f"第 {version.number} 版的数据已到期清除", en=f"the rows of version {version.number} have expired")
    if decision.quota_rows is not None:
        yield Text(zh="许可带有行数额度，公开后无法计数", en="the grant has a quota of rows, which nobody counts once they are out")
    if too_high := [n for n in seen.columns if seen.facts.levels[n] > MASKED_LEVEL]:
        yield _names("级别高于 3 级的数据项", "columns above level 3", too_high)
    if plain := [n for n in decision.columns if n in seen.facts.masks or seen.facts.levels[n] > OPEN_LEVEL]:
        yield _names("未脱敏的个人信息或 3 级数据项", "personal columns or columns of level 3 without a mask", plain)
    words = (dataset.title, dataset.title_en, dataset.description, *(t for c in dataset.columns for t in (c.title, c.description)))
    if found := marked(words):
        yield _names("标题或说明带有密级、内部标志", "title or description bears marks of secrecy", found)
    if licence not in licences():
        known = "、".join(licences())
        yield Text(zh=f"没有许可协议“{licence}”，可用：{known}", en=f"there is no licence '{licence}'; there are {', '.join(licences())}")


def _names(zh: str, en: str, names: list[str]) -> Text:
    return Text(zh=f"{zh}：{'、'.join(names)}", en=f"{en}: {', '.join(names)}")


def may_open(dataset: Dataset) -> bool:
    """Whether somebody may decide to open it: the law has not closed the door, and it is not open already."""
    return dataset.sharing.to_public is Access.on_request
