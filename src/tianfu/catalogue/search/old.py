"""Finding datasets: which cards match, in which order, how many by each property. A list of cards is small; nothing is indexed yet."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unicodedata import normalize

from tianfu.catalogue.cards import Card, theme_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.terms import CHANNELS, GRADES, OPENNESS
from tianfu.model import Text
from tianfu.standards import themes

LIMIT, LIMIT_MOST = 20, 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SORTS: Mapping[str, tuple[Text, Callable[[Card], tuple[object, ...]]]] = {
    "updated": (Text(zh="最近更新", en="Updated"), lambda c: (-(c.updated_at or EPOCH).timestamp(), c.dataset.id)),
    "title": (Text(zh="名称", en="Title"), lambda c: (c.dataset.title, c.dataset.id)),
    "rows": (Text(zh="行数", en="Rows"), lambda c: (-(c.rows or 0), c.dataset.id)),
    "quality": (Text(zh="质量", en="Quality"), lambda c: (-_total(c), c.dataset.id)),
}
PROPERTIES: Mapping[str, Text] = {
    "theme": Text(zh="主题", en="Theme"),
    "steward": Text(zh="提供部门", en="Steward"),
    "channel": Text(zh="采集方式", en="Channel"),
    "open": Text(zh="开放类型", en="Openness"),
    "pack": Text(zh="主题应用", en="Pack"),
    "grade": Text(zh="质量等级", en="Quality"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: words, properties, an order, and the dataset behind which to go on."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = "updated"
    after: str = ""
    limit: int = LIMIT

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As an address writes it, without the place."""
        found = [("q", self.words), *((n, self.chosen.get(n, "")) for n in PROPERTIES)]
        found += [("sort", self.sort if self.sort != "updated" else ""), ("limit", str(self.limit) if self.limit != LIMIT else "")]
        return [(k, v) for k, v in found if v]


@dataclass(frozen=True, slots=True)
class Found:
    """The cards of this page, how many match in all, counts by property, and the place of the next page."""

    cards: tuple[Card, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    next: str | None


def wanted(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """The question of an address; what it does not know is passed over.

    >>> wanted([("q", " 空气 "), ("theme", "environment"), ("limit", "9999")]).pairs
    [('q', '空气'), ('theme', 'environment'), ('limit', '100')]
    """
    given = dict(pairs)
    limit = given.get("limit", "")
    return Wanted(
        words=" ".join(given.get("q", "").split())[:200],
        chosen={n: given[n] for n in PROPERTIES if given.get(n)},
        sort=given["sort"] if given.get("sort") in SORTS else "updated",
        after=given.get("after", ""),
        limit=max(1, min(int(limit), LIMIT_MOST)) if limit.isascii() and limit.isdigit() and len(limit) < 6 else LIMIT,
    )


def find(cards: Sequence[Card], registry: Registry, asked: Wanted) -> Found:
    """All words occur somewhere, all chosen properties hold. Each property is counted as if it alone were not chosen."""
    having = [(c, properties(c, registry)) for c in cards if _has(c, asked.words)]
    matching = [c for c, known in having if all(known[n] == v for n, v in asked.chosen.items())]
    counts = {n: _counted(having, asked.chosen, n) for n in PROPERTIES}
    ordered = sorted(matching, key=SORTS[asked.sort][1])
    start = next((i + 1 for i, c in enumerate(ordered) if c.dataset.id == asked.after), 0)
    shown = tuple(ordered[start : start + asked.limit])
    more = start + asked.limit < len(ordered)
    return Found(shown, len(ordered), counts, shown[-1].dataset.id if more else None)


def properties(card: Card, registry: Registry) -> Mapping[str, str]:
    """The values that lists are narrowed by."""
    dataset = card.dataset
    return {
        "theme": theme_of(card, registry),
        "steward": dataset.steward,
        "channel": dataset.channel.value,
        "open": dataset.sharing.to_public.value,
        "pack": dataset.pack,
        "grade": card.grade,
    }


def named(name: str, value: str, cards: Sequence[Card]) -> Text:
    """A value of a property in words."""
    match name:
        case "theme":
            return themes()[value].title if value in themes() else Text(zh=value)
        case "channel":
            return next((t for c, (t, _) in CHANNELS.items() if c.value == value), Text(zh=value))
        case "open":
            return next((b.text for a, b in OPENNESS.items() if a.value == value), Text(zh=value))
        case "grade":
            return Text(zh="未评", en="not scored") if value == "-" else Text(zh=f"{value} 级", en=f"Grade {value}")
        case "steward":
            return next((c.steward for c in cards if c.dataset.steward == value), Text(zh=value))
        case _:
            return next((c.pack for c in cards if c.dataset.pack == value), Text(zh=value))


def ranked(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Grades in their own order, others by count."""
    if name == "grade":
        return [(g, counts[g]) for g in GRADES if g in counts]
    return sorted(((v, n) for v, n in counts.items() if v), key=lambda item: (-item[1], item[0]))


def _counted(having: Sequence[tuple[Card, Mapping[str, str]]], chosen: Mapping[str, str], name: str) -> Mapping[str, int]:
    others = {n: v for n, v in chosen.items() if n != name}
    return Counter(known[name] for _, known in having if all(known[n] == v for n, v in others.items()))


def _has(card: Card, words: str) -> bool:
    if not words:
        return True
    text = _text(card)
    return all(word in text for word in _folded(words).split())


def _text(card: Card) -> str:
    d = card.dataset
    columns = (t for c in d.columns for t in (c.name, c.title, c.title_en))
    return _folded("\n".join((d.id, d.title, d.title_en, d.description, card.steward.zh, card.steward.en, card.theme.zh, *columns)))


def _folded(text: str) -> str:
    """Full-width letters and capitals make no difference."""
    return normalize("NFKC", text).casefold()


def _total(card: Card) -> float:
    return card.version.quality.total or 0.0 if card.version else 0.0
