"""OS locks: one holder at a time, named in the complaint, gone with their process however it ended."""

import threading
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tianfu.store import Busy
from tianfu.store.locks import Locks

from .conftest import Start


@pytest.fixture
def other(tmp_path: Path, start: Start) -> BaseProcess:
    """Another process that holds `demo.readings`."""
    process, heard = start("hold", str(tmp_path), "demo.readings")
    assert heard.recv() == process.pid
    return process


def test_a_lock_held_elsewhere_names_its_holder(tmp_path: Path, other: BaseProcess) -> None:
    with pytest.raises(Busy, match=rf"正被进程 {other.pid}（.+）占用，自 \d{{4}}-") as busy, Locks(tmp_path).hold("demo.readings"):
        pass
    assert busy.value.holder is not None
    assert busy.value.holder.pid == other.pid


def test_a_killed_process_holds_nothing(tmp_path: Path, other: BaseProcess) -> None:
    other.kill()
    with Locks(tmp_path).hold("demo.readings", wait_seconds=10):
        assert Locks(tmp_path / "..").holds("demo.readings") is False


def test_a_thread_may_take_its_lock_again_and_another_thread_may_not(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    found: list[str] = []

    def try_it() -> None:
        try:
            with locks.hold("a.b"):
                found.append("taken")
        except Busy:
            found.append("busy")

    with locks.hold("a.b"):
        with locks.hold("a.b"):
            assert locks.holds("a.b")
        assert locks.holds("a.b"), "the outer hold is still there"
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert not locks.holds("a.b")
    try_it()
    assert found == ["busy", "taken"]


def test_different_names_do_not_wait_for_each_other(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    with locks.hold("a.b"), locks.hold("a.c"), locks.hold("路径/../x"):
        assert locks.holds("a.c")
    assert all(p.parent == tmp_path for p in tmp_path.rglob("*"))


def test_a_lock_that_is_freed_in_time_is_taken(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    held = threading.Event()
    free = threading.Event()

    def keep() -> None:
        with locks.hold("a.b"):
            held.set()
            free.wait(10)

    thread = threading.Thread(target=keep)
    thread.start()
    held.wait(10)
    threading.Timer(0.1, free.set).start()
    with locks.hold("a.b", wait_seconds=10):
        assert locks.holds("a.b")
    thread.join()


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    with pytest.raises(ValueError, match="inside"), locks.hold("a.b"):
        raise ValueError("inside")
    with locks.hold("a.b"):
        pass
