"""A process that loads and is killed by its parent. It says where it is, and stops where it is told to."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

from tianfu.model import Settings
from tianfu.store import Store

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
