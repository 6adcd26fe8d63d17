"""Locks that are gone with the process that held them, however it ended."""

import fcntl
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import FileIO
from pathlib import Path

from tianfu.model import Text

from .failures import StoreError

CHINA = timezone(timedelta(hours=8))
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, and since when."""

    pid: int
    host: str
    since: datetime


class Busy(StoreError):
    """Somebody else is at work on it. Wait until they are done, then try again."""

    def __init__(self, name: str, holder: Holder | None) -> None:
        self.name, self.holder = name, holder
        if holder is None:
            super().__init__(Text(zh=f"{name} 正被占用，请稍后再试。", en=f"{name} is busy; try again later."))
            return
        at = holder.since.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
        zh = f"{name} 正被进程 {holder.pid}（{holder.host}）占用，自 {at} 起。请等它结束后再试。"
        en = f"{name} has been held by process {holder.pid} ({holder.host}) since {at}. Try again when it is done."
        super().__init__(Text(zh=zh, en=en))


class Locks:
    """Named locks in one folder. A thread that holds a lock may take it again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[tuple[str, int], int] = {}

    def holds(self, name: str) -> bool:
        """Whether this thread holds the lock."""
        return (name, threading.get_ident()) in self._held

    @contextmanager
    def hold(self, name: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """Holds the lock; Busy if it is not free within `wait_seconds`."""
        mine = (name, threading.get_ident())
        if mine in self._held:
            yield
            return
        with (self._folder / _file_name(name)).open("a+b", buffering=0) as file:
            _take(file, name, time.monotonic() + wait_seconds)
            self._held[mine] = 1
            try:
                yield
            finally:
                del self._held[mine]


def _take(file: FileIO, name: str, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy(name, _holder(file)) from None
            time.sleep(PAUSE_SECONDS)
        else:
            _sign(file)
            return


def _sign(file: FileIO) -> None:
    signature = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
    file.truncate(0)
    file.write(json.dumps(signature).encode())


def _holder(file: FileIO) -> Holder | None:
    file.seek(0)
    try:
        signature = json.loads(file.read() or b"{}")
        return Holder(signature["pid"], signature["host"], datetime.fromisoformat(signature["since"]))
    except (ValueError, KeyError):  # the holder is just signing
        return None


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name) + ".lock"
