"""Two loads of one dataset: one waits or is told who is at work; either way the result is right."""

import threading
from datetime import datetime
from pathlib import Path

import pytest

from tianfu.store import Busy

from .loading import Delivery, committed, ids, loaded, opened, readings, rows, staged


def test_the_second_load_waits_for_the_first(home: Path) -> None:
    dataset = readings("append")
    with opened(home) as one, opened(home) as two:
        one.declare(dataset, "declaration-1")
        threads = [
            threading.Thread(target=loaded, args=(store, dataset, Delivery(rows(numbers), number=n), f"run-{n}"))
            for n, (store, numbers) in enumerate([(one, range(60)), (two, range(40, 100))], 1)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ids(one) == [f"r{n:07}" for n in range(100)], "the 20 rows that both bring are there once"
        assert [v.number for v in two.versions("demo.readings")] == [1, 2]
        assert {v.counts["quarantined"] for v in one.versions("demo.readings")} == {0, 20}


def test_who_does_not_wait_is_told_who_is_at_work_and_since_when(home: Path) -> None:
    with opened(home) as one, opened(home) as two, one.lock("demo.readings"), pytest.raises(Busy) as busy, two.lock("demo.readings"):
        pytest.fail("two hold the lock")
    assert busy.value.holder is not None
    assert isinstance(busy.value.holder.since, datetime)
    assert "正被进程" in busy.value.text.zh
    assert "held by process" in busy.value.text.en


def test_a_thread_that_holds_the_lock_may_take_it_again(home: Path) -> None:
    with opened(home) as store:
        with store.lock("demo.readings"), store.lock("demo.readings"):
            assert store.locks.holds("demo.readings")
        assert not store.locks.holds("demo.readings")


def test_two_staged_replacements_are_committed_one_after_the_other(home: Path) -> None:
    with opened(home) as one, opened(home) as two:
        first, second = staged(one, readings(), Delivery(rows(range(5)))), staged(two, readings(), Delivery(rows(range(5, 8))))
        committed(one, first)
        version = committed(two, second)
        assert (version.number, version.rows, version.deleted) == (2, 3, 5)
        assert ids(one) == [f"r{n:07}" for n in range(5, 8)]


def test_opening_a_store_beside_a_load_does_not_touch_its_files(home: Path) -> None:
    with opened(home) as one:
        load = staged(one, readings(), Delivery(rows(range(5))))
        with opened(home):
            pass
        committed(one, load)
        assert len(ids(one)) == 5
