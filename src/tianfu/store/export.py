"""Whole tables on their way out: everything a reader may see under some conditions, as a file, in constant memory.

Rows come in the order of pages. A file is made once for a version, a class of readers and a question, and kept; it leaves while it is made.
Each request is decided, journalled and paid for as if it were the first: a quota pays for all rows before the first one leaves, and what is
broken off is not given back. The journal has an event at the start and one at the end, which counts rows and bytes that left.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from tianfu.model import Purpose, Reader, Text

from .export_copy import EDITION, MEDIA, TEXTUAL, Asked, Format, refuse_unfit, writing
from .export_files import Content, ExportFiles, Place
from .gate import Admitted, Gate
from .page_query import PageQuery, conditions
from .paging import Pages, asked, columns_of, ordering_of, refuse_long_sort, where_of
from .typed import BadQuestion

if TYPE_CHECKING:
    from .shelves import Shelves

Detail = dict[str, str | int | None]


class Sending:
    """A file that was opened for a reader: read once, as a whole or in part. What left is journalled at the end."""

    def __init__(self, content: Content, done: Callable[[int, int, str], None], *, textual: bool) -> None:
        self._content, self._done, self._textual = content, done, textual

    @property
    def size(self) -> int | None:
        """Bytes of the whole file, once it is made."""
        return self._content.size

    def settle(self) -> int:
        """The size, waiting until the file is made."""
        return self._content.settle()

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`."""
        sent, ended = 0, False
        try:
            for piece in self._content.pieces(start, stop):
                sent += len(piece)
                yield piece
            ended = True
        finally:
            whole = ended and sent == self._content.size
            self._done(self._rows(start, sent, whole=whole), sent, "yes" if whole else "no")
            self._content.close()

    def close(self) -> None:
        """Lets go of a file of which nothing is read."""
        self._content.close()

    def _rows(self, start: int, sent: int, *, whole: bool) -> int:
        """Rows that left; of a part at least as many as can be in it. Of files that are no text, any part may give away all rows."""
        known = self._content.rows
        if whole or not self._textual:
            return known or 0
        seen = self._content.lines(start, start + sent) + (1 if sent else 0)
        return seen if known is None else min(seen, known)


@dataclass(frozen=True, slots=True)
class Export:
    """A file for a reader. `etag` is the same as long as the content is; `same`: the reader has it already, and gets nothing.

    `modified` is when the version came to be.
    """

    media_type: str
    name: str
    etag: str
    modified: datetime
    same: bool
    size: int | None
    """Bytes, where the file is at hand."""
    opened: Callable[[], Sending]

    @property
    def chunks(self) -> Iterator[bytes]:
        """The whole file in pieces, opened when the first is taken."""
        yield from self.opened().pieces()


class Exports:
    """Files made for readers."""

    def __init__(self, shelves: "Shelves", gate: Gate, pages: Pages) -> None:
        self._shelves = shelves
        self._gate = gate
        self._pages = pages
        self._files = ExportFiles(shelves.home.exports, shelves.newest)

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
        has: Collection[str] = (),
        looks: bool = False,
    ) -> Export:
        """The file; Refused, BadQuestion and what a quota says come now, bytes when they are taken.

        `has` are the tags of files that the reader has; who has this one, or only `looks`, takes no rows and pays none.
        """
        if fmt not in MEDIA:
            raise BadQuestion(
                Text(zh=f"没有格式“{fmt[:20]}”；可用：{'、'.join(MEDIA)}。", en=f"no format '{fmt[:20]}'; there are {', '.join(MEDIA)}.")
            )
        admitted = self._gate.admit(dataset_id, reader, purpose, today=today, grant=grant)
        question, place = self._asked(admitted, query, marked=excel), self._place(admitted, query, fmt, excel=excel)
        counted = partial(self._pages.counted, admitted, question.seen, query.filters)
        size = self._files.size(place)
        if size is None:
            refuse_unfit(self._shelves.engine, question, fmt, counted)
        etag = ("W/" if fmt == "parquet" else "") + f'"{place.key}"'  # a Parquet file made again may be compressed in other pieces
        same = bool({etag.removeprefix("W/"), "*"} & {h.removeprefix("W/") for h in has})
        if not (same or looks):
            self._gate.consume(admitted, reader, purpose, counted)
        about: Detail = {"version": admitted.version.number, "format": fmt}
        about |= {"asked": asked(query.filters)} if query.filters else {}
        self._gate.journal("export", dataset_id, reader, purpose, admitted.decision, **about)
        note = partial(self._note, admitted, reader, purpose, about)
        write = writing(self._shelves.engine, question, fmt)
        opened = partial(self._opened, place, write, note)
        name = f"{dataset_id}.v{admitted.version.number}.{fmt}"
        return Export(MEDIA[fmt], name, etag, admitted.version.at, same, size, opened)

    def size(
        self, dataset_id: str, reader: Reader, purpose: Purpose, query: PageQuery, fmt: Format, *, today: date, excel: bool = True
    ) -> int | None:
        """The size of the file if somebody has asked for it before; nothing is read."""
        return self._files.size(self._place(self._gate.admit(dataset_id, reader, purpose, today=today), query, fmt, excel=excel))

    def close(self) -> None:
        self._files.close()

    def _opened(self, place: Place, write: Callable[..., int], note: Callable[[int, int, str], None]) -> Sending:
        return Sending(self._files.opened(place, write), note, textual=place.kind in TEXTUAL)

    def _place(self, admitted: Admitted, query: PageQuery, fmt: str, *, excel: bool) -> Place:
        """All that the bytes depend on. The scope has the class of readers: what was made for one is never given to another."""
        bare = replace(query, after=None, limit=1, count=False)
        marked = excel and fmt == "csv"
        key = sha256(f"{EDITION}|{(admitted.scope, bare)!r}|{fmt}|{marked}".encode()).hexdigest()[:24]
        return Place(admitted.dataset.id, admitted.version.number, key, fmt)

    def _asked(self, admitted: Admitted, query: PageQuery, *, marked: bool) -> Asked:
        seen = self._gate.gated(admitted)
        names = columns_of(seen, query)
        ordering = ordering_of(admitted, seen, query)
        refuse_long_sort(admitted, query, ordering)
        where, values = where_of(conditions(query.filters, admitted.dataset, seen))
        said = "；".join(f"{w.column}.{w.op}={w.value}" for w in query.filters)
        columns = {n: seen.columns[n] for n in names}
        return Asked(admitted.dataset, admitted.version, seen, columns, where, tuple(values), ordering, said, marked)

    def _note(self, admitted: Admitted, reader: Reader, purpose: Purpose, about: Detail, rows: int, size: int, whole: str) -> None:
        done: Detail = {**about, "rows": rows, "bytes": size, "whole": whole}
        self._gate.journal("exported", admitted.dataset.id, reader, purpose, admitted.decision, **done)
