"""Lines that vanish in a cell: a quote that was left open closes where a later cell opens its own, and all between looks like one value.

What gives it away is text behind the closing quote, which well written files never have.
"""

from collections.abc import Iterator
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from .fields import RECORD
from .grammar import Grammar


class Watched:
    """Blocks on their way to the parser; `quoted` once a quote has passed. Most files have none and need no second look."""

    def __init__(self, blocks: Iterator[bytes], grammar: Grammar) -> None:
        self._blocks = blocks
        self._quote = grammar.quote
        self.quoted = False

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.quoted = self.quoted or bool(self._quote and self._quote in block)
            yield block


def suspects(batch: pa.RecordBatch, grammar: Grammar) -> list[int]:
    """`_record` of rows with a cell of several lines that ends in a quote."""
    quote = grammar.quote.decode()
    cells = [batch[n] for n in batch.schema.names if n != RECORD]
    masks = [pc.and_(pc.match_substring_regex(c, "[\r\n]"), pc.ends_with(c, quote)) for c in cells]
    return list(batch[RECORD].filter(reduce(pc.or_, masks)).to_pylist())
