"""What somebody looks for, as an address writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tianfu.model import Text

from .properties import PROPERTIES

LIMIT, LIMIT_MOST = 20, 100
WORDS_MOST = 200
VALUES_MOST = 20
SORTS: Mapping[str, Text] = {
    "best": Text(zh="相关度", en="Best match"),
    "updated": Text(zh="最近更新", en="Updated"),
    "title": Text(zh="名称", en="Title"),
    "rows": Text(zh="数据量", en="Rows"),
    "quality": Text(zh="质量", en="Quality"),
}
"""Without words the best match is what was updated last."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, properties (of several values of one property any holds), an order, the place to go on from.

    `inside` sees drafts and the newest texts of entries; everybody else what is published.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "best"
    after: str = ""
    limit: int = LIMIT
    inside: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As an address writes it, without the place."""
        found = [("q", self.words), *((n, v) for n in PROPERTIES for v in self.chosen.get(n, ()))]
        found += [("sort", self.sort if self.sort != "best" else ""), ("limit", str(self.limit) if self.limit != LIMIT else "")]
        return [(k, v) for k, v in found if v]


def wanted(pairs: Iterable[tuple[str, str]], *, inside: bool = False) -> Wanted:
    """The question of an address; what it does not know is passed over.

    >>> wanted([("q", " 空气 "), ("theme", "environment"), ("theme", "health"), ("limit", "9999")]).pairs
    [('q', '空气'), ('theme', 'environment'), ('theme', 'health'), ('limit', '100')]
    """
    given = list(pairs)
    one = dict(given)
    chosen = {n: tuple(dict.fromkeys(v[:WORDS_MOST] for k, v in given if k == n and v))[:VALUES_MOST] for n in PROPERTIES}
    limit = one.get("limit", "")
    return Wanted(
        words=" ".join(one.get("q", "").split())[:WORDS_MOST],
        chosen={n: v for n, v in chosen.items() if v},
        sort=one["sort"] if one.get("sort") in SORTS else "best",
        after=one.get("after", "")[:WORDS_MOST],
        limit=max(1, min(int(limit), LIMIT_MOST)) if limit.isascii() and limit.isdigit() and len(limit) < 6 else LIMIT,
        inside=inside,
    )
