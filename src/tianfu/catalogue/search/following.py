"""A thread that follows what changes, from the start of a process to its end."""

import logging
import threading
from collections.abc import Callable

EVERY_SECONDS = 0.25
log = logging.getLogger(__name__)


class Follower:
    """Calls a function again and again. What goes wrong is told to the log; the next time may be better."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._follow, name="search", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Returns when a look that is under way has ended."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(60)
            self._thread = None

    def _follow(self) -> None:
        while not self._ended.is_set():
            try:
                self._look()
            except Exception:
                log.exception("the search index could not be brought up to date")
            self._ended.wait(EVERY_SECONDS)
