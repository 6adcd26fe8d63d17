"""Tables of a page: rows of a dataset through the gate, with the way to all of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tianfu.catalogue.addresses import dataset_page, download
from tianfu.catalogue.cells import reader_of
from tianfu.catalogue.question.filter import in_words
from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.catalogue.views import NO_TEXT, Cell, Download, PreviewColumn
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Text
from tianfu.model.page import TableBlock
from tianfu.standards import element
from tianfu.store import PageQuery

from .asking import conditions
from .sight import Seen
from .views import TableView


def table_view(visit: Visit, block: TableBlock, found: Seen, title: str) -> TableView:
    """The rows; BadQuestion where they cannot be asked for."""
    columns = _columns(block, found)
    query = PageQuery(
        filters=conditions(block.where),
        sort=block.sort.lstrip("-") or None,
        descending=block.sort.startswith("-"),
        limit=block.limit,
        columns=tuple(c.name for c in columns),
        count=True,
    )
    body = visit.store.page(block.dataset, visit.reader, visit.purpose, query, today=visit.today).body
    answer: Mapping[str, Any] = json.loads(body, parse_float=str, parse_int=str)
    pairs = [*block.where.items(), *([("sort", block.sort)] if block.sort else [])]
    return TableView(
        title=title,
        columns=tuple(_heading(c, masked=c.name in found.decision.masks) for c in columns),
        rows=_cells(answer["rows"], columns, found),
        total=None if answer["total"] is None else int(answer["total"]),
        conditions=tuple(in_words(found.dataset, w) for w in query.filters),
        href=dataset_page(block.dataset, pairs),
        files=tuple(Download(Text(zh=k.upper()), NO_TEXT, download(block.dataset, k, pairs)) for k in ("csv", "parquet")),
        source=found.source,
    )


def _columns(block: TableBlock, found: Seen) -> Sequence[Column]:
    """Those that the block names, else all; of either those that the reader sees and the version has."""
    seen = {n for n in (*found.decision.columns, *found.decision.masks) if n in found.version.columns}
    wanted = block.columns or tuple(c.name for c in found.dataset.columns)
    return [found.dataset.column(n) for n in dict.fromkeys(wanted) if n in seen]


def _heading(column: Column, *, masked: bool) -> PreviewColumn:
    title = Text(zh=column.title, en=column.title_en)
    numeric = element(column.element).type in NUMERIC
    return PreviewColumn(column.name, title, unit_of(column), numeric, masked, "", None)


def _cells(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], found: Seen) -> tuple[tuple[Cell, ...], ...]:
    readers = [(c.name, reader_of(c, masked=c.name in found.decision.masks)) for c in columns]
    return tuple(tuple(read(row.get(name)) for name, read in readers) for row in rows)
