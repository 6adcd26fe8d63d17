"""Records of JSON as batches of text columns: nested objects become fields of their own, lists stay JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pyarrow as pa

from tianfu.collect.failures import BrokenFile
from tianfu.collect.fields import RECORD, field_names, missing_fields

from .values import MARK, json_text

DEEPEST = 40
"""Objects within objects that become fields; what lies deeper stays JSON."""
MOST_FIELDS = 10_000
WORDS = {True: "true", False: "false"}
Column = Sequence[Any]


@dataclass
class Rows:
    """The fields of a file as they turn up: a record need not have them all, the file must."""

    file: str
    wanted: Sequence[str]
    join: str
    origin: int
    seen: dict[str, None] = field(default_factory=dict)

    def batch(self, records: Sequence[dict[str, Any]], numbers: Sequence[int], *, marked: bool) -> pa.RecordBatch:
        """A column per field, of the wanted ones at least. UnicodeEncodeError where a text is none."""
        found = [(n, _texts(c, marked=marked)) for n, c in self._columns(records, "", DEEPEST)]
        absent = [w for w in self.wanted if w not in {n.strip() for n, _ in found}]
        names = field_names([n for n, _ in found] + absent, self.wanted, self.file)
        columns = [c for _, c in found] + [pa.repeat(pa.scalar("", pa.string()), len(records))] * len(absent)
        record = pa.array([self.origin + n for n in numbers], pa.int64())
        return pa.RecordBatch.from_arrays([*columns, record], [*names, RECORD])

    def end(self) -> None:
        """MissingFields when a wanted field was in none of the records."""
        seen = {n.strip() for n in self.seen}
        missing = [w for w in self.wanted if seen and w not in seen and not any(w.startswith(n + self.join) for n in seen)]
        if missing:
            raise missing_fields(missing, list(self.seen), self.file)

    def _columns(self, records: Sequence[Mapping[str, Any]], before: str, deepest: int) -> Iterator[tuple[str, Column]]:
        for name in dict.fromkeys(chain.from_iterable(records)):
            values = [r.get(name) for r in records]
            self._see(before + name)
            if dict not in set(map(type, values)) or not deepest:
                yield before + name, values
                continue
            others = [None if type(v) is dict else v for v in values]
            if set(others) - {None}:
                yield before + name, others
            yield from self._columns([v if type(v) is dict else {} for v in values], before + name + self.join, deepest - 1)

    def _see(self, name: str) -> None:
        self.seen[name] = None
        if len(self.seen) > MOST_FIELDS:
            raise BrokenFile(
                f"“{self.file}”的记录有超过 {MOST_FIELDS:,} 个不同的字段，不像一张表，没有装载。是否以代码作了字段名？请改为记录的列表。",
                f"The records of '{self.file}' have more than {MOST_FIELDS:,} different fields: no table. Nothing was loaded. "
                "Are codes used as names? Write a list of records.",
            )


def _texts(values: Column, *, marked: bool) -> pa.Array:
    """Null is empty text, as in delimited files."""
    kinds = set(map(type, values))
    if marked or not kinds <= {str, type(None)}:
        values = [_text(v) for v in values]
    return pa.array(values, pa.string()).fill_null("")


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value[1:] if value.startswith(MARK) else value
    if isinstance(value, bool):
        return WORDS[value]
    return None if value is None else json_text(value)
