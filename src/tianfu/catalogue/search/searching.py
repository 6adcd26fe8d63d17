"""The search of one installation."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tianfu.catalogue.registry import Registry
from tianfu.store.freshness import Freshness
from tianfu.store.locks import Busy

from .failures import is_broken
from .finding import Finder
from .following import Follower
from .found import Found
from .generations import State, opened
from .keeping import Keeper
from .reading import Reader
from .synonyms import Synonyms
from .wanted import Wanted
from .words import Words
from .words_known import Known

if TYPE_CHECKING:
    from tianfu.store import Store

T = TypeVar("T")
WAIT_SECONDS = 120.0
AGAIN_SECONDS = 60.0
"""An index that cannot be read is built anew, but not again and again."""
TRIES = 3
log = logging.getLogger(__name__)


class Search:
    """Finds datasets and entries of a store. One per process, used by many threads; `start` has a thread follow what changes."""

    def __init__(self, store: "Store", registry: Registry) -> None:
        self.store, self.registry = store, registry
        self._keeper, self._finder, self._follower = Keeper(store, registry), Finder(), Follower(self._tick)
        sqlite = store.database.engine.dialect.name == "sqlite" and not store.settings.database
        self._freshness = Freshness(store.home.database if sqlite else None)
        self._token: int | None = None
        self._broken_at = float("-inf")
        self._looking, self._opening = threading.Lock(), threading.Lock()
        self._open: tuple[State, Reader] | None = None
        self._synonyms, self._lists, self._closed = Synonyms(()), 0, False
        self.known = Known(self.vocabulary, lambda: self._reading(lambda reader: reader.name))

    # -- finding

    def find(self, asked: Wanted) -> Found:
        """The page of hits. Each property is counted as if it alone were not chosen."""
        synonyms, made = Words(self.store).synonyms(), self.known.now()
        return self._reading(lambda reader: self._finder.find(reader, synonyms, made, asked))

    def vocabulary(self) -> dict[str, int]:
        """The words that anybody may be led to, with the number of documents that have them."""
        return self._reading(Reader.vocabulary)

    @property
    def generation(self) -> str:
        """Changes in this process with whatever answers depend on, and never waits; empty while something new may have to be read."""
        if self._open is None or self._is_behind():
            return ""
        synonyms = Words(self.store).synonyms()
        if synonyms is not self._synonyms:
            self._synonyms, self._lists = synonyms, self._lists + 1
        return f"{_name(self._keeper.generations.state())}.{self._lists}"

    # -- keeping

    def refresh(self, *, wait_seconds: float = WAIT_SECONDS) -> bool:
        """Brings the index up to date; whether anything had to be written. Busy while another process is at it for too long."""
        token = self._freshness.token()
        written = self._keeper.bring_up_to_date(wait_seconds=wait_seconds)
        self._token = token
        return written

    def rebuild(self) -> int:
        """The index anew while the old one is read; how many documents it has."""
        return self._keeper.build(wait_seconds=WAIT_SECONDS)

    def start(self) -> None:
        """From now on a thread follows what changes."""
        self._follower.start()

    def close(self) -> None:
        """Stops following and lets go of the index; nothing is found any more."""
        self._closed, self._open = True, None
        self._follower.stop()
        self._freshness.close()

    def _is_behind(self) -> bool:
        """Whether the metadata have been written since anybody here looked."""
        return self._freshness.token() != self._token

    def _tick(self) -> None:
        if self._is_behind() or self._keeper.is_new_day():
            self._try_to_refresh()

    def _try_to_refresh(self) -> None:
        """Whoever is at it already does it for all."""
        if self._looking.acquire(blocking=False):
            try:
                self.refresh(wait_seconds=0)
            except Busy:
                log.debug("another process writes the search index")
            finally:
                self._looking.release()

    # -- reading

    def _reading(self, work: Callable[[Reader], T]) -> T:
        """Once more with a new index where the one at hand cannot be read."""
        try:
            return work(self._current())
        except BaseException as error:
            if not is_broken(error) or time.monotonic() - self._broken_at < AGAIN_SECONDS:
                raise
            self._broken_at = time.monotonic()
            log.warning("the search index cannot be read: it is built anew", exc_info=True)
        self.rebuild()
        return work(self._current())

    def _current(self) -> Reader:
        """The index as it is now, opened anew when anybody has written it."""
        if self._closed:
            raise RuntimeError("the search is closed")
        if self._is_behind():
            self._try_to_refresh()
        held = self._open
        if held is not None and held[0] == self._keeper.generations.state():
            return held[1]
        with self._opening:
            return self._opened(TRIES)

    def _opened(self, tries: int) -> Reader:
        """Meanwhile the generation may have been replaced: then the next one is tried."""
        state, folder = self._keeper.generations.state(), self._keeper.generations.current()
        if self._open is not None and self._open[0] == state:
            return self._open[1]
        if folder is None:
            self.refresh()
            return self._opened(tries - 1)
        try:
            index = opened(folder)
            index.reload()
        except BaseException as error:
            if tries and is_broken(error) and self._keeper.generations.state() != state:
                return self._opened(tries - 1)
            raise
        reader = Reader(index.searcher(), _name(state))
        self._open = (state, reader)
        return reader


def _name(state: State) -> str:
    """The time of the last writing, and the place of the file that says so."""
    return "-".join(f"{n:x}" for n in state)
