"""Small files as they come, read as a declaration says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tianfu.collect import fetch
from tianfu.model import RECORD_BITS, Batch, Dataset, Files, Rejected, Settings, declare_dataset
from tianfu.store import Store

DECLARED = """
title: 读数
steward: dept.environment
source: {{channel: administrative, files: "*.csv*"{more}}}
key: [{key}]
columns:
{columns}
"""


def declared(fields: Sequence[str] = ("a", "b"), more: str = "") -> Dataset:
    """A dataset of text columns that reads these fields; `more` continues its source."""
    columns = "\n".join(f'  - {{name: c{n}, element: text, title: 列, from_field: "{f}"}}' for n, f in enumerate(fields))
    return declare_dataset(DECLARED.format(columns=columns, key="c0", more=f", {more}" if more else ""), "readings.yaml", "demo.readings")


@dataclass
class Read:
    """What was delivered of one or several files."""

    batches: list[Batch]
    fields: Sequence[str]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The wanted fields of all rows."""
        return [tuple(str(r[f]) for f in self.fields) for b in self.batches for r in b.data.to_pylist() if b.data.num_rows]

    @property
    def numbers(self) -> list[int]:
        """Record numbers of the rows, in order."""
        return [n & ((1 << RECORD_BITS) - 1) for b in self.batches for n in b.data["_record"].to_pylist()]

    @property
    def rejected(self) -> list[Rejected]:
        return [r for b in self.batches for r in b.rejected]

    @property
    def names(self) -> list[str]:
        return list(self.batches[0].data.schema.names)


@dataclass
class Desk:
    """A store and an inbox."""

    store: Store
    inbox: Path

    def put(self, content: bytes | str, name: str = "readings.csv") -> Path:
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, content: bytes | str, fields: Sequence[str] = ("a", "b"), more: str = "", name: str = "readings.csv") -> Read:
        """What is delivered of this content."""
        self.put(content, name)
        return self.read_all(fields, more)

    def read_all(self, fields: Sequence[str] = ("a", "b"), more: str = "") -> Read:
        dataset = declared(fields, more)
        source = dataset.sources[0]
        assert isinstance(source, Files)
        return Read(list(fetch(dataset, source, store=self.store, roots=(self.inbox,))), fields)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with Store.open(Settings(home=home)) as store:
        yield Desk(store, home / "inbox")
