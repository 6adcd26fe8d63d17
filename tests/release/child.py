"""What other processes do in these tests: push and receive, saying where they are, and stopping where they are told to."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

from tianfu.catalogue import load_packs
from tianfu.model import Settings, Zone
from tianfu.release import push, receive, signing_key, trusted
from tianfu.store import Store


def push_it(folder: str, stop_at: str, said: Connection) -> None:
    """Pushes what is owed."""
    base = Path(folder)
    settings = Settings(home=base / "home", packs=(base / "packs",), gap=base / "gap")
    registry = load_packs(settings.packs)
    said.send("begin")
    with Store.open(settings, pause=lambda step: _pause(step, stop_at, said)) as store:
        push(store, registry, base / "gap", signing_key(settings.home))
        said.send("done")


def receive_it(folder: str, stop_at: str, said: Connection) -> None:
    """Takes over what has arrived."""
    base = Path(folder)
    said.send("begin")
    with Store.open(Settings(home=base / "public", zone=Zone.public), pause=lambda step: _pause(step, stop_at, said)) as store:
        receive(store, base / "gap", trusted(base / "public"))
        said.send("done")


def _pause(step: str, stop_at: str, said: Connection) -> None:
    said.send(step)
    if step == stop_at:
        time.sleep(60)
