"""What is on record and where it lies: the ground that loading, repair and reading stand on."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from tianfu.model import Dataset, Settings, Version

from . import delta
from .attempts import Attempts
from .database import Database
from .declared import Declared
from .engine import Engine, literal, scan
from .home import Home
from .locks import Locks
from .raw import Raw
from .runs import Runs
from .versions import Versions

if TYPE_CHECKING:
    import pyarrow as pa


def no_pause(_step: str) -> None:
    """Goes on."""


Pause = Callable[[str], None]
"""Called after the named steps of a commit: `staged` (files written), `committed` (Delta), `problems`, `recorded`; of an expiry: `expired`
(records marked)."""


class Shelves:
    """Declarations, versions and their files. `Store` adds what one does with them."""

    def __init__(self, settings: Settings, home: Home, pause: Pause = no_pause) -> None:
        self.settings = settings
        self.home = home
        self.pause = pause
        self.database = Database(settings.database, home)
        self.engine = Engine(settings, home)
        self.locks = Locks(home.locks)
        self.attempts = Attempts()
        self.records = Versions(self.database)
        self.declared = Declared(self.database)
        self.runs = Runs(self.database)
        self.raw = Raw(self.database, home.raw)
        self._files = lru_cache(maxsize=512)(lambda folder, number, _run: delta.files(folder, number))
        self._columns_of = lru_cache(maxsize=4096)(self._columns_in)
        self._schema = lru_cache(maxsize=512)(lambda folder, number, _run: delta.schema(folder, number))

    def close(self) -> None:
        """Lets go of everything. Nothing needs to be written: what is on record is on the disk."""
        self.attempts.close()
        self.engine.close()
        self.database.close()

    def declare(self, dataset: Dataset, declaration_hash: str) -> None:
        """Makes a declaration known to the store."""
        self.declared.declare(dataset, declaration_hash)

    def dataset(self, dataset_id: str) -> Dataset:
        """A declared dataset, or the problem rows of one (`<id>__problems`); UnknownDataset names the near one."""
        return self.declared.dataset(dataset_id)

    def datasets(self) -> list[str]:
        """Ids of all declared datasets."""
        return self.declared.ids()

    def versions(self, dataset_id: str) -> list[Version]:
        """All versions, oldest first."""
        return self.records.all(dataset_id)

    def version(self, dataset_id: str, number: int | None = None) -> Version | None:
        """The newest version, or that of a number; None where there is none."""
        return self.records.one(dataset_id, number)

    def newest(self, dataset_id: str) -> int | None:
        """The number of the newest version."""
        found = self.records.one(dataset_id)
        return None if found is None else found.number

    def files(self, dataset_id: str, number: int | None = None) -> list[str]:
        """Absolute paths of the Parquet files of a version; UnknownVersion where there is none."""
        version = self.records.at(dataset_id, number)
        return list(self._files(self.home.table(dataset_id), version.delta, version.run))

    def schema(self, dataset_id: str, number: int | None = None) -> "pa.Schema":
        """Columns of a version with their types, `_record` and `_flag` included."""
        version = self.records.at(dataset_id, number)
        return self._schema(self.home.table(dataset_id), version.delta, version.run)

    def relation(self, dataset_id: str, number: int | None = None) -> str:
        """A SELECT of all rows of a version, technical columns included: what the gate builds on. Nothing is checked here."""
        version = self.records.at(dataset_id, number)
        folder = self.home.table(dataset_id)
        return scan(self._files(folder, version.delta, version.run), self._schema(folder, version.delta, version.run))

    def lacking(self, files: Sequence[str], names: Collection[str]) -> frozenset[str]:
        """Those of the columns that none of the files has; which ones a file has never changes."""
        return frozenset(names).difference(*map(self._columns_of, files))

    def _columns_in(self, file: str) -> frozenset[str]:
        found = self.engine.cursor().execute("SELECT name FROM parquet_schema(?)", [file]).fetchall()
        return frozenset(name for (name,) in found)

    def count_in_files(self, files: Sequence[str]) -> int:
        """Rows of Parquet files, from their footers."""
        if not files:
            return 0
        listed = ", ".join(literal(f) for f in files)
        found = self.engine.cursor().execute(f"SELECT sum(num_rows) FROM parquet_file_metadata([{listed}])").fetchone()  # noqa: S608
        return int(found[0]) if found else 0

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """One transaction of the metadata database, for what must happen together: a request and its grant."""
        with self.database.unit() as tx:
            yield tx
