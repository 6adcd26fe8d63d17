"""What can go wrong with storage, in words for the person who can put it right."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tianfu.model import Text


class StoreError(RuntimeError):
    """Something about storage that people can fix. `text` says it in Chinese and English."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.zh} {text.en}".strip())


class UnknownDataset(StoreError, KeyError):
    """No dataset of that id is declared here."""

    def __str__(self) -> str:
        return f"{self.text.zh} {self.text.en}"


class UnknownVersion(StoreError, KeyError):
    """The dataset has no version of that number."""

    def __str__(self) -> str:
        return f"{self.text.zh} {self.text.en}"


class ExpiredVersion(UnknownVersion):
    """The version's rows are gone after their time; its record is kept."""


class StorageFull(StoreError):
    """The disk is full, or a quota is used up. Nothing was changed: the version before is still what readers see."""


class Unbalanced(StoreError):
    """Rows after = rows before + inserted - deleted does not hold. Nothing was committed."""


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SIGNS = ("no space left", "disk quota exceeded", "file too large", "os error 28", "os error 27", "not enough disk space")


@contextmanager
def full_disk_explained(folder: Path, says: Text | None = None) -> Iterator[None]:
    """Turns what the engines say when a disk is full into StorageFull; `says` it where it is no load that failed."""
    try:
        yield
    except OSError as error:  # deltalake's own errors are of this kind or of the next
        if error.errno in FULL or _says_full(error):
            raise (StorageFull(says) if says else _full(folder)) from error
        raise
    except (duckdb.Error, RuntimeError) as error:
        if _says_full(error):
            raise (StorageFull(says) if says else _full(folder)) from error
        raise


def _says_full(error: BaseException) -> bool:
    said = str(error).lower()
    return any(sign in said for sign in SIGNS)


def _full(folder: Path) -> StorageFull:
    return StorageFull(
        Text(
            zh=f"磁盘空间不足，写入 {folder} 失败；本次装载未生效，原有版本不受影响。请清理磁盘空间后重试。",
            en=f"No space left to write to {folder}; this load has no effect and the version before is intact. Free space, then try again.",
        )
    )
