"""The search of one installation."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from tianfu.catalogue.registry import Registry
from tianfu.store.cache import Answers
from tianfu.store.freshness import Freshness
from tianfu.store.locks import Busy

from .asking import words_of
from .counting import Counts
from .failures import is_broken
from .following import Follower
from .found import Found, Hit
from .generations import opened
from .keeping import Keeper
from .reading import Question, Reader
from .synonyms import Synonyms
from .wanted import Wanted
from .words import Words

if TYPE_CHECKING:
    from tianfu.store import Store

T = TypeVar("T")
WAIT_SECONDS = 120.0
QUIET_SECONDS = 0.25
AGAIN_SECONDS = 60.0
"""An index that cannot be read is built anew, but not again and again."""
BOUND = 32 * 2**20
HIT_BYTES, COUNT_BYTES = 2_000, 120
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as bytes, with a name that changes whenever they do."""

    body: bytes
    etag: str


class Search:
    """Finds datasets and entries of a store. One per process, used by many threads; `start` has a thread follow what changes."""

    def __init__(self, store: "Store", registry: Registry) -> None:
        self.store, self.registry = store, registry
        self._keeper = Keeper(store, registry)
        self._follower = Follower(self._tick)
        sqlite = store.database.engine.dialect.name == "sqlite" and not store.settings.database
        self._freshness = Freshness(store.home.database if sqlite else None)
        self._token: int | None = None
        self._quiet_until = 0.0
        self._broken_at = float("-inf")
        self._looking, self._opening = threading.Lock(), threading.Lock()
        self._state: tuple[int, ...] = ()
        self._reader: Reader | None = None
        self._answers: Answers[Found] = Answers(BOUND)
        self._counts: Answers[Counts] = Answers(BOUND)
        self._written: Answers[Written] = Answers(BOUND)

    # -- finding

    def find(self, asked: Wanted) -> Found:
        """The page of hits. Each property is counted as if it alone were not chosen."""
        return self._reading(lambda reader, synonyms: self._find(reader, synonyms, asked))

    def written(self, asked: Wanted, form: str, write: Callable[[Found], bytes]) -> Written:
        """The answer as `write` puts it, kept as bytes under the name of the form until the index changes."""
        return self._reading(lambda reader, synonyms: self._write(reader, synonyms, asked, form, write))

    def every(self, asked: Wanted) -> Iterator[Hit]:
        """All that match, in order, for files."""
        return self._reading(lambda reader, synonyms: reader.all(self._question(reader, synonyms, asked)))

    def vocabulary(self) -> dict[str, int]:
        """The words that anybody may be led to, with the number of documents that have them."""
        return self._reading(lambda reader, _: reader.vocabulary())

    @property
    def generation(self) -> str:
        """Changes with the index; the same in every process."""
        return self._current().generation

    # -- keeping

    def refresh(self, *, wait_seconds: float = WAIT_SECONDS) -> bool:
        """Brings the index up to date; whether anything had to be written. Busy while another process is at it for too long."""
        token = self._freshness.token()
        written = self._keeper.bring_up_to_date(wait_seconds=wait_seconds)
        self._token = token
        self._quiet_until = 0.0 if written else time.monotonic() + QUIET_SECONDS
        return written

    def rebuild(self) -> int:
        """The index anew while the old one is read; how many documents it has."""
        return self._keeper.build(wait_seconds=WAIT_SECONDS)

    def start(self) -> None:
        """From now on a thread follows what changes."""
        self._follower.start()

    def close(self) -> None:
        """Stops following and lets go of the index."""
        self._follower.stop()
        self._reader = None
        self._freshness.close()

    def _tick(self) -> None:
        if self._freshness.token() != self._token or self._keeper.is_new_day():
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

    def _reading(self, work: Callable[[Reader, Synonyms], T]) -> T:
        """Once more with a new index where the one at hand cannot be read."""
        synonyms = Words(self.store).synonyms()
        try:
            return work(self._current(), synonyms)
        except BaseException as error:
            if not is_broken(error) or time.monotonic() - self._broken_at < AGAIN_SECONDS:
                raise
            self._broken_at = time.monotonic()
            log.warning("the search index cannot be read: it is built anew", exc_info=True)
        self.rebuild()
        return work(self._current(), synonyms)

    def _current(self) -> Reader:
        """The index as it is now, opened anew when anybody has written it."""
        if self._freshness.token() != self._token and time.monotonic() > self._quiet_until:
            self._try_to_refresh()
        state = self._keeper.generations.state()
        if state == self._state and self._reader is not None:
            return self._reader
        with self._opening:
            return self._opened()

    def _opened(self) -> Reader:
        state = self._keeper.generations.state()
        if self._reader is None or state != self._state:
            folder = self._keeper.generations.current()
            if folder is None:
                self.refresh()
                return self._opened()
            index = opened(folder)
            index.reload()
            self._reader = Reader(index.searcher(), f"{folder.name}.{state[2]:x}")
            self._state = state
        return self._reader

    def _find(self, reader: Reader, synonyms: Synonyms, asked: Wanted) -> Found:
        key = (reader.generation, synonyms, *_asked(asked))
        found = self._answers.get(key)
        if found is None:
            found = self._found(reader, synonyms, asked)
            size = HIT_BYTES * (1 + len(found.hits)) + COUNT_BYTES * sum(map(len, found.counts.values()))
            self._answers.put(key, found, size)
        return found

    def _found(self, reader: Reader, synonyms: Synonyms, asked: Wanted) -> Found:
        question = self._question(reader, synonyms, asked)
        listed = reader.page(question)
        words = question.words
        return Found(
            hits=listed.hits,
            total=listed.total,
            counts=self._counted(reader, synonyms, question),
            next=listed.next,
            also=words.also,
            marked=words.marked,
            generation=reader.generation,
        )

    def _question(self, reader: Reader, synonyms: Synonyms, asked: Wanted) -> Question:
        """With all words; with any of them where no document has all."""
        question = Question(asked, words_of(asked.words, synonyms.expanded))
        if len(question.words.pieces) < 2 or reader.has_any(question):
            return question
        return replace(question, every=False)

    def _counted(self, reader: Reader, synonyms: Synonyms, question: Question) -> Counts:
        """The same on every page of a list, in every order."""
        asked = question.asked
        key = (reader.generation, synonyms, *_asked(replace(asked, sort="best", after="", limit=1)))
        found = self._counts.get(key)
        if found is None:
            found = reader.counts(question)
            self._counts.put(key, found, COUNT_BYTES * (1 + sum(map(len, found.values()))))
        return found

    def _write(self, reader: Reader, synonyms: Synonyms, asked: Wanted, form: str, write: Callable[[Found], bytes]) -> Written:
        key = (reader.generation, synonyms, form, *_asked(asked))
        kept = self._written.get(key)
        if kept is None:
            body = write(self._find(reader, synonyms, asked))
            kept = Written(body, f'"{blake2b(body, digest_size=12).hexdigest()}"')
            self._written.put(key, kept, len(body))
        return kept


def _asked(asked: Wanted) -> tuple[object, ...]:
    return tuple(asked.pairs), asked.after, asked.inside
