"""Finding entries: what a list shows, counts by property, and a page at a time. The database does the work: a province has many entries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from tianfu.model import Entry, Text

from .rates import HAS_DATA, PUBLIC
from .record import folded, standing_of
from .remembered import remembered
from .standing import Standing
from .tables import entries, texts

if TYPE_CHECKING:
    from tianfu.store import Store

LIMIT, LIMIT_MOST, ALL = 20, 100, 100_000
WORDS_MOST = 200
PROPERTIES: Mapping[str, Text] = {
    "provider": Text(zh="提供部门", en="Department"),
    "state": Text(zh="状态", en="State"),
    "sharing": Text(zh="共享类型", en="Sharing"),
    "mounted": Text(zh="挂接情况", en="Data"),
}
SORTS: Mapping[str, Text] = {"newest": Text(zh="最近变动", en="Newest"), "title": Text(zh="名称", en="Title")}
MOUNTED, EMPTY = "yes", "no"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader looks for. `inside` sees every entry in its newest text; the public what is published, as it was published."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = "newest"
    after: str = ""
    limit: int = LIMIT
    inside: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As an address writes it, without the place."""
        found = [("q", self.words), *((n, self.chosen.get(n, "")) for n in PROPERTIES)]
        found += [("sort", self.sort if self.sort != "newest" else ""), ("limit", str(self.limit) if self.limit != LIMIT else "")]
        return [(k, v) for k, v in found if v]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list."""

    standing: Standing
    has_data: bool


@dataclass(frozen=True, slots=True)
class FoundEntries:
    """A page of the list, how many match in all, counts by property, and the place of the next page."""

    lines: tuple[Line, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    next: str | None


def sought(pairs: Iterable[tuple[str, str]], *, inside: bool) -> Sought:
    """The question that an address asks. Unknown names and values that mean nothing are passed over; the public chooses no state."""
    given = dict(pairs)
    chosen = {n: v for n in PROPERTIES if (v := given.get(n, "").strip()[:WORDS_MOST]) and (inside or n != "state")}
    limit = given.get("limit", "")
    return Sought(
        words=given.get("q", "").strip()[:WORDS_MOST],
        chosen=chosen,
        sort=given.get("sort", "newest") if given.get("sort") in SORTS else "newest",
        after=given.get("after", "")[:WORDS_MOST],
        limit=min(max(int(limit), 1), LIMIT_MOST) if limit.isascii() and limit.isdigit() and len(limit) < 6 else LIMIT,
        inside=inside,
    )


def find(store: "Store", asked: Sought) -> FoundEntries:
    """The page of the list. Each property is counted as if it alone were not chosen."""
    question = ("lists", folded(asked.words), tuple(asked.chosen.items()), asked.inside)
    total, counts = remembered(store).answer(question, lambda: _counts(store, asked), lambda c: sum(map(len, c[1].values())))
    with store.database.read() as connection:
        lines = _lines(connection, asked, asked.limit + 1)
    more = len(lines) > asked.limit
    shown = tuple(lines[: asked.limit])
    return FoundEntries(shown, total, counts, shown[-1].standing.entry.id if more else None)


def every(store: "Store", asked: Sought) -> list[Line]:
    """All that match, for files."""
    with store.database.read() as connection:
        return _lines(connection, asked, ALL)


def _lines(connection: Any, asked: Sought, limit: int) -> list[Line]:
    """Which ones first, then their texts: to put all the texts in order would be most of the work."""
    query, key = _narrowed(asked, select(entries.c.id)).limit(limit), _key(asked)
    if asked.after:
        place = connection.execute(_joined(asked, select(key)).where(entries.c.id == asked.after)).scalar()
        if place is not None:
            beyond = key > place if asked.sort == "title" else key < place
            query = query.where(or_(beyond, and_(key == place, entries.c.id > asked.after)))
    order = (key if asked.sort == "title" else key.desc(), entries.c.id)
    ids = query.order_by(*order).subquery()
    whole = _joined(asked, select(entries, texts.c.text, HAS_DATA.label("has_data"))).where(entries.c.id.in_(select(ids.c.id)))
    rows = connection.execute(whole.order_by(*order)).all()
    return [Line(standing_of(r, Entry.model_validate_json(r.text), public=not asked.inside), bool(r.has_data)) for r in rows]


def _key(asked: Sought) -> ColumnElement[Any]:
    """What the list is ordered by. The public is not shown when something was last worked on."""
    if asked.sort == "title":
        return texts.c.title
    return entries.c.changed_at if asked.inside else entries.c.published_at


def _joined(asked: Sought, query: Select[Any]) -> Select[Any]:
    number = entries.c.number if asked.inside else entries.c.public
    return query.select_from(entries.join(texts, and_(texts.c.entry == entries.c.id, texts.c.number == number)))


def _narrowed(asked: Sought, query: Select[Any]) -> Select[Any]:
    query = _with_words(asked, query)
    for name, value in asked.chosen.items():
        query = query.where(_property(name) == value)
    return query


def _with_words(asked: Sought, query: Select[Any]) -> Select[Any]:
    query = _joined(asked, query)
    if not asked.inside:
        query = query.where(PUBLIC)
    for word in folded(asked.words).split():
        query = query.where(texts.c.words.contains(word, autoescape=True))
    return query


def _property(name: str) -> ColumnElement[Any]:
    match name:
        case "provider":
            return texts.c.provider
        case "state":
            return entries.c.state
        case "sharing":
            return texts.c.sharing
        case _:
            return case((HAS_DATA, literal(MOUNTED)), else_=literal(EMPTY))


def _counts(store: "Store", asked: Sought) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    with store.database.read() as connection:
        groups = _groups(connection, asked)
    counts = {n: _counted(groups, asked, n) for n in PROPERTIES if asked.inside or n != "state"}
    return sum(n for known, n in groups if _holds(known, asked)), counts


def _groups(connection: Any, asked: Sought) -> list[tuple[Mapping[str, str], int]]:
    """How many entries with the words have which values of all properties together: one pass, whatever is counted of it."""
    columns = [_property(n).label(n) for n in PROPERTIES]
    query = _with_words(asked, select(*columns, func.count().label("entries"))).group_by(*columns)
    return [({n: row[i] for i, n in enumerate(PROPERTIES)}, row.entries) for row in connection.execute(query)]


def _counted(groups: Iterable[tuple[Mapping[str, str], int]], asked: Sought, name: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for known, entries_of_it in groups:
        if _holds(known, asked, without=name):
            found[known[name]] += entries_of_it
    return found


def _holds(known: Mapping[str, str], asked: Sought, without: str = "") -> bool:
    return all(known[n] == v for n, v in asked.chosen.items() if n != without)
