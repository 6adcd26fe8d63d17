"""Work that runs ahead of whoever needs its results, in a thread of its own."""

from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 0.1
"""How soon the thread notices that nobody takes its results any more."""


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class _End:
    pass


def ahead(items: Iterator[T], most: int) -> Iterator[T]:
    """The same items, up to `most` of them made before they are asked for. Errors come where they would have come."""
    queue: Queue[T | _Failed | _End] = Queue(most)
    stopped = Event()
    worker = Thread(target=_work, args=(items, queue, stopped), name="collect", daemon=True)
    worker.start()
    try:
        while not isinstance(item := queue.get(), _End):
            if isinstance(item, _Failed):
                raise item.error
            yield item
    finally:
        stopped.set()
        _drain(queue)
        worker.join()


def _work(items: Iterator[T], queue: "Queue[T | _Failed | _End]", stopped: Event) -> None:
    try:
        for item in items:
            if not _put(queue, item, stopped):
                return
        _put(queue, _End(), stopped)
    except BaseException as error:  # noqa: BLE001 - it is raised again by whoever takes the items
        _put(queue, _Failed(error), stopped)
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()


def _put(queue: "Queue[T | _Failed | _End]", item: "T | _Failed | _End", stopped: Event) -> bool:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=PATIENCE_SECONDS)
        except Full:
            continue
        return True
    return False


def _drain(queue: "Queue[T | _Failed | _End]") -> None:
    try:
        while True:
            queue.get_nowait()
    except Empty:
        return
