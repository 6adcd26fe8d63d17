"""The bytes of a raw file in blocks, unpacked where they are packed."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast
from zipfile import BadZipFile

from .failures import BrokenFile, TooLarge
from .kinds import HEAD, is_gzip

BLOCK = 4 * 2**20
"""Also the bound of what a single record may hold: two blocks at most. Measured: 1, 4 and 8 MB parse equally fast."""
INFLATED_BYTES = 64 * 2**30
"""No packed file may grow beyond this: a bomb of some MB would keep a load busy for days."""

SMALL, MOST_RATIO = 64 * 2**20, 400
"""What is larger may not grow more often than that: zeros grow 1,000 times, tables 5 to 100 times."""
COPIED_BYTES = 4 * 2**30
"""What is unpacked beside the raw file, and only for workbooks and Parquet."""


def explodes(total: int, packed: int) -> bool:
    """Whether so many bytes out of so few look like a bomb."""
    return total > SMALL and total > packed * MOST_RATIO


@dataclass(frozen=True, slots=True)
class Content:
    """A raw file under the name it came with."""

    path: Path
    name: str

    def head(self) -> bytes:
        """The first bytes, unpacked."""
        return next(self.blocks(HEAD), b"")

    def blocks(self, size: int = 0) -> Iterator[bytes]:
        """All bytes in blocks; the last one may be shorter. BrokenFile where a packed file breaks off."""
        size = size or BLOCK
        with self._explained(), self.stored() as file:
            packed = is_gzip(file.read(2))
            file.seek(0)
            yield from self._inflated(file, size) if packed else iter(lambda: file.read(size), b"")

    @contextmanager
    def stored(self) -> Iterator[BinaryIO]:
        """The bytes as they were delivered."""
        with self.path.open("rb", buffering=0) as file:
            yield cast("BinaryIO", file)

    @contextmanager
    def unpacked(self) -> Iterator["Content"]:
        """The same content in a file of its own, for readers that jump in it; what is packed is unpacked beside it for that long."""
        with self.stored() as file:
            if not is_gzip(file.read(2)):
                yield self
                return
        with self._copied() as content:
            yield content

    @contextmanager
    def _copied(self) -> Iterator["Content"]:
        with NamedTemporaryFile(prefix="tianfu-") as copy:
            for number, block in enumerate(self.blocks(), 1):
                if number * BLOCK > COPIED_BYTES:
                    raise self._bomb(COPIED_BYTES)
                copy.write(block)
            copy.flush()
            yield Content(Path(copy.name), self.name)

    def _inflated(self, file: BinaryIO, size: int) -> Iterator[bytes]:
        total = 0
        with gzip.GzipFile(fileobj=file) as unpacked:
            while block := unpacked.read(size):
                total += len(block)
                if total > INFLATED_BYTES or explodes(total, file.tell()):
                    raise self._bomb(min(total, INFLATED_BYTES))
                yield block

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, gzip.BadGzipFile, BadZipFile, zlib.error) as error:
            raise BrokenFile(
                f"压缩文件“{self.name}”不完整或已损坏（{error}）。请重新压缩或重新传输后再提交。",
                f"The gzip file '{self.name}' breaks off or is damaged ({error}). Pack or transfer it again.",
            ) from error

    def _bomb(self, bound: int) -> TooLarge:
        limit = f"{bound / 2**30:,.3g} GB"
        return TooLarge(
            f"压缩文件“{self.name}”解压后超过 {limit}，没有装载。请按时间拆分后提交。",
            f"'{self.name}' holds more than {limit} when unpacked and was not loaded. Split it by time.",
        )
