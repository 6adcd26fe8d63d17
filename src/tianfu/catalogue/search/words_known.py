"""The words of the index in this process: guesses and suggestions are made of them. Made anew beside the requests, never in one."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic

from .spelling import Spelling
from .suggesting import Suggesting

AGAIN_SECONDS = 10.0
"""An index that changes all the time is not read all the time."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """What was made of one state of the index."""

    generation: str = ""
    spelling: Spelling = field(default_factory=lambda: Spelling({}))
    suggesting: Suggesting = field(default_factory=lambda: Suggesting({}))


class Known:
    """The newest words that are ready. The first reader finds none yet: an answer never waits for them."""

    def __init__(self, vocabulary: Callable[[], Mapping[str, int]], generation: Callable[[], str]) -> None:
        self._vocabulary, self._generation = vocabulary, generation
        self._made = Made()
        self._begun_at = float("-inf")
        self._lock = Lock()
        self._thread: Thread | None = None

    def now(self) -> Made:
        """What is ready; where the index has changed since, the next is begun."""
        if monotonic() - self._begun_at > AGAIN_SECONDS and self._generation() != self._made.generation:
            self._begin()
        return self._made

    def ready(self, seconds: float = 60.0) -> Made:
        """What there is when everything that was begun is done: for the start of a server, and for tests."""
        self.now()
        if (thread := self._thread) is not None:
            thread.join(seconds)
        return self._made

    def _begin(self) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._begun_at = monotonic()
            self._thread = Thread(target=self._make, name="search-words", daemon=True)
            self._thread.start()

    def _make(self) -> None:
        try:
            generation, vocabulary = self._generation(), self._vocabulary()
            self._made = Made(generation, Spelling(vocabulary), Suggesting(vocabulary))
        except Exception:  # a store that is being closed; the next reader tries again
            log.warning("the words of the search index could not be read", exc_info=True)
