"""kill -9 at any point of a load: no accepted row is lost or doubled, and the next start repairs itself."""

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from .loading import Delivery, content, ids, loaded, opened, readings, rows

OLD, NEW = range(50), range(1000, 4000)


@pytest.fixture(autouse=True, scope="module")
def _child_is_found() -> Iterator[None]:
    folder = str(Path(__file__).parents[2])
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


def started(home: Path, mode: str, stop_at: str = "-", numbers: range = NEW, run: str = "run-2") -> tuple[BaseProcess, Connection]:
    """A load in a process of its own. It comes from a server that has the libraries ready, but not deltalake: that survives no fork."""
    from tests.store import child

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tianfu.govern", "tianfu.store.stage", "tianfu.store.session", "tianfu.store.commit"])
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=child.load, args=(str(home), mode, run, numbers, stop_at, said))
    process.start()
    said.close()
    return process, heard


def killed_at(child: tuple[BaseProcess, Connection], step: str) -> None:
    """Kills the process when it has said `step`."""
    process, heard = child
    while heard.recv() != step:
        pass
    killed(process)


def killed(process: BaseProcess) -> None:
    process.kill()
    process.join()


def expected(mode: str, *, committed: bool) -> list[str]:
    old, new = [f"r{n:07}" for n in OLD], [f"r{n:07}" for n in NEW]
    if not committed:
        return old
    return old + new if mode == "append" else new


def stray_files(home: Path) -> list[str]:
    """Parquet files that no version of the table or of its problem rows holds."""
    with opened(home) as store:
        held = {f for d in ("demo.readings", "demo.readings__problems") for v in store.versions(d) for f in store.files(d, v.number)}
    return sorted(str(p) for p in (home / "tables").rglob("*.parquet") if str(p) not in held)


@pytest.mark.parametrize("mode", ["replace", "append"])
@pytest.mark.parametrize(
    ("step", "committed"), [("open", False), ("staged", False), ("committed", True), ("problems", True), ("recorded", True)]
)
def test_a_load_killed_at_a_step_of_its_commit_is_whole_or_absent(home: Path, mode: str, step: str, *, committed: bool) -> None:
    with opened(home) as store:
        loaded(store, readings(mode), Delivery(rows(OLD)))
    killed_at(started(home, mode, stop_at=step), step)
    with opened(home) as store:
        assert ids(store) == expected(mode, committed=committed)
        assert len(store.versions("demo.readings")) == (2 if committed else 1)
        problems = content(store, "demo.readings__problems") if committed else []
        assert len(problems) == (3 if committed else 0)
    assert stray_files(home) == []


def test_a_load_killed_twelve_times_ends_in_exactly_the_right_content(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings("append"), Delivery(rows(OLD)))
    seconds = seconds_of_a_load(home)
    draw = random.Random(8)
    for attempt in range(12):
        process, _ = started(home, "append", run=f"run-{attempt + 2}")
        time.sleep(seconds * (attempt + draw.random()) / 12)
        killed(process)
        with opened(home) as store:
            found = ids(store)
        assert len(found) == len(set(found)), "no row is doubled"
        assert set(expected("append", committed=False)) <= set(found), "no row is lost"
        assert found in ([*expected("append", committed=False), "r0000900"], sorted([*expected("append", committed=True), "r0000900"]))
    with opened(home) as store:
        loaded(store, readings("append"), Delivery(rows(NEW)), run="last")
        assert ids(store) == sorted([*expected("append", committed=True), "r0000900"])
    assert stray_files(home) == []


def seconds_of_a_load(home: Path) -> float:
    """How long a load of one row takes, from the start of its process to its end."""
    began = time.monotonic()
    killed_at(started(home, "append", numbers=range(900, 901), run="measure"), "done")
    return time.monotonic() - began


def test_a_run_whose_process_died_is_closed_by_the_next_start(home: Path) -> None:
    from tests.store import child

    process = multiprocessing.get_context("forkserver").Process(target=child.start_and_die, args=(str(home),))
    process.start()
    with opened(home) as store:
        while not store.runs.recent():
            assert process.is_alive(), "the other process ended before it began a run"
            time.sleep(0.02)
        assert store.runs.recent()[0].state == "running"
    killed(process)
    with opened(home) as store:
        (run,) = store.runs.recent()
        assert run.state == "failed"
        assert "中断" in run.message
