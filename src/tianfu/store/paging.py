"""Pages of rows as bytes of JSON: the way most readers take. Bytes that were made once for a version are given again.

Rows come in the order of the key; where the key is masked, or there is none, in the order in which they lie in the files. A page goes on
behind the last row of the one before, by its key and never by counting: page 9,000 costs what page 2 costs.
"""

# ruff: noqa: S608 - column names are declared ones and quoted, values are bound

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

from tianfu.model import Purpose, Reader, Text

from .cache import Answers
from .cursors import Ordering, after, cursor_of, order_by, place_of
from .engine import quoted
from .gate import Admitted, Gate
from .gated import AT, Gated
from .json_rows import json_rows
from .page_query import LIMIT_MOST, Condition, PageQuery, Where, conditions, plain_column, unknown_column
from .row_groups import KeyRanges, key_ranges
from .typed import BadQuestion

if TYPE_CHECKING:
    import pyarrow as pa

    from .shelves import Shelves

CHINA = timezone(timedelta(hours=8))
CACHE_BYTES = 128 * 2**20
SORTED_ROWS = 20_000_000
"""Beyond it, rows are sorted by other columns than the key only under a condition: 1 s per 10 million rows for everybody's engine."""
OVERHEAD = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent. `rows` is how many are in it."""

    body: bytes
    etag: str
    rows: int
    cached: bool = False


class Pages:
    """Pages, and counts of rows under conditions."""

    def __init__(self, shelves: "Shelves", gate: Gate) -> None:
        self._shelves = shelves
        self._gate = gate
        self._pages: Answers[Page] = Answers(CACHE_BYTES)
        self._counts: Answers[int] = Answers(4 * 2**20)
        self._ranges: Answers[tuple[KeyRanges | None]] = Answers(16 * 2**20)

    def page(self, dataset_id: str, reader: Reader, purpose: Purpose, query: PageQuery, *, today: date, grant: str | None = None) -> Page:
        """The page; Refused without a way in or beyond a quota, BadQuestion for what cannot be asked."""
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today, grant=grant)
        key = (admitted.scope, query)
        found = self._pages.get(key)
        page = found or self._made(admitted, query)
        self._gate.consume(admitted, reader, purpose, lambda: page.rows)
        if found is None:
            self._pages.put(key, Page(page.body, page.etag, page.rows, cached=True), len(page.body) + OVERHEAD)
        self._journal(admitted, reader, purpose, query, page)
        return page

    def cached(
        self, dataset_id: str, reader: Reader, purpose: Purpose, query: PageQuery, *, today: date, grant: str | None = None
    ) -> Page | None:
        """The page if its bytes are at hand: decided, journalled and answered without waiting for anything. None: ask `page`.

        Refused as in `page`. A reading that counts against a quota is never answered here.
        """
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today, grant=grant)
        page = self._pages.get((admitted.scope, query))
        if page is None or (admitted.grant is not None and admitted.grant.quota_rows is not None):
            return None
        self._journal(admitted, reader, purpose, query, page)
        return page

    def count(self, dataset_id: str, reader: Reader, purpose: Purpose, filters: tuple[Where, ...], *, today: date) -> int:
        """How many rows the reader would get under these conditions."""
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today)
        seen = self._gate.gated(admitted)
        found = self.counted(admitted, seen, filters)
        self._gate.journal("count", dataset_id, reader, purpose, admitted.decision, version=admitted.version.number, asked=asked(filters))
        return found

    def counted(self, admitted: Admitted, seen: Gated, filters: tuple[Where, ...]) -> int:
        """The count, on record where there are no conditions."""
        if not filters and not admitted.decision.rows:
            return admitted.version.rows
        key = (admitted.scope, filters)
        found = self._counts.get(key)
        if found is None:
            where, values = where_of(conditions(filters, admitted.dataset, seen))
            rows = self._shelves.engine.cursor().execute(f"SELECT count(*) FROM ({seen.sql}){where}", values).fetchone()
            found = int(rows[0]) if rows else 0
            self._counts.put(key, found, OVERHEAD)
        return found

    def _journal(self, admitted: Admitted, reader: Reader, purpose: Purpose, query: PageQuery, page: Page) -> None:
        about: dict[str, str | int | None] = {"version": admitted.version.number, "rows": page.rows}
        if query.filters:
            about["asked"] = asked(query.filters)
        self._gate.journal("page", admitted.dataset.id, reader, purpose, admitted.decision, **about)

    def _made(self, admitted: Admitted, query: PageQuery) -> Page:
        if not 1 <= query.limit <= LIMIT_MOST:
            raise BadQuestion(Text(zh=f"limit 应为 1 至 {LIMIT_MOST}。", en=f"limit is from 1 to {LIMIT_MOST}."))
        seen = self._gate.gated(admitted)
        ordering = ordering_of(admitted, seen, query)
        columns = columns_of(seen, query)
        wanted = list(dict.fromkeys([*columns, *(n for n, _ in ordering.columns)]))
        rows = self._rows(admitted, seen, query, ordering, wanted)
        shown = rows.slice(0, query.limit)
        ends = None
        if rows.num_rows > query.limit:
            last = shown.slice(query.limit - 1)
            ends = cursor_of(ordering, [last[n][0].as_py() for n, _ in ordering.columns])
        no_filter = not query.filters
        total = self.counted(admitted, seen, query.filters) if query.count or no_filter else None
        version = admitted.version
        body = orjson.dumps(
            {
                "dataset": version.dataset,
                "version": version.number,
                "as_of": version.at.astimezone(CHINA).isoformat(timespec="seconds"),
                "total": total,
                "rows": json_rows(shown.select(columns)),
                "next": ends,
            }
        )
        return Page(body, f'"{sha256(body).hexdigest()[:24]}"', shown.num_rows)

    def _rows(self, admitted: Admitted, seen: Gated, query: PageQuery, ordering: Ordering, wanted: Sequence[str]) -> "pa.Table":
        """One row more than asked for, if there is one."""
        having = conditions(query.filters, admitted.dataset, seen)
        place = place_of(query.after, ordering) if query.after else None
        first = ordering.columns[0][0]
        if ordering.columns == ((AT, "int64"),):
            return self._in_place(seen, having, int(str(place[0])) if place else None, query.limit, wanted)
        sql = seen.positioned() if any(n == AT for n, _ in ordering.columns) else seen.sql
        if place is not None:
            having.append(Condition(*_tupled(after(ordering, place))))
        ranges = self._window(admitted, seen, query, first)
        if ranges is None:
            refuse_long_sort(admitted, query, ordering)
            return self._select(seen, sql, having, ordering, query.limit, wanted)
        for files, bound in ranges.windows(place[0] if place else None, query.limit + 1, descending=ordering.descending[0]):
            up_to = [Condition(f"{quoted(first)} {'>=' if ordering.descending[0] else '<='} ?", (bound,))] if bound is not None else []
            near = self._select(
                seen, seen.over(files, self._shelves.lacking(files, seen.reads)), [*having, *up_to], ordering, query.limit, wanted
            )
            if near.num_rows > query.limit:
                break
        return near

    def _select(
        self, seen: Gated, sql: str, having: Sequence[Condition], ordering: Ordering, limit: int, wanted: Sequence[str]
    ) -> "pa.Table":
        where, values = where_of(having)
        names, order = ", ".join(map(quoted, wanted)), f" ORDER BY {order_by(ordering)}"
        tail = f"{where}{order} LIMIT {limit + 1}"
        few = seen.narrowed(sql, tail) + order if seen.all_rows and seen.shows else f"SELECT * FROM ({sql}){tail}"
        return self._shelves.engine.arrow(f"SELECT {names} FROM ({few})", values)

    def _in_place(self, seen: Gated, having: list[Condition], place: int | None, limit: int, wanted: Sequence[str]) -> "pa.Table":
        """Rows as they lie in the files, which are opened from the place on; without ORDER BY the engine stops as soon as it has enough.

        A long IN becomes a join, which loses their order.
        """
        start = 0 if place is None else min(place >> 32, len(seen.files))
        if place is not None:
            having = [*having, Condition(f"{AT} > ?", (place,))]
        where, values = where_of(having)
        names = ", ".join(map(quoted, wanted))
        lacking = self._shelves.lacking(seen.rest(start), seen.reads) if start else ()
        rows = f"({seen.positioned(start, lacking)}){where}"
        order = f" ORDER BY {AT}" if " IN (" in rows else ""
        return self._shelves.engine.arrow(f"SELECT {names} FROM {rows}{order} LIMIT {limit + 1}", values)

    def _window(self, admitted: Admitted, seen: Gated, query: PageQuery, first: str) -> KeyRanges | None:
        """The row groups by key, where the order is the key's and nothing thins the rows out."""
        ordered_by_key = admitted.dataset.key[:1] == (first,)
        return self._key_ranges(admitted, seen, first) if ordered_by_key and seen.all_rows and seen.files and not query.filters else None

    def _key_ranges(self, admitted: Admitted, seen: Gated, column: str) -> KeyRanges | None:
        key = (admitted.scope, column)
        found = self._ranges.get(key)
        if found is None:
            kind = self._shelves.schema(admitted.dataset.id, admitted.version.number).field(column).type
            found = (key_ranges(self._shelves.engine.cursor(), seen.files, column, kind),)
            self._ranges.put(key, found, OVERHEAD + 200 * (len(found[0].groups) if found[0] else 0))
        return found[0]


def asked(filters: tuple[Where, ...]) -> str:
    """What the journal keeps of conditions: columns and operators, never values."""
    return ",".join(f"{w.column[:60]}.{w.op[:10]}" for w in filters)


def ordering_of(admitted: Admitted, seen: Gated, query: PageQuery) -> Ordering:
    """By the column that was asked for, then by the key; without a key that may be shown, by the place in the files."""
    key = admitted.dataset.key
    ties = [(n, seen.columns[n]) for n in key] if key and all(n in seen.plain for n in key) else [(AT, "int64")]
    number = admitted.version.delta  # files may be put together: then places in them are others, though the version keeps its number
    if query.sort is None:
        return Ordering(tuple(ties), (query.descending and ties[0][0] != AT,) * len(ties), number)
    kind = plain_column(query.sort, admitted.dataset, seen)
    if ties[0][0] == query.sort:
        return Ordering(tuple(ties), (query.descending,) * len(ties), number)
    rest = [(n, k) for n, k in ties if n != query.sort]
    return Ordering(((query.sort, kind), *rest), (query.descending, *(False for _ in rest)), number, nullable=query.sort not in key)


def columns_of(seen: Gated, query: PageQuery) -> list[str]:
    for name in query.columns:
        if name not in seen.columns:
            raise unknown_column(name, seen.columns)
    return list(dict.fromkeys(query.columns)) or list(seen.columns)


def where_of(having: Sequence[Condition]) -> tuple[str, list[object]]:
    values = [v for c in having for v in c.values]
    return (" WHERE " + " AND ".join(c.sql for c in having) if having else ""), values


def _tupled(found: tuple[str, list[object]]) -> tuple[str, tuple[object, ...]]:
    return found[0], tuple(found[1])


def refuse_long_sort(admitted: Admitted, query: PageQuery, ordering: Ordering) -> None:
    """BadQuestion for more rows than anybody may have sorted by anything but the key."""
    column, rows = ordering.columns[0][0], admitted.version.rows
    if column in (AT, *admitted.dataset.key) or query.filters or rows <= SORTED_ROWS:
        return
    raise BadQuestion(
        Text(
            zh=f"共 {rows:,} 行，不加条件不能按 {column} 排序；请先筛选，或按主键排序。",
            en=f"{rows:,} rows are not sorted by '{column}' without a condition; filter first, or sort by the key.",
        )
    )
