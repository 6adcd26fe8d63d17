"""The rows on a dataset's page: one page of them through the gate, with links that sort and go on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tianfu.catalogue.cells import reader_of
from tianfu.catalogue.question.asked import SHOWN, SHOWN_MOST, Asked
from tianfu.catalogue.question.facets import Way
from tianfu.catalogue.question.filter import seen
from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.catalogue.views import Cell, FieldRow, PreviewColumn
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Dataset, Decision, Text, Version
from tianfu.standards import element
from tianfu.store import BadQuestion, question

from .columns import ColumnSheet, column_sheets


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of rows. `sheets` are what the headings open to, in the order of `columns`; `total` is None where nobody has counted.

    `problem` says why a question cannot be answered; nothing is shown in its place.
    """

    columns: tuple[PreviewColumn, ...]
    sheets: tuple[ColumnSheet, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None
    version: int
    as_of: datetime
    next: str | None
    first: str | None
    link: str
    problem: Text | None = None


def preview(
    visit: Visit, dataset: Dataset, version: Version, decision: Decision, asked: Asked, fields: Sequence[FieldRow], way: Way
) -> Preview:
    """The page of rows that was asked for. What cannot be asked is said in words, and nothing is shown in its place."""
    try:
        page, problem = rows_of(visit, dataset, asked), None
    except BadQuestion as error:
        page, problem = {"rows": [], "total": None, "next": None}, error.text
    columns = chosen(seen(dataset, version, decision), asked)
    return Preview(
        columns=tuple(heading(c, decision, asked, way) for c in columns),
        sheets=column_sheets(columns, {f.name: f for f in fields}, version, decision, asked, way),
        rows=cells(page["rows"], columns, decision),
        total=None if page["total"] is None else int(page["total"]),
        version=version.number,
        as_of=version.at,
        next=way(asked.pairs(after=page["next"])) if page["next"] else None,
        first=way(asked.pairs()) if asked.after else None,
        link=way(asked.pairs(after=asked.after)),
        problem=problem,
    )


def rows_of(visit: Visit, dataset: Dataset, asked: Asked) -> Mapping[str, Any]:
    """The answer of the row API, counted, with all digits of its numbers kept as text."""
    pairs = [(k, v) for k, v in replace(asked, chart=()).pairs(after=asked.after) if k != "limit"]
    query = replace(question([*pairs, ("limit", _limit(asked.limit))]), count=True)
    body = visit.store.page(dataset.id, visit.reader, visit.purpose, query, today=visit.today).body
    found: Mapping[str, Any] = json.loads(body, parse_float=str, parse_int=str)
    return found


def _limit(text: str) -> str:
    """What a page can show at most; text that is no number goes to the question, which says so."""
    if not text:
        return str(SHOWN)
    return str(min(int(text), SHOWN_MOST)) if text.isascii() and text.isdigit() and len(text) < 6 else text


def chosen(columns: Sequence[Column], asked: Asked) -> list[Column]:
    """Those that the address names, in its order; all, where it names none."""
    names = [n for n in asked.fields.split(",") if n]
    by_name = {c.name: c for c in columns}
    return [by_name[n] for n in dict.fromkeys(names) if n in by_name] or list(columns)


def heading(column: Column, decision: Decision, asked: Asked, way: Way | None) -> PreviewColumn:
    """A heading; without a way it sorts nothing."""
    masked = column.name in decision.masks
    return PreviewColumn(
        name=column.name,
        title=Text(zh=column.title, en=column.title_en),
        unit=unit_of(column),
        numeric=element(column.element).type in NUMERIC,
        masked=masked,
        sort=asked.order_of(column.name),
        sort_href=None if masked or way is None else way(asked.sorted_by(column.name).pairs()),
    )


def cells(rows: Sequence[Mapping[str, object]], columns: Sequence[Column], decision: Decision) -> tuple[tuple[Cell, ...], ...]:
    """Values as people read them."""
    readers = [(c.name, reader_of(c, masked=c.name in decision.masks)) for c in columns]
    return tuple(tuple(read(row.get(name)) for name, read in readers) for row in rows)
