"""The store of one installation: everything else hangs on it."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from tianfu.model import Dataset, Settings, Version

from . import delta
from .database import Database
from .declared import Declared
from .engine import Engine, scan
from .home import Home
from .locks import Locks
from .migrate import Branch, migrate
from .versions import Versions

if TYPE_CHECKING:
    import pyarrow as pa


class Store:
    """Tables, versions and whatever is recorded about them. Open it with `Store.open`; one per process, used by many threads."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings = settings
        self.home = home
        self.database = Database(settings.database, home)
        self.engine = Engine(settings, home)
        self.locks = Locks(home.locks)
        self.records = Versions(self.database)
        self.declared = Declared(self.database)
        self._files = lru_cache(maxsize=512)(delta.files)
        self._schema = lru_cache(maxsize=512)(delta.schema)

    @classmethod
    def open(cls, settings: Settings, *, branches: Iterable[Branch] = ()) -> "Store":
        """The store in `settings.home`: created if it is new, brought up to date, and repaired after a crash."""
        home = Home.at(settings.home)
        store = cls(settings, home)
        with store.locks.hold("migrate", wait_seconds=60):
            migrate(store.database, branches)
        return store

    def close(self) -> None:
        self.engine.close()
        self.database.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- declarations

    def declare(self, dataset: Dataset, declaration_hash: str) -> None:
        """Makes a declaration known to the store."""
        self.declared.declare(dataset, declaration_hash)

    def dataset(self, dataset_id: str) -> Dataset:
        """A declared dataset, or the problem rows of one (`<id>__problems`); UnknownDataset names the near one."""
        return self.declared.dataset(dataset_id)

    def datasets(self) -> list[str]:
        """Ids of all declared datasets."""
        return self.declared.ids()

    # -- versions

    def versions(self, dataset_id: str) -> list[Version]:
        """All versions, oldest first."""
        return self.records.all(dataset_id)

    def version(self, dataset_id: str, number: int | None = None) -> Version | None:
        """The newest version, or that of a number; None where there is none."""
        return self.records.one(dataset_id, number)

    def files(self, dataset_id: str, number: int | None = None) -> list[str]:
        """Absolute paths of the Parquet files of a version; UnknownVersion where there is none."""
        version = self.records.at(dataset_id, number)
        return list(self._files(self.home.table(dataset_id), version.delta))

    def schema(self, dataset_id: str, number: int | None = None) -> "pa.Schema":
        """Columns of a version with their types, `_record` and `_flag` included."""
        version = self.records.at(dataset_id, number)
        return self._schema(self.home.table(dataset_id), version.delta)

    def relation(self, dataset_id: str, number: int | None = None) -> str:
        """A SELECT of all rows of a version, technical columns included: what the gate builds on. Nothing is checked here."""
        version = self.records.at(dataset_id, number)
        folder = self.home.table(dataset_id)
        return scan(self._files(folder, version.delta), self._schema(folder, version.delta))

    # -- work

    def lock(self, name: str, *, wait_seconds: float = 0.0) -> AbstractContextManager[None]:
        """An OS lock, gone with its process; Busy says who holds it and since when. A load holds the lock of its dataset's id."""
        return self.locks.hold(name, wait_seconds=wait_seconds)

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """One transaction of the metadata database, for what must happen together: a request and its grant."""
        with self.database.unit() as tx:
            yield tx
