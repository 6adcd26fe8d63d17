"""What other processes do in these tests. They say where they are, and stop where they are told to."""

import io
import os
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from tianfu.model import OPERATOR, Event, Refused, Settings
from tianfu.store import PageQuery, Store
from tianfu.store.journal import Journal
from tianfu.store.locks import Locks

from .gated import HEALTH, PUBLIC, READING, TODAY
from .loading import Delivery, loaded, readings, rows


def load(home: str, mode: str, run: str, numbers: range, stop_at: str, said: Connection) -> None:
    """Loads the rows of `numbers` and three that break a rule."""

    def pause(step: str) -> None:
        said.send(step)
        if step == stop_at:
            time.sleep(60)

    with Store.open(Settings(home=Path(home)), pause=pause) as store:
        pause("open")
        delivery = Delivery(rows(numbers) + rows(range(numbers.start, numbers.start + 3), "-5"), size=500)
        loaded(store, readings(mode), delivery, run)
        pause("done")


def start_and_die(home: str) -> None:
    """Leaves a run behind that nobody finishes."""
    Store.open(Settings(home=Path(home))).runs.start("demo.readings")
    time.sleep(60)


def hold(folder: str, name: str, said: Connection) -> None:
    """Takes a lock and keeps it."""
    with Locks(Path(folder)).hold(name):
        said.send(os.getpid())
        time.sleep(60)


def page_until_refused(home: str, times: int, said: Connection) -> None:
    """Pages under a quota and counts its pages."""
    with Store.open(Settings(home=Path(home))) as store:
        pages = 0
        for _ in range(times):
            try:
                store.page("demo.people", HEALTH, READING, PageQuery(), today=TODAY)
                pages += 1
            except Refused:
                break
        said.send(pages)


def downloading(home: str, said: Connection) -> None:
    """Asks for a file, and stands still when half of it is written."""
    from tianfu.store import export

    def halfway(*_: object) -> object:
        def write(path: Path, _stop: object) -> int:
            path.write_bytes("门店,half".encode())
            said.send("half")
            time.sleep(60)
            return 0

        return write

    export.writing = halfway  # type: ignore[assignment]
    with Store.open(Settings(home=Path(home))) as store:
        b"".join(store.export("demo.sales", PUBLIC, READING, PageQuery(), today=TODAY).chunks)


def taking_a_workbook(home: str, said: Connection) -> None:
    """Asks for a file, and tells when its first bytes came."""
    with Store.open(Settings(home=Path(home))) as store:
        for _ in store.export("demo.readings", OPERATOR, READING, PageQuery(), "xlsx", today=TODAY).chunks:
            said.send("begun")


def write_events(folder: str, who: str, said: Connection) -> None:
    """Writes events without end; says how many are on the disk."""
    journal = Journal(Path(folder), sync_ms=2)
    for n in range(10**9):
        journal.write(Event(datetime.now(UTC), who, "read", "demo.sales", {"n": n}))
        if n % 50 == 49:
            journal.flush()
            said.send(n + 1)


def keep_without_end(home: str, said: Connection) -> None:
    """Keeps a stream as a raw file that never ends, and says so at each of its blocks."""

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            said.send(size)
            time.sleep(0.01)
            return bytes(2**16)

    with Store.open(Settings(home=Path(home))) as store:
        store.raw.keep(Endless(), "endless.csv")
