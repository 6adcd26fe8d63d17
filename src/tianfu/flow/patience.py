"""Trying again when somebody else was quicker: a few times, waiting longer each time."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

T = TypeVar("T")
TRIES = 5
FIRST_WAIT_SECONDS = 0.1


def patiently(attempt: Callable[[], T], *, passing: tuple[type[Exception], ...]) -> T:
    """What the attempt gives. It is made up to five times within some three seconds while it raises what passes by itself."""
    for tried in range(TRIES - 1):
        try:
            return attempt()
        except passing:
            time.sleep(FIRST_WAIT_SECONDS * 3**tried / 2)
    return attempt()


@contextmanager
def entered(enter: Callable[[], AbstractContextManager[object]], *, passing: tuple[type[Exception], ...]) -> Iterator[None]:
    """The block inside a context that may be taken just now; what the block itself raises is never tried again."""
    with ExitStack() as stack:
        patiently(lambda: stack.enter_context(enter()), passing=passing)
        yield
