"""What every reader of a kind of file offers."""

from collections.abc import Iterator
from typing import Protocol

from tianfu.model import Dataset, Origin

from .found import Found
from .parsing import Parsed


class Readable(Protocol):
    """A raw file that may be read as its source declares."""

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of text columns with `_record`, one at least, and beside them the records that have none."""
        ...

    def place(self, number: int) -> Found:
        """Where the record of that number stands, counted from 1 as `records` does."""
        ...
