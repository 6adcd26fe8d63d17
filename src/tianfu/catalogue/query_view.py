"""The page of free SQL: the question, its answer or what is wrong with it, and what can be asked."""

from datetime import datetime
from typing import TYPE_CHECKING

from tianfu.model import Access, Refused, Text
from tianfu.store import QueryFailed, QueryRefused

from .addresses import dataset_page
from .cards import Card, cards
from .cells import TRUTH, shown
from .terms import title_of
from .views import Askable, Cell, QueryView
from .visit import BEIJING, Visit

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_SHOWN = 200
SECONDS = 20.0
TABLES_MOST = 40


def query_view(visit: Visit, sql: str) -> QueryView:
    """The page. Nothing is asked where the text is empty."""
    readable = [c for c in cards(visit.store, visit.registry) if c.version and visit.decide(c.dataset).allowed]
    readable.sort(key=lambda c: (c.dataset.kind != "dataset", -(c.rows or 0)))
    columns, rows, numeric, seconds, truncated, problem = _answered(visit, sql) if sql.strip() else ((), (), (), None, False, None)
    return QueryView(
        sql=sql,
        columns=columns,
        rows=rows,
        numeric=numeric,
        seconds=seconds,
        truncated=truncated,
        problem=problem,
        examples=_examples([c for c in readable if c.dataset.sharing.to_public is Access.always], visit),
        tables=tuple(Askable(c.dataset.id, title_of(c.dataset), dataset_page(c.dataset.id), c.rows) for c in readable[:TABLES_MOST]),
    )


Answered = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...], tuple[bool, ...], float | None, bool, Text | None]


def _answered(visit: Visit, sql: str) -> Answered:
    try:
        answer = visit.store.query(sql, visit.reader, visit.purpose, today=visit.today, limit_rows=ROWS_SHOWN, seconds=SECONDS)
    except (QueryRefused, QueryFailed) as error:
        return (), (), (), None, False, error.text
    except Refused as error:
        return (), (), (), None, False, error.decision.reasons[0]
    table = answer.table
    return tuple(table.column_names), cells(table), numbers(table), answer.seconds, answer.truncated, None


def cells(table: "pa.Table") -> tuple[tuple[Cell, ...], ...]:
    """Values as people read them."""
    columns = [c.to_pylist() for c in table.columns]
    return tuple(tuple(_cell(v) for v in row) for row in zip(*columns, strict=True))


def numbers(table: "pa.Table") -> tuple[bool, ...]:
    """Which columns stand right."""
    return tuple(str(f.type).startswith(("int", "uint", "float", "double", "decimal")) for f in table.schema)


def _cell(value: object) -> Cell:
    if value is None:
        return Cell("", missing=True)
    if isinstance(value, datetime):
        return Cell(shown(value.astimezone(BEIJING).isoformat() if value.tzinfo else value.isoformat(), instant=True))
    return Cell("", TRUTH[value]) if isinstance(value, bool) else Cell(shown(value))


def _examples(readable: list[Card], visit: Visit) -> tuple[tuple[Text, str], ...]:
    """Questions about open data: the first rows of the largest, and its rows by a column with few values."""
    if not readable:
        return ()
    largest = readable[0]
    dataset, version = largest.dataset, largest.version
    title = title_of(dataset)
    whole = f"SELECT * FROM {dataset.id} LIMIT 20"  # noqa: S608 - shown to people, and a declared id
    first = (Text(zh=f"{title.zh}：前 20 行", en=f"{title.en or dataset.id}: first 20 rows"), whole)
    plain = visit.decide(dataset).columns
    few = [p for p in (version.profile if version else ()) if p.name in plain and p.distinct and 1 < p.distinct <= 400]
    if not few:
        return (first,)
    name = min(few, key=lambda p: p.distinct or 0).name
    zh, en = dataset.column(name).title, dataset.column(name).title_en or name
    by = f"SELECT {name}, count(*) AS n\nFROM {dataset.id}\nGROUP BY {name}\nORDER BY n DESC\nLIMIT 20"
    return (first, (Text(zh=f"{title.zh}：按{zh}统计行数", en=f"{title.en or dataset.id}: rows by {en.lower()}"), by))
