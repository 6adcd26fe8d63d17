"""The numbers of the screen: what ran today, how much there is, how far it has come from catalogue to use."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time

from tianfu.catalogue.cards import Card
from tianfu.catalogue.entries.rates import Rate
from tianfu.catalogue.visit import BEIJING, Visit
from tianfu.model import Access, Text

from .views import Count, Stage

RUN_WORDS = (
    ("done", Text(zh="完成", en="Done")),
    ("unchanged", Text(zh="没有变化", en="Unchanged")),
    ("running", Text(zh="进行中", en="Running")),
    ("failed", Text(zh="失败", en="Failed")),
)
TIMES = Text(zh="次", en="")
NONE = Text(zh="")


def runs_today(visit: Visit) -> tuple[Count, ...]:
    """Runs since midnight in Beijing, by how they ended."""
    midnight = datetime.combine(visit.today, time(), BEIJING)
    found: Counter[str] = Counter(visit.store.runs.states_since(midnight))
    return tuple(Count(word, _digits(found[state]), TIMES, "/workbench#failures") for state, word in RUN_WORDS)


def totals(cards: Sequence[Card], rate: Rate) -> tuple[Count, ...]:
    """Datasets, records, departments, the mean quality."""
    loaded = [c for c in cards if c.version]
    scores = [c.version.quality.total for c in loaded if c.version and c.version.quality.total is not None]
    mean = f"{sum(scores) / len(scores):.1f}" if scores else "—"
    rows = sum(c.rows or 0 for c in loaded)
    return (
        Count(Text(zh="数据集", en="Datasets"), _digits(len(cards)), Text(zh="个", en=""), "/catalogue"),
        Count(Text(zh="记录总量", en="Records"), in_wan(rows), NONE, "/catalogue?sort=rows"),
        Count(Text(zh="已发布目录", en="Entries"), _digits(rate.published), Text(zh="条", en=""), "/entries"),
        Count(Text(zh="平均质量", en="Mean quality"), Text(zh=mean), Text(zh="分", en="of 100"), "/catalogue?sort=quality"),
    )


def stages(cards: Sequence[Card], rate: Rate) -> tuple[Stage, ...]:
    """From the catalogue to the public: each stage as a share of what could be in it."""
    loaded = [c for c in cards if c.version]
    checked = [c for c in loaded if c.version and c.version.quality.total is not None]
    shared = [c for c in cards if c.dataset.sharing.to_departments is Access.always]
    opened = [c for c in cards if c.dataset.sharing.to_public is Access.always]
    return (
        _stage(Text(zh="编目挂接", en="Catalogued"), rate.live, rate.published, "/entries"),
        _stage(Text(zh="汇聚入库", en="Gathered"), len(loaded), len(cards), "/catalogue?mounted=yes"),
        _stage(Text(zh="质量评分", en="Checked"), len(checked), len(loaded), "/catalogue?sort=quality"),
        _stage(Text(zh="无条件共享", en="Shared"), len(shared), len(cards), "/catalogue?sharing=always"),
        _stage(Text(zh="无条件开放", en="Open"), len(opened), len(cards), "/catalogue?open=always"),
    )


def in_wan(number: int) -> Text:
    """A large count with one decimal of 万 or 亿.

    >>> in_wan(457_078).zh, in_wan(8_640_000_000).zh, in_wan(900).zh
    ('45.7万', '86.4亿', '900')
    """
    en = f"{number:,}"
    if number >= 10**8:
        return Text(zh=f"{number / 10**8:.1f}亿", en=en)
    return Text(zh=f"{number / 10**4:.1f}万" if number >= 10**4 else en, en=en)


def _stage(title: Text, done: int, of: int, href: str) -> Stage:
    return Stage(title, Text(zh=f"{done:,} / {of:,}"), 100 * done / of if of else None, href)


def _digits(number: int) -> Text:
    return Text(zh=f"{number:,}")
