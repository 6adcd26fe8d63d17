"""Processes that run free SQL: started when they are needed, kept for the next query, ended when a query does not end."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from .locks import Busy
from .sql_failures import failed

if TYPE_CHECKING:
    import pyarrow as pa

PROGRAM = Path(__file__).with_name("sql_process.py")
MEMORY_MB = 512
AT_ONCE = 2
"""Queries that run side by side; others wait for their turn."""
WAIT_SECONDS = 10.0
GRACE_SECONDS = 3.0
RESULT_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Question:
    """What a process is asked: SELECTs by the names under which the query knows them, the files they need, the query, and its limits."""

    views: Mapping[str, str]
    files: Sequence[str]
    sql: str
    seconds: float
    rows: int
    bytes: int = RESULT_BYTES


class SqlPool:
    """At most `AT_ONCE` processes. Nothing runs until the first question."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._turns = threading.Semaphore(AT_ONCE)
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._closed = False

    def ask(self, question: Question) -> "tuple[pa.Table, bool]":
        """The answer, and whether it was cut. QueryFailed without the engine's own words; Busy when too many ask at once."""
        if not self._turns.acquire(timeout=WAIT_SECONDS):
            raise Busy("query", None)
        try:
            return self._asked(question)
        finally:
            self._turns.release()

    def close(self) -> None:
        """Ends the processes: their standard input ends."""
        self._closed = True
        while not self._idle.empty():
            _end(self._idle.get())

    def _asked(self, question: Question) -> "tuple[pa.Table, bool]":
        import pyarrow as pa

        process = self._process()
        started = monotonic()
        timer = threading.Timer(question.seconds + GRACE_SECONDS, process.kill)
        timer.start()
        try:
            head, body = _exchange(process, question)
        except (OSError, ValueError):  # it is gone: out of memory, or out of time
            _end(process)
            raise failed("time" if monotonic() - started >= question.seconds else "memory") from None
        finally:
            timer.cancel()
        if self._closed or "error" in head or head["cut"]:  # what is left of it is not worth keeping
            _end(process)
        else:
            self._idle.put(process)
        if "error" in head:
            raise failed(str(head["error"]), str(head.get("about", "")))
        return pa.ipc.open_stream(body).read_all(), bool(head["cut"])

    def _process(self) -> subprocess.Popen[bytes]:
        while not self._idle.empty():
            process = self._idle.get()
            if process.poll() is None:
                return process
            _end(process)
        command = [sys.executable, "-P", str(PROGRAM), str(MEMORY_MB), str(self._threads)]
        environ = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ)


def _exchange(process: subprocess.Popen[bytes], question: Question) -> tuple[dict[str, object], bytes]:
    """ValueError or OSError if the process ends before it has answered."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asdict(question)).encode() + b"\n")
    process.stdin.flush()
    head = json.loads(process.stdout.readline())
    body = process.stdout.read(head["bytes"])
    if len(body) != head["bytes"]:
        raise ValueError("answer cut short")
    return head, body


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
