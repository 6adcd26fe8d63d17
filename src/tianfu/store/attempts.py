"""Files that are written but in no version yet. Each attempt is signed by a locked marker: when its process ends, the lock is gone."""

import fcntl
from collections.abc import Collection
from io import FileIO
from pathlib import Path
from uuid import uuid4

MARKERS = "_staging"
"""A folder beside the files; names with an underscore are no data to Delta."""


class Attempts:
    """The attempts of this process, and what dead ones left behind."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Path, FileIO]] = {}

    def begin(self, folder: Path) -> str:
        """A new attempt at the table in `folder`: its id begins the name of every file it writes."""
        attempt = uuid4().hex
        marker = folder / MARKERS / attempt
        marker.parent.mkdir(parents=True, exist_ok=True)
        file = marker.open("ab", buffering=0)
        fcntl.flock(file, fcntl.LOCK_EX)
        self._open[attempt] = (marker, file)
        return attempt

    def is_open(self, attempt: str) -> bool:
        return attempt in self._open

    def end(self, attempt: str) -> None:
        """The files are part of a version now, or gone."""
        if attempt in self._open:
            marker, file = self._open.pop(attempt)
            marker.unlink(missing_ok=True)
            file.close()

    def close(self) -> None:
        for _, file in self._open.values():
            file.close()
        self._open.clear()


def dead_attempts(folder: Path) -> list[str]:
    """Attempts whose process has ended without finishing them."""
    markers = folder / MARKERS
    return [m.name for m in markers.iterdir() if _is_free(m)] if markers.is_dir() else []


def forget(folder: Path, attempt: str) -> None:
    """Removes the marker of a dead attempt."""
    (folder / MARKERS / attempt).unlink(missing_ok=True)


def remove_files(folder: Path, attempt: str, keep: Collection[str] = ()) -> int:
    """Removes the files of an attempt, except those named in `keep`."""
    stray = [p for p in folder.glob(f"{attempt}-*.parquet") if p.name not in keep]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def _is_free(marker: Path) -> bool:
    try:
        with marker.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
