"""The journal: who did what to which dataset. Append-only files, one hash chain per process, sealed by Merkle roots.

`write` puts the event in a queue and returns; a thread of its own chains, writes and syncs what has gathered every `sync_ms`. So a power
cut loses at most the last moments, a killed process leaves at most one torn line, and readers never wait for the disk. When the disk
refuses, the next `write` fails: what cannot be journalled is not answered.

A line is `{"head":"<hex>","event":{...}}`; the head is `protect.chain(head before, bytes of the event)`.
"""

import os
import threading
from collections import deque
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from tianfu.model import Event, Text
from tianfu.protect import GENESIS, chain

from .failures import StoreError
from .journal_checks import verify
from .journal_files import HEAD_AT, HEAD_END, Finding, recorded, torn
from .processes import this_process
from .seals import SEAL_SECONDS, seal

FULL = 100_000
"""Events in the queue at which `write` waits for the disk."""


class JournalFailed(StoreError):
    """The journal cannot be written. Reading stops until it can: free space or repair the disk, then start again."""


class Journal:
    """The chain of this process and the way to all chains in the folder."""

    def __init__(self, folder: Path, *, sync_ms: int = 20) -> None:
        self._folder = folder
        self._sync_seconds = sync_ms / 1000
        self._queue: deque[Event] = deque()
        self._woken = threading.Event()
        self._drain = threading.Lock()
        self._head = GENESIS
        self._file: BinaryIO | None = None
        self._failed: OSError | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._sealed_at = 0.0

    def write(self, event: Event) -> None:
        """Takes the event; it reaches the disk within `sync_ms`. JournalFailed if the disk refused an earlier one."""
        if self._failed is not None or self._closed:
            raise self._failure()
        self._queue.append(event)
        if len(self._queue) > FULL:
            self.flush()
        if not self._woken.is_set():
            self._woken.set()
            if self._thread is None:
                self._start()

    def flush(self) -> None:
        """Everything written so far is on the disk."""
        self._write_queue()
        if self._failed is not None:
            raise self._failure()

    def close(self) -> None:
        """Writes what is left, seals the chain and stops."""
        if self._closed:
            return
        self._write_queue()
        self._closed = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
        if self._file is not None:
            self._file.close()
            if self._failed is None:
                seal(self._folder, datetime.now(UTC))

    def events(
        self,
        *,
        dataset: str | None = None,
        who: str | None = None,
        verb: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """Events of all processes, oldest first; with `limit`, the latest so many."""
        self.flush()
        wanted = {k: v for k, v in {"dataset": dataset, "who": who, "verb": verb}.items() if v is not None}
        found = [e for e in recorded(self._folder) if all(getattr(e, k) == v for k, v in wanted.items())]
        found = sorted((e for e in found if since is None or e.at >= since), key=lambda e: e.at)
        return found if limit is None else found[len(found) - min(limit, len(found)) :]

    def verify(self) -> list[Finding]:
        """Whatever does not hold in the chains and their seals: nothing, if nobody has touched them."""
        self.flush()
        return verify(self._folder)

    def _start(self) -> None:
        with self._drain:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        pause = threading.Event()
        while not self._closed:
            self._woken.wait(SEAL_SECONDS)
            pause.wait(self._sync_seconds)  # events gather meanwhile: one sync for all of them
            self._woken.clear()
            self._write_queue()

    def _write_queue(self) -> None:
        with self._drain:
            if not self._queue or self._failed is not None:
                return
            try:
                file = self._file or self._open()
                file.write(b"".join(self._lines()))
                file.flush()
                os.fsync(file.fileno())
                self._seal_hourly()
            except OSError as error:
                self._failed = error

    def _lines(self) -> list[bytes]:
        lines = []
        while self._queue:
            payload = orjson.dumps(asdict(self._queue.popleft()), default=_plain)
            self._head = chain(self._head, payload)
            lines.append(HEAD_AT + self._head.hex().encode() + HEAD_END + payload + b"}\n")
        return lines

    def _open(self) -> BinaryIO:
        """A file that no process has used. A line that a crash tore elsewhere is put on record here."""
        name = this_process().replace(":", "-").replace("/", "_")
        number = 0
        while (path := self._folder / f"{name}-{number}.jsonl").exists():
            number += 1
        for left in torn(self._folder):
            detail: dict[str, str | int | None] = {"file": left.file, "line": left.line}
            self._queue.appendleft(Event(datetime.now(UTC), "store", "torn", "", detail))
        self._file = path.open("xb")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return self._file

    def _seal_hourly(self) -> None:
        now = datetime.now(UTC)
        if now.timestamp() - self._sealed_at >= SEAL_SECONDS:
            seal(self._folder, now, every_seconds=SEAL_SECONDS)
            self._sealed_at = now.timestamp()

    def _failure(self) -> JournalFailed:
        why = self._failed or "closed"
        return JournalFailed(
            Text(
                zh=f"审计日志无法写入（{why}），为保证留痕，读取已暂停。请检查磁盘空间后重新启动。",
                en=f"The journal cannot be written ({why}); reading has stopped. Check the disk, then start again.",
            )
        )


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"an event's detail holds {type(value).__name__}; expected text, whole numbers or nothing")
