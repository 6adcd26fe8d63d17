"""One dataset on a terminal: its facts, data items, failed checks and versions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tianfu.govern import headline
from tianfu.model import Column, Text, Version
from tianfu.standards import element

if TYPE_CHECKING:
    from tianfu.model import Terminal

    from .cards import Card

VERSIONS = 10


def shown(terminal: "Terminal", card: "Card", versions: Sequence[Version]) -> None:
    """Writes the dataset to the terminal."""
    dataset, version = card.dataset, card.version
    title = terminal.in_words(Text(zh=dataset.title, en=dataset.title_en))
    terminal.say(Text(zh=f"{title}（{dataset.id}）", en=f"{title} ({dataset.id})"))
    terminal.say(Text(zh=dataset.description, en=dataset.description_en or dataset.description))
    terminal.say(Text(zh=f"提供部门：{card.steward.zh}", en=f"steward: {card.steward.en or card.steward.zh}"))
    if version is None:
        terminal.say(Text(zh="还没有数据：没有装载过文件", en="no data yet: nothing was ever loaded"))
    _columns(terminal, card)
    if version is not None:
        _quality(terminal, card, version)
        _versions(terminal, versions)


def _columns(terminal: "Terminal", card: "Card") -> None:
    names = ("数据项 column", "名称 title", "数据元 element", "类型 type", "级别 level", "空值 nulls", "不同值 distinct")
    rows = [_column(card, c) for c in card.dataset.columns]
    terminal.table(Text(zh=""), [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)], rows)


def _column(card: "Card", column: Column) -> list[object]:
    meaning = element(column.element)
    profile = card.version.column(column.name) if card.version else None
    distinct = None if profile is None or profile.distinct is None else f"{'' if profile.distinct_exact else '≈'}{profile.distinct:,}"
    level = column.level or meaning.level
    return [column.name, column.title, column.element, meaning.type, level, profile.nulls if profile else None, distinct]


def _quality(terminal: "Terminal", card: "Card", version: Version) -> None:
    total = "-" if version.quality.total is None else f"{version.quality.total:.2f}"
    terminal.say(Text(zh=f"质量：{total}（{card.grade}）", en=f"quality: {total} ({card.grade})"))
    for result in version.quality.checks:
        if result.failed:
            text = headline(result, card.dataset)
            terminal.say(Text(zh=f"  · {text.zh}", en=f"  · {text.en}"))


def _versions(terminal: "Terminal", versions: Sequence[Version]) -> None:
    names = ("版本 version", "时间 at", "行数 rows", "读入 read", "合格 accepted", "标记 flagged", "问题数据 quarantined")
    newest = sorted(versions, key=lambda v: -v.number)[:VERSIONS]
    rows = [[v.number, v.at, v.rows, *(v.counts.get(n, 0) for n in ("read", "accepted", "flagged", "quarantined"))] for v in newest]
    terminal.table(Text(zh=""), [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)], rows)
