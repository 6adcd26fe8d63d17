"""Whole tables on their way out: everything a reader may see under some conditions, as CSV, JSON lines or Parquet, in constant memory.

Rows come in the order of pages. A quota pays for all of them before the first one leaves; what is broken off is not given back. The journal
has an event at the start and one at the end, which counts rows and bytes that left.
"""

# ruff: noqa: S608 - column names are declared ones and quoted, values are bound

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tianfu.model import Purpose, Reader, Text

from .cursors import Ordering, order_by
from .engine import literal, quoted
from .export_files import ExportFiles
from .export_text import BOM, csv_header, csv_line, json_line, texts
from .failures import full_disk_explained
from .gate import Admitted, Gate
from .gated import AT, Gated
from .page_query import PageQuery, conditions
from .paging import Pages, asked, columns_of, ordering_of, refuse_long_sort, where_of
from .typed import BadQuestion

if TYPE_CHECKING:
    from .shelves import Shelves

Format = Literal["csv", "ndjson", "parquet"]
MEDIA: dict[str, str] = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson", "parquet": "application/vnd.apache.parquet"}
BATCH_ROWS = 16_384


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way. `chunks` is read once, to the end or not; `etag` is the same as long as the content is."""

    media_type: str
    name: str
    chunks: Iterator[bytes]
    etag: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked question: what is selected, and how."""

    admitted: Admitted
    select: str
    values: tuple[object, ...]
    columns: dict[str, str]
    filters: str
    key: str


class Exports:
    """Files made for readers."""

    def __init__(self, shelves: "Shelves", gate: Gate, pages: Pages) -> None:
        self._shelves = shelves
        self._gate = gate
        self._pages = pages
        self._files = ExportFiles(shelves.home.cache / "exports")

    def export(
        self,
        dataset_id: str,
        reader: Reader,
        purpose: Purpose,
        query: PageQuery,
        fmt: Format,
        *,
        today: date,
        grant: str | None,
        excel: bool,
    ) -> Export:
        """The file; Refused, BadQuestion and what a quota says come now, rows when they are taken."""
        if fmt not in MEDIA:
            raise BadQuestion(
                Text(zh=f"没有格式“{fmt[:20]}”；可用：{'、'.join(MEDIA)}。", en=f"no format '{fmt[:20]}'; there are {', '.join(MEDIA)}.")
            )
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today, grant=grant)
        seen = self._gate.gated(admitted)
        question = self._asked(admitted, seen, query)
        counted = partial(self._pages.counted, admitted, seen, query.filters)
        self._gate.consume(admitted, reader, purpose, counted)
        about: dict[str, str | int | None] = {"version": admitted.version.number, "format": fmt}
        about |= {"asked": question.filters} if question.filters else {}
        self._gate.journal("export", dataset_id, reader, purpose, admitted.decision, **about)
        made = self._parquet(question, counted()) if fmt == "parquet" else self._text(question, fmt, excel=excel)
        tag = sha256(f"{question.key}|{fmt}|{excel}".encode()).hexdigest()[:24]
        chunks = self._counted(made, admitted, reader, purpose, about)
        weak = "W/" if fmt == "parquet" else ""  # the same rows, but a file that is written again may be compressed in other pieces
        return Export(MEDIA[fmt], f"{dataset_id}.v{admitted.version.number}.{fmt}", chunks, f'{weak}"{tag}"')

    def _asked(self, admitted: Admitted, seen: Gated, query: PageQuery) -> Asked:
        names = columns_of(seen, query)
        ordering = ordering_of(admitted, seen, query)
        refuse_long_sort(admitted, query, ordering)
        where, values = where_of(conditions(query.filters, admitted.dataset, seen))
        select = f"SELECT {', '.join(map(quoted, names))} FROM ({_source(seen, ordering)}){where}{_order(ordering)}"
        bare = replace(query, after=None, limit=1, count=False)
        return Asked(
            admitted, select, tuple(values), {n: seen.columns[n] for n in names}, asked(query.filters), repr((admitted.scope, bare))
        )

    def _text(self, question: Asked, fmt: str, *, excel: bool) -> Iterator[tuple[int, bytes]]:
        line = csv_line(question.columns) if fmt == "csv" else json_line(question.columns)
        if fmt == "csv":
            yield 0, (BOM if excel else b"") + csv_header(list(question.columns))
        with self._shelves.engine.session() as cursor:
            found = cursor.execute(f"SELECT {line} AS line FROM ({question.select})", list(question.values))
            yield from texts(found.to_arrow_reader(BATCH_ROWS))

    def _parquet(self, question: Asked, rows: int) -> Iterator[tuple[int, bytes]]:
        version = question.admitted.version

        def write(path: Path) -> None:
            about = f"{{dataset: {literal(version.dataset)}, version: {literal(str(version.number))}}}"
            with self._shelves.engine.session() as cursor, full_disk_explained(path):
                cursor.execute(
                    f"COPY ({question.select}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {about})",
                    list(question.values),
                )

        for chunk in self._files.opened(question.key, write):
            yield rows, chunk
            rows = 0

    def _counted(
        self,
        made: Iterator[tuple[int, bytes]],
        admitted: Admitted,
        reader: Reader,
        purpose: Purpose,
        about: dict[str, str | int | None],
    ) -> Iterator[bytes]:
        rows = size = 0
        whole = "no"
        try:
            for some, chunk in made:
                rows, size = rows + some, size + len(chunk)
                yield chunk
            whole = "yes"
        finally:
            done = {**about, "rows": rows, "bytes": size, "whole": whole}
            self._gate.journal("exported", admitted.dataset.id, reader, purpose, admitted.decision, **done)


def _source(seen: Gated, ordering: Ordering) -> str:
    return seen.positioned() if any(n == AT for n, _ in ordering.columns) and len(ordering.columns) > 1 else seen.sql


def _order(ordering: Ordering) -> str:
    """Rows lie in their files in the order of `_at`: that needs no sorting."""
    return "" if ordering.columns == ((AT, "int64"),) else f" ORDER BY {order_by(ordering)}"
