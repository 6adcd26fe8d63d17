"""What was counted over all entries, remembered as long as nobody has written to the metadata.

Counting 136,000 entries takes a quarter of a second, and lists are looked at more often than written. On SQLite its counter of commits says
exactly whether anything was written, by whichever process; on a database server nothing is remembered, since only a clock could tell.
"""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary, finalize

from tianfu.store.cache import Answers
from tianfu.store.freshness import Freshness

if TYPE_CHECKING:
    from tianfu.store import Store

T = TypeVar("T")
BOUND = 16 * 2**20
VALUE_BYTES = 200
"""About what a counted value takes in memory."""


class Remembered:
    """The answers of one store."""

    def __init__(self, store: "Store") -> None:
        self._freshness: Freshness | None = None
        self._answers: Answers[Any] = Answers(BOUND)
        if store.database.engine.dialect.name == "sqlite" and not store.settings.database:
            self._freshness = Freshness(store.home.database)
            finalize(store, self._freshness.close)

    def answer(self, question: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """As it was made last if nothing was written since. What is written meanwhile makes the next look another one."""
        if self._freshness is None:
            return make()
        key = (self._freshness.token(), question)
        found: T | None = self._answers.get(key)
        if found is None:
            found = make()
            self._answers.put(key, found, VALUE_BYTES * (1 + size(found)))
        return found


_OF: "WeakKeyDictionary[Store, Remembered]" = WeakKeyDictionary()


def remembered(store: "Store") -> Remembered:
    """One per store and process."""
    return _OF.get(store) or _OF.setdefault(store, Remembered(store))
