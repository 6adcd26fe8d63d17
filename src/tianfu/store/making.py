"""A file that is being written while others read it already: the first byte comes at once, and the slowest reader holds nobody up.

One thread writes; whoever asks meanwhile follows the same file as it grows. When nobody follows any more the writing stops.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 2**22
"""Read at a time: on a busy machine each turn of reading and sending waits for its turn."""
PATIENCE = 0.01
"""Seconds until a reader that is ahead looks again."""


class Stopped(Exception):
    """Nobody wants the file any more."""


class Stop:
    """How a writer learns that nobody wants its file."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._halt: Callable[[], object] | None = None
        self.asked = False

    def ask(self) -> None:
        with self._guard:
            self.asked = True
            if self._halt is not None:
                self._halt()

    @contextmanager
    def halting(self, halt: Callable[[], object]) -> Iterator[None]:
        """While the block runs, being asked to stop calls `halt`."""
        with self._guard:
            if self.asked:
                raise Stopped
            self._halt = halt
        try:
            yield
        finally:
            with self._guard:
                self._halt = None


Write = Callable[[Path, Stop], int]
"""Writes the file from its beginning to its end, never going back; gives the number of rows in it."""


class Making:
    """The file while it is written. Its lock tells other processes that somebody is at it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stop = Stop()
        self.rows: int | None = None
        self.size: int | None = None
        self._error: BaseException | None = None
        self._ended = threading.Event()
        self._guard = threading.Lock()
        self._readers = 0
        self._own = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._own, fcntl.LOCK_EX)

    def joined(self) -> int | None:
        """One reader more: a descriptor to read from, for `left` to close. None when the writing was given up or has failed."""
        with self._guard:
            if self.stop.asked or (self._ended.is_set() and self._error is not None):
                return None
            self._readers += 1
            return os.dup(self._own)

    def left(self, descriptor: int) -> None:
        """One reader less; the last one to leave ends the writing."""
        os.close(descriptor)
        with self._guard:
            self._readers -= 1
            if not self._readers and not self._ended.is_set():
                self.stop.ask()

    def run(self, write: Write) -> bool:
        """Writes. Whether the file is whole; if not, readers get the error."""
        try:
            self.rows = write(self.path, self.stop)
            self.size = os.fstat(self._own).st_size
        except BaseException as error:  # noqa: BLE001 - whoever follows is told, whatever it is
            self._error = error
        self._ended.set()
        return self.is_whole

    def lasting(self) -> None:
        """Returns once the disk has it, so that a power failure leaves no half file under the name of a whole one."""
        os.fsync(self._own)

    def closed(self) -> None:
        os.close(self._own)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is written, though perhaps not yet on the disk for good."""
        return self._ended.is_set() and self._error is None

    def ended(self) -> None:
        """Waits for the end. Raises what stopped the writing."""
        self._ended.wait()
        if self._error is not None:
            raise self._error

    def pieces(self, descriptor: int) -> Iterator[bytes]:
        """The file from its beginning, as it grows."""
        at = 0
        while True:
            whole = self._ended.is_set()  # looked at first: what is read afterwards is all there is
            if piece := os.pread(descriptor, CHUNK, at):
                at += len(piece)
                yield piece
            elif not whole:
                self._ended.wait(PATIENCE)
            elif self._error is not None:
                raise self._error
            else:
                return
