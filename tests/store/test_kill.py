"""kill -9 at any point of a load: no accepted row is lost or doubled, and the next start repairs itself."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .loading import Delivery, content, ids, loaded, opened, readings, rows

CHILD = Path(__file__).with_name("child.py")
OLD, NEW = range(0, 50), range(1000, 4000)


def started(home: Path, mode: str, stop_at: str = "-", numbers: range = NEW, run: str = "run-2") -> "subprocess.Popen[str]":
    """A load in a process of its own (spawned: deltalake does not survive a fork)."""
    command = [sys.executable, str(CHILD), str(home), mode, run, str(numbers.start), str(numbers.stop), stop_at]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_at(process: "subprocess.Popen[str]", step: str, after_seconds: float = 0.0) -> None:
    """Kills the process when it has said `step` and some time has gone by."""
    assert process.stdout
    said = [line.strip() for line in iter(process.stdout.readline, "") if line.strip()] if step == "done" else _until(process, step)
    assert step in said, f"the child said {said}"
    time.sleep(after_seconds)
    process.kill()
    process.wait()
    process.stdout.close()


def _until(process: "subprocess.Popen[str]", step: str) -> list[str]:
    assert process.stdout
    said: list[str] = []
    for line in iter(process.stdout.readline, ""):
        said.append(line.strip())
        if said[-1] == step:
            break
    return said


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
    began = time.monotonic()
    killed_at(started(home, "append", numbers=range(900, 901), run="measure"), "done")
    seconds = time.monotonic() - began
    draw = random.Random(8)
    for attempt in range(12):
        process = started(home, "append", run=f"run-{attempt + 2}")
        time.sleep(seconds * draw.uniform(0.3, 1.1))
        process.kill()
        process.wait()
        with opened(home) as store:
            found = ids(store)
        assert len(found) == len(set(found)), "no row is doubled"
        assert set(expected("append", committed=False)) <= set(found), "no row is lost"
        assert found in ([*expected("append", committed=False), "r0000900"], sorted([*expected("append", committed=True), "r0000900"]))
    with opened(home) as store:
        loaded(store, readings("append"), Delivery(rows(NEW)), run="last")
        assert ids(store) == sorted([*expected("append", committed=True), "r0000900"])
    assert stray_files(home) == []


def test_a_run_whose_process_died_is_closed_by_the_next_start(home: Path) -> None:
    script = "\n".join(
        [
            "import os, signal; from pathlib import Path",
            "from tianfu.model import Settings; from tianfu.store import Store",
            f"Store.open(Settings(home=Path({str(home)!r}))).runs.start('demo.readings')",
            "os.kill(os.getpid(), signal.SIGKILL)",
        ]
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    with opened(home) as store:
        (run,) = store.runs.recent()
        assert run.state == "failed"
        assert "中断" in run.message
