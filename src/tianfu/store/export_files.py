"""Files that were asked for, kept for whoever asks next; the least recently used go first when they exceed the bound.

A file lies in the folder of its dataset under the version's number, a hash of all it depends on, and the number of its rows. Only whole
files have such names. Files of other versions than the newest go at once: nobody is given them, and some rows were deleted for a person's
sake.
"""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .making import CHUNK, Making, Write

BOUND_BYTES = 4 * 2**30
AT_ONCE = 2
"""Files being written at the same time; whoever asks for a third waits. Each takes all threads of the engine."""
YOUNG_SECONDS = 60.0
UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies. `key` stands for everything it depends on beside the version."""

    dataset: str
    version: int
    key: str
    kind: str

    @property
    def stem(self) -> str:
        return f"{self.version}-{self.key}"


class Content:
    """A file that is open: at hand as a whole, or being made. `size` and `rows` are None until they are known. To be closed."""

    def __init__(self, descriptor: int, rows: int | None = None, making: Making | None = None) -> None:
        self._descriptor, self._making, self._open = descriptor, making, True
        self.rows = rows
        self.size: int | None = None
        if making is None or making.is_whole:
            self.settle()

    def settle(self) -> int:
        """The size, waiting until the file is whole."""
        if self._making is not None:
            self._making.ended()
            self.rows = self._making.rows
        self.size = os.fstat(self._descriptor).st_size
        return self.size

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`; of a file that is being made all of it, as it grows."""
        if self.size is None and self._making is not None:
            yield from self._making.pieces(self._descriptor)
            self.settle()
            return
        end = self.size if stop is None else stop
        while end is not None and start < end and (piece := os.pread(self._descriptor, min(CHUNK, end - start), start)):
            start += len(piece)
            yield piece

    def lines(self, start: int, stop: int) -> int:
        """How many ends of lines there are from `start` up to `stop`."""
        found = 0
        while start < stop and (piece := os.pread(self._descriptor, min(CHUNK, stop - start), start)):
            found, start = found + piece.count(b"\n"), start + len(piece)
        return found

    def close(self) -> None:
        if self._open:
            self._open = False
            if self._making is not None:
                self._making.left(self._descriptor)
            else:
                os.close(self._descriptor)


class ExportFiles:
    """The files, and those that are being made. `newest`: the number of a dataset's newest version, if it has one."""

    def __init__(self, folder: Path, newest: Callable[[str], int | None], bound_bytes: int = BOUND_BYTES) -> None:
        self._folder = folder
        self._newest = newest
        self._bound = bound_bytes
        self._makings: dict[Place, Making] = {}
        self._threads: set[threading.Thread] = set()
        self._guard = threading.Lock()
        self._turn = threading.Semaphore(AT_ONCE)

    def size(self, place: Place) -> int | None:
        """The size of the file if it is at hand, though perhaps not yet under its name."""
        making = self._makings.get(place)
        if making is not None and making.size is not None:
            return making.size
        found = self._kept(place)
        return None if found is None else _stat(found).st_size

    def opened(self, place: Place, write: Write) -> Content:
        """The file, at hand or from now on being made. Of those who ask at the same time one makes it and the others follow.

        Who reads a file keeps it, even when it is removed meanwhile.
        """
        with self._guard:
            making = self._makings.get(place)
            joined = making.joined() if making is not None else None
            if making is not None and joined is not None:
                return Content(joined, making=making)
            return self._at_hand(place) or self._begun(place, write)

    def close(self) -> None:
        """Ends what is being written."""
        with self._guard:
            makings, threads = list(self._makings.values()), list(self._threads)
        for making in makings:
            making.stop.ask()
        for thread in threads:
            thread.join()

    def _kept(self, place: Place) -> Path | None:
        return next(iter((self._folder / place.dataset).glob(f"{place.stem}-*.{place.kind}")), None)

    def _at_hand(self, place: Place) -> Content | None:
        path = self._kept(place)
        if path is None:
            return None
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # another process needed the room
            return None
        os.utime(descriptor, ns=(time.time_ns(), os.fstat(descriptor).st_mtime_ns))
        return Content(descriptor, rows=int(path.stem.rpartition("-")[2]))

    def _begun(self, place: Place, write: Write) -> Content:
        folder = self._folder / place.dataset
        folder.mkdir(parents=True, exist_ok=True)
        making = Making(folder / f"{place.stem}.{os.getpid()}-{time.monotonic_ns()}{UNFINISHED}")
        descriptor = making.joined()
        assert descriptor is not None
        self._makings[place] = making
        thread = threading.Thread(target=self._made, args=(place, making, write), name=f"export {place.dataset}", daemon=True)
        self._threads.add(thread)
        thread.start()
        return Content(descriptor, making=making)

    def _made(self, place: Place, making: Making, write: Write) -> None:
        with self._turn:
            whole = making.run(write)
        try:
            if whole:
                making.lasting()
                self._keep(place, making)
        except FileNotFoundError:  # the dataset was forgotten meanwhile
            pass
        finally:
            making.path.unlink(missing_ok=True)
            with self._guard:
                if self._makings.get(place) is making:
                    del self._makings[place]
                self._threads.discard(threading.current_thread())
            making.closed()

    def _keep(self, place: Place, making: Making) -> None:
        """The file gets its name. What has a new version meanwhile loses it again: first named, then looked, so that none slips through."""
        path = making.path.with_name(f"{place.stem}-{making.rows}.{place.kind}")
        making.path.replace(path)
        if self._newest(place.dataset) != place.version:
            path.unlink(missing_ok=True)
        self._keep_within_bound()

    def _keep_within_bound(self) -> None:
        known = sorted(
            (s.st_atime_ns, s.st_size, p) for p in self._folder.glob("*/*") if p.suffix != UNFINISHED and (s := _stat(p)).st_size
        )
        total = sum(size for _, size, _ in known)
        for _, size, path in known:
            if total <= self._bound:
                return
            path.unlink(missing_ok=True)
            total -= size


def remove_outdated(folder: Path, dataset: str, newest: int | None) -> None:
    """Files of other versions than the newest; all of them where there is none."""
    for path in (folder / dataset).glob("*-*-*.*"):
        if path.suffix != UNFINISHED and path.stem.partition("-")[0] != str(newest):
            path.unlink(missing_ok=True)


def sweep(folder: Path, newest: Callable[[str], int | None]) -> None:
    """After a crash: whatever is outdated, or was being written by somebody who is gone."""
    for place in folder.glob("*"):
        if not place.is_dir():
            place.unlink(missing_ok=True)
            continue
        remove_outdated(folder, place.name, newest(place.name))
        for path in place.glob(f"*{UNFINISHED}"):
            if _is_left_over(path):
                path.unlink(missing_ok=True)


def forget_exports(folder: Path, dataset: str) -> None:
    """All files of a dataset."""
    shutil.rmtree(folder / dataset, ignore_errors=True)


def _is_left_over(path: Path) -> bool:
    """Nobody holds its lock, and it is not so new that its lock is about to be taken."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return time.time() - _stat(path).st_mtime > YOUNG_SECONDS


def _stat(path: Path) -> os.stat_result:
    """Sizes and times; zeros where another process was quicker."""
    try:
        return path.stat()
    except FileNotFoundError:
        return os.stat_result((0,) * 10)
