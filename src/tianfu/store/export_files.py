"""Parquet files that were asked for, kept for whoever asks next; the least recently used go first when they exceed the bound."""

import os
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

BOUND_BYTES = 4 * 2**30
LEFT_OVER_SECONDS = 86_400
CHUNK = 2**20


class ExportFiles:
    """Files by a key that names everything they depend on."""

    def __init__(self, folder: Path, bound_bytes: int = BOUND_BYTES) -> None:
        self._folder = folder
        self._bound = bound_bytes

    def opened(self, key: str, write: Callable[[Path], None]) -> Iterator[bytes]:
        """The bytes of the file, which is written if it is not at hand. Who reads it keeps it, even when it is removed meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{sha256(key.encode()).hexdigest()[:40]}.parquet"
        try:
            file = path.open("rb")
        except FileNotFoundError:
            unfinished = path.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}.part")
            try:
                write(unfinished)
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
            file = path.open("rb")
        with file:
            os.utime(path)
            self._keep_within_bound(path)
            while chunk := file.read(CHUNK):
                yield chunk

    def _keep_within_bound(self, used: Path) -> None:
        known = sorted((s.st_mtime, s.st_size, p) for p in self._folder.iterdir() if (s := _stat(p)))
        total = sum(size for _, size, _ in known)
        for at, size, path in known:
            stale = path.suffix == ".part" and at < time.time() - LEFT_OVER_SECONDS
            if stale or (total > self._bound and path != used and path.suffix == ".parquet"):
                path.unlink(missing_ok=True)
                total -= size


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # another process was quicker
        return None
