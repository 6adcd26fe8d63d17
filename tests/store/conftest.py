"""Other processes for tests of what processes share."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

Start = Callable[..., tuple[BaseProcess, Connection]]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Runs a function of `child` in a process of its own, which tells us what it `said`. Killed at the end of the test."""
    root = str(Path(__file__).parents[2])
    monkeypatch.setattr(sys, "path", [root, *sys.path])
    context = multiprocessing.get_context("spawn")
    started: list[BaseProcess] = []

    def run(name: str, *arguments: object) -> tuple[BaseProcess, Connection]:
        from tests.store import child

        heard, said = context.Pipe(duplex=False)
        process = context.Process(target=getattr(child, name), args=(*arguments, said))
        process.start()
        said.close()
        started.append(process)
        return process, heard

    yield run
    for process in started:
        process.kill()
        process.join(10)
