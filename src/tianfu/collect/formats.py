"""A raw file by its content: each kind has its reader, and all readers give the same: batches of text, and the place of a record."""

from collections.abc import Iterator
from typing import Protocol

from tianfu.model import Dataset, Files, Origin

from .contents import Content
from .found import Found
from .kinds import refuse_other_kinds
from .opened import Opened
from .parsing import Parsed


class Readable(Protocol):
    """A raw file that may be read as its source declares."""

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of text columns with `_record`, one at least, and beside them the records that have none."""
        ...

    def place(self, number: int) -> Found:
        """Where the record of that number stands, counted from 1 as `records` does."""
        ...


def opened(content: Content, source: Files) -> Readable:
    """The reader of its kind. OtherKind for what is not read here; other CollectErrors as soon as they are known."""
    refuse_other_kinds(content.head(), content.name, source.dialect.encodings)
    return Opened.of(content, source)
