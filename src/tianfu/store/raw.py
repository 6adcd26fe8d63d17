"""Raw files as they came: kept under their SHA-256, never changed. The number of a content is half of every `_record` that came from it."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from tianfu.model import Origin, Text

from .copying import cloned, copied, moved
from .database import Database
from .failures import StoreError, full_disk_explained
from .tables import origins

INCOMING = "_incoming"
"""Where a file grows until it is whole. Each is locked by its process: one that is not locked was left behind."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class UnknownRaw(StoreError, KeyError):
    """No raw file of that SHA-256 is kept here."""

    def __str__(self) -> str:
        return f"{self.text.zh} {self.text.en}"


class Raw:
    """`raw/<2 hex>/<sha256>`, and a number for each content."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def keep(self, source: Path | BinaryIO, name: str) -> Origin:
        """The origin of a file or stream, which is on the disk from now on. The same content again has the same number."""
        self.sweep()
        with full_disk_explained(self._folder):
            if not isinstance(source, Path):
                return self._kept(source, name)
            with source.open("rb", buffering=0) as file:
                return self._known(file, name) or self._kept(file, name)

    def path(self, sha256: str) -> Path:
        """Where the content lies; UnknownRaw where it does not."""
        path = self._place(sha256) if SHA256.fullmatch(sha256) else None
        if path is None or not path.is_file():
            raise UnknownRaw(Text(zh=f"没有保存内容为 {sha256[:64]!r} 的原始文件。", en=f"no raw file {sha256[:64]!r} is kept here."))
        return path

    def open(self, sha256: str) -> BinaryIO:
        """The content, to read."""
        return self.path(sha256).open("rb")

    def origin(self, number: int) -> Origin | None:
        """The origin of that number, under the name it first came with."""
        with self._database.read() as connection:
            row = connection.execute(select(origins).where(origins.c.number == number)).one_or_none()
        return None if row is None else _origin(row)

    def sweep(self) -> int:
        """Removes what dead processes left half kept; how many files that were."""
        return sum(_removed_if_free(path) for path in (self._folder / INCOMING).glob("*"))

    def _known(self, file: FileIO, name: str) -> Origin | None:
        """The origin of a content that is here already. Only a file as long as one that is kept is read for it."""
        size = os.fstat(file.fileno()).st_size
        if not self._has_one_of(size):
            return None
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return self._recorded(sha256, name, size) if _is_whole(self._place(sha256), size) else None

    def _kept(self, source: BinaryIO | FileIO, name: str) -> Origin:
        with self._incoming() as (path, file):
            sha256 = cloned(source, file) or copied(source, file)
            size = os.fstat(file.fileno()).st_size
            if not _is_whole(place := self._place(sha256), size):
                os.fchmod(file.fileno(), 0o444)
                os.fsync(file.fileno())
                moved(path, place)
        return self._recorded(sha256, name, size)

    @contextmanager
    def _incoming(self) -> Iterator[tuple[Path, FileIO]]:
        """A new, locked file; gone at the end, unless it was moved to its place."""
        path, file = self._locked()
        try:
            yield path, file
        finally:
            path.unlink(missing_ok=True)
            file.close()

    def _locked(self) -> tuple[Path, FileIO]:
        folder = self._folder / INCOMING
        folder.mkdir(exist_ok=True)
        while True:
            path = folder / uuid4().hex
            file = FileIO(path, "xb+")
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists():
                return path, file
            file.close()  # another process swept it away before it was locked

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _has_one_of(self, size: int) -> bool:
        with self._database.read() as connection:
            return connection.execute(select(origins.c.number).where(origins.c.bytes == size).limit(1)).first() is not None

    def _recorded(self, sha256: str, name: str, size: int) -> Origin:
        """The origin under the name it came with this time."""
        found = self._of_content(sha256)
        if found is None:
            values = {"sha256": sha256, "name": name, "bytes": size, "received_at": datetime.now(UTC)}
            try:
                with self._database.unit() as tx:
                    tx.execute(origins.insert().values(**values))
            except IntegrityError:  # another process kept the same content in this moment
                pass
            found = self._of_content(sha256)
        if found is None:
            raise RuntimeError(f"the origin of {sha256} was recorded and is not there")
        return replace(found, name=name)

    def _of_content(self, sha256: str) -> Origin | None:
        with self._database.read() as connection:
            row = connection.execute(select(origins).where(origins.c.sha256 == sha256)).one_or_none()
        return None if row is None else _origin(row)


def _origin(row: Row[tuple[object, ...]]) -> Origin:
    return Origin(row.number, row.sha256, row.name, row.bytes, row.received_at)


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _removed_if_free(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
