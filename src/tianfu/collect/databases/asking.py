"""Questions to a database through a process of its own, which is ended as soon as it is of no more use."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from .connections import Connection
from .dialects import Dialect, dialect_of
from .reasons import explained

PROGRAM = Path(__file__).with_name("asked.py")
LONGEST_SECONDS = 2 * 3600
"""A statement that runs longer is ended, by the database itself where it can."""
GRACE_SECONDS = 30
CONNECTING = " r2d2] "
"""The driver's own mark of a connection that failed. It would try again for half a minute, and with a wrong password lock the account."""


@dataclass
class Asking:
    """A process that answers one question after the other. The address reaches it through its standard input only."""

    connection: Connection
    dialect: Dialect
    process: "subprocess.Popen[bytes]"
    longest_seconds: float = LONGEST_SECONDS
    refused: str = ""
    is_late: bool = False
    told: list[str] = field(default_factory=list)

    def texts(self, query: str) -> list[tuple[str | None, ...]]:
        """All rows of a small answer, by the order of its columns: several may have one name."""
        return [row for batch in self.batches(query) for row in zip(*(c.to_pylist() for c in batch.columns), strict=True)]

    def batches(self, query: str) -> Iterator[pa.RecordBatch]:
        """The rows of an answer, one batch at least. What the database says against it is raised in words."""
        late = threading.Timer(self.longest_seconds + GRACE_SECONDS, self._end_late)
        late.daemon = True
        late.start()
        try:
            self._ask(query)
            yield from self._answer()
        finally:
            late.cancel()

    def _ask(self, query: str) -> None:
        before = self.dialect.before(int(self.longest_seconds))
        question = {"url": self.connection.driver_url, "query": query, "before": before}
        stream = self.process.stdin
        with suppress(BrokenPipeError):  # what ended the process is told where its answer is read
            cast("Any", stream).write(json.dumps(question).encode() + b"\n")
            cast("Any", stream).flush()

    def _answer(self) -> Iterator[pa.RecordBatch]:
        answers = cast("Any", self.process.stdout)
        while True:
            said = self._said(answers.readline())
            if "end" in said:
                return
            if "failed" in said:
                raise self._failure(str(said["failed"]))
            content = answers.read(int(said["batch"]))
            if len(content) < int(said["batch"]):
                raise self._failure("")
            with pa.ipc.open_stream(content) as stream:
                for batch in stream:
                    yield self.dialect.received(batch)

    def _said(self, line: bytes) -> Mapping[str, Any]:
        if not line.endswith(b"\n"):
            raise self._failure("")
        said: Mapping[str, Any] = json.loads(line)
        return said

    def _failure(self, message: str) -> Exception:
        """Why there is no answer: what the driver said of the connection, the clock, or the statement."""
        if not message:
            self.process.wait(GRACE_SECONDS)
            self._listener.join(GRACE_SECONDS)
        return explained(self.connection, self.refused or message, is_late=self.is_late)

    def listen(self) -> None:
        """Ends the process when it could not connect."""
        self._listener = threading.Thread(target=self._listened, daemon=True)
        self._listener.start()

    def _listened(self) -> None:
        for line in cast("Any", self.process.stderr):
            text = line.decode(errors="replace")
            if CONNECTING in text and not self.refused:
                self.refused = text.partition(CONNECTING)[2].strip()
                self.process.kill()

    def _end_late(self) -> None:
        self.is_late = True
        self.process.kill()


@contextmanager
def asking(connection: Connection, longest_seconds: float = LONGEST_SECONDS) -> Iterator[Asking]:
    """A process for questions to this database, ended behind the block whatever happens in it."""
    connection.reached()
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("TIANFU_")} | {"RUST_LOG": "error", "RUST_BACKTRACE": "0"}
    process = subprocess.Popen(
        [sys.executable, "-P", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=quiet
    )
    made = Asking(connection, dialect_of(connection.kind), process, longest_seconds)
    made.listen()
    try:
        yield made
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast("Any", stream).close()
