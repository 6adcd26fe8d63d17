"""Answers kept in memory: the least recently used go first when their bytes exceed the bound."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

A = TypeVar("A")


class Answers(Generic[A]):
    """Key -> answer. The key names everything the answer depends on, so nothing ever needs to be thrown away for being old."""

    def __init__(self, bound_bytes: int) -> None:
        self._bound = bound_bytes
        self._held: OrderedDict[Hashable, tuple[A, int]] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()

    def get(self, key: Hashable) -> A | None:
        with self._guard:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, answer: A, size: int) -> None:
        """Keeps the answer, unless it alone is larger than a quarter of the bound."""
        if size > self._bound // 4:
            return
        with self._guard:
            self._bytes -= self._held.pop(key, (None, 0))[1]
            self._held[key] = (answer, size)
            self._bytes += size
            while self._bytes > self._bound:
                self._bytes -= self._held.popitem(last=False)[1][1]

    @property
    def bytes(self) -> int:
        return self._bytes
