"""The metadata database: SQLite in the home folder, or PostgreSQL by its URL. Each stage declares its own tables; the store opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from .home import Home

metadata = MetaData()
"""Every stage's tables hang on this."""

BUSY_MS = 20_000
WRITES = "tianfu_writes"


class InstantUTC(TypeDecorator[datetime]):
    """A point in time. SQLite keeps no zone, so it is written in UTC and read back with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """Reads run side by side; a unit of work is one transaction, all or nothing."""

    def __init__(self, url: str, home: Home) -> None:
        self.engine = create_engine(url or f"sqlite:///{home.database}", pool_pre_ping=bool(url) and not url.startswith("sqlite"))
        if self.engine.dialect.name == "sqlite":
            _tune_sqlite(self.engine)
        self._writing = self.engine.execution_options(**{WRITES: True})

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any error."""
        with self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def _tune_sqlite(engine: Engine) -> None:
    """WAL, so that readers and the writer do not wait for each other; every commit reaches the disk."""

    @event.listens_for(engine, "connect")
    def _configure(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that begins as a reader cannot wait for its turn to write: it fails at once. So writers say so first.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
