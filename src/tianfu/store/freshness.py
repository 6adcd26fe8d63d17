"""Whether the metadata database has been written to since one last looked: cheap enough to ask at every request."""

import sqlite3
import threading
import time
from pathlib import Path

PATIENCE_SECONDS = 0.25
"""On a database server: how late a revoked grant or a new version may be noticed by readers whose answer is cached."""


class Freshness:
    """`token()` is the same number as long as nothing has changed, whichever process might have changed it."""

    def __init__(self, sqlite_file: Path | None) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        if sqlite_file is not None:
            self._connection = sqlite3.connect(sqlite_file, check_same_thread=False, isolation_level=None)

    def token(self) -> int:
        """3 microseconds on SQLite, whose counter of commits by others is exact; elsewhere a clock that ticks every quarter second."""
        with self._lock:
            if self._connection is None:
                return int(time.monotonic() / PATIENCE_SECONDS)
            found: tuple[int] = self._connection.execute("PRAGMA data_version").fetchone()
        return found[0]

    def close(self) -> None:
        """Other threads may still ask: they get the clock."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
