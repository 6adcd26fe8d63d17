"""The rows on a dataset's page: one page of them through the gate, with links that sort, narrow and go on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tianfu.model import Column, Dataset, Decision, Text, Version
from tianfu.standards import element
from tianfu.store import BadQuestion, Where, question

from .addresses import dataset_page
from .asked import SHOWN, SHOWN_MOST, Asked
from .cells import codes_of, reader_of, title_in
from .facet_view import facets
from .terms import NUMERIC, OPS, unit_of
from .views import NO_TEXT, Cell, FilterChip, FilterForm, Preview, PreviewColumn
from .visit import Visit


def preview(visit: Visit, dataset: Dataset, version: Version, decision: Decision, asked: Asked) -> Preview:
    """The page of rows that was asked for. What cannot be asked is said in words, and nothing is shown in its place."""
    seen = [c for c in dataset.columns if c.name in version.columns and (c.name in decision.columns or c.name in decision.masks)]
    try:
        page, problem = rows_of(visit, dataset, asked), None
    except BadQuestion as error:
        page, problem = {"rows": [], "total": None, "next": None}, error.text
    columns = _chosen(seen, asked)
    return Preview(
        columns=tuple(_column(dataset, c, decision, asked) for c in columns),
        rows=_cells(page["rows"], columns, decision),
        total=None if page["total"] is None else int(page["total"]),
        version=version.number,
        as_of=version.at,
        chips=tuple(_chip(dataset, asked, place) for place in range(len(asked.conditions))),
        form=_form(dataset, seen, decision, asked),
        facets=facets(visit, dataset, version, decision, asked) if problem is None else (),
        next=dataset_page(dataset.id, asked.pairs(after=page["next"])) if page["next"] else None,
        first=dataset_page(dataset.id, asked.pairs()) if asked.after else None,
        problem=problem,
    )


def rows_of(visit: Visit, dataset: Dataset, asked: Asked) -> Mapping[str, Any]:
    """The answer of the row API, counted, with all digits of its numbers kept as text."""
    pairs = [(k, v) for k, v in asked.pairs(after=asked.after) if k != "limit"]
    query = replace(question([*pairs, ("limit", _limit(asked.limit))]), count=True)
    body = visit.store.page(dataset.id, visit.reader, visit.purpose, query, today=visit.today).body
    found: Mapping[str, Any] = json.loads(body, parse_float=str, parse_int=str)
    return found


def _limit(text: str) -> str:
    """What a page can show at most; text that is no number goes to the question, which says so."""
    if not text:
        return str(SHOWN)
    return str(min(int(text), SHOWN_MOST)) if text.isascii() and text.isdigit() and len(text) < 6 else text


def _chosen(seen: Sequence[Column], asked: Asked) -> list[Column]:
    names = [n for n in asked.fields.split(",") if n]
    by_name = {c.name: c for c in seen}
    return [by_name[n] for n in dict.fromkeys(names) if n in by_name] or list(seen)


def _column(dataset: Dataset, column: Column, decision: Decision, asked: Asked) -> PreviewColumn:
    meaning, masked = element(column.element), column.name in decision.masks
    return PreviewColumn(
        name=column.name,
        title=Text(zh=column.title, en=column.title_en),
        unit=unit_of(column),
        numeric=meaning.type in NUMERIC,
        masked=masked,
        sort=asked.order_of(column.name),
        sort_href=None if masked else dataset_page(dataset.id, asked.sorted_by(column.name).pairs()),
    )


def _cells(rows: Sequence[Mapping[str, object]], columns: Sequence[Column], decision: Decision) -> tuple[tuple[Cell, ...], ...]:
    readers = [(c.name, reader_of(c, masked=c.name in decision.masks)) for c in columns]
    return tuple(tuple(read(row.get(name)) for name, read in readers) for row in rows)


def _chip(dataset: Dataset, asked: Asked, place: int) -> FilterChip:
    return FilterChip(in_words(dataset, asked.conditions[place]), dataset_page(dataset.id, asked.without(place).pairs()))


def in_words(dataset: Dataset, condition: Where) -> Text:
    """A condition as people read it: “行政区划 = 510107 武侯区”."""
    column = next((c for c in dataset.columns if c.name == condition.column), None)
    zh, en = (column.title, column.title_en or column.name) if column else (condition.column, condition.column)
    if condition.op == "isnull":
        missing = condition.value.strip().lower() not in ("false", "0", "否")
        return Text(zh=f"{zh} {'为空' if missing else '不为空'}", en=f"{en} {'is empty' if missing else 'is not empty'}")
    title = title_in(codes_of(column), condition.value) if column else NO_TEXT
    zh_value, en_value = (f"{condition.value} {t}".rstrip() for t in (title.zh, title.en or title.zh))
    sign, words = OPS.get(condition.op, (condition.op, Text(zh=condition.op)))
    said = condition.op in ("contains", "in", "under")
    zh_op, en_op = (words.zh.partition("（")[0], words.en.partition(" (")[0]) if said else (sign, sign)
    return Text(zh=f"{zh} {zh_op} {zh_value}", en=f"{en} {en_op} {en_value}")


def _form(dataset: Dataset, seen: Sequence[Column], decision: Decision, asked: Asked) -> FilterForm:
    plain = [c for c in seen if c.name not in decision.masks]
    return FilterForm(
        action=dataset_page(dataset.id),
        columns=tuple((c.name, Text(zh=c.title, en=c.title_en or c.name)) for c in plain),
        ops=tuple((op, words) for op, (_, words) in OPS.items()),
        kept=tuple(asked.pairs()),
    )
