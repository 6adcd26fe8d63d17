"""Searches to begin with: words of titles that surely find something."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import rjieba

from tianfu.model import Text

if TYPE_CHECKING:
    from .search import Hit

MOST = 5
SHORTEST, LONGEST = 4, 6
DULL = ("信息", "数据", "名录", "列表", "视图", "条目", "情况", "基本", "代码", "整理", "核对", "冲突", "每日", "小时")
"""Words that say nothing of what a dataset is about."""
ASIDE = re.compile(r"\s*(（.*|\(.*|,.*|;.*|\s(?:in|and|with|as|among|for)\b.*)$")
"""What a title adds behind its name."""


def popular(hits: Iterable["Hit"]) -> tuple[Text, ...]:
    """Up to five words of the titles, each of other packs than those before; the commonest word of what is left comes next."""
    left, found = list(hits), list[Text]()
    while len(found) < MOST and (word := _commonest([h.title.zh for h in left])):
        having = [h for h in left if word in h.title.zh]
        found.append(Text(zh=word, en=_in_english(word, having)))
        packs = {h.pack for h in having}
        left = [h for h in left if h.pack not in packs]
    return tuple(found)


def _in_english(word: str, having: Sequence["Hit"]) -> str:
    """How the plainest of those titles begins."""
    plainest = min(having, key=lambda h: (not h.title.zh.startswith(word), any(d in h.title.zh for d in DULL), len(h.title.zh)))
    return named(plainest.title.en)


def _commonest(titles: Sequence[str]) -> str | None:
    """The word that most titles have; of several, the one that comes first."""
    counts = Counter(w for t in titles for w in dict.fromkeys(words(t)))
    return max(counts, key=lambda w: counts[w], default=None)


@lru_cache(maxsize=4096)
def words(title: str) -> tuple[str, ...]:
    """Words of a title that can stand alone, and pairs of neighbours.

    >>> words("站点空气质量日报"), words("企业登记信息（2026年）")
    (('空气质量', '站点空气质量', '空气质量日报'), ('企业登记',))
    """
    cut = rjieba.cut(named(title))
    pairs = (a + b for a, b in pairwise(cut) if len(a) > 1 and len(b) > 1)
    return tuple(w for w in (*cut, *pairs) if SHORTEST <= len(w) <= LONGEST and _is_plain(w) and not any(d in w for d in DULL))


def named(title: str) -> str:
    """The title without what it adds.

    >>> named("Hourly PM2.5 in Chengdu, 2010 to 2015"), named("行政区划代码（含已撤销）")
    ('Hourly PM2.5', '行政区划代码')
    """
    return ASIDE.sub("", title)


def _is_plain(word: str) -> bool:
    return all("一" <= c <= "鿿" for c in word)
