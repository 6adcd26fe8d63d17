"""A full disk: a clear error, nothing changed, nothing left behind."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tianfu.model import OPERATOR
from tianfu.store import PageQuery, StorageFull

from .gated import READING, TODAY
from .loading import Delivery, ids, loaded, opened, readings, rows


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """As a disk quota does it, the system refuses to let files of this process grow beyond `size` bytes."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_leaves_the_version_before_and_says_so(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(10))))
        large = Delivery(rows(range(200_000)), size=50_000)
        with files_no_larger_than(300_000), pytest.raises(StorageFull) as full:
            loaded(store, readings(), large, "run-2")
        assert "磁盘空间不足" in full.value.text.zh
        assert "No space left" in full.value.text.en
        assert len(ids(store)) == 10
        assert len(list((home / "tables").rglob("*.parquet"))) == 1, "what was written of the load is gone"
        assert loaded(store, readings(), large, "run-3").rows == 200_000, "with space again, the same load succeeds"


def test_a_disk_that_is_full_at_the_commit_leaves_the_version_before(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(10))))

        def fill(step: str) -> None:
            if step == "staged":
                resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

        store.pause = fill
        with files_no_larger_than(10_000_000), pytest.raises(StorageFull):
            loaded(store, readings(), Delivery(rows(range(20))), "run-2")
        store.pause = lambda _step: None
        assert len(ids(store)) == 10
    with opened(home) as store:
        assert len(ids(store)) == 10
        assert loaded(store, readings(), Delivery(rows(range(20))), "run-3").number == 2


def test_a_download_that_finds_no_room_says_so_and_leaves_nothing(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(50_000)), size=50_000))
        with files_no_larger_than(20_000):
            for fmt in ("csv", "json", "parquet", "xlsx"):
                with pytest.raises(StorageFull) as full:
                    b"".join(store.export("demo.readings", OPERATOR, READING, PageQuery(), fmt, today=TODAY).chunks)  # type: ignore[arg-type]
                assert str(home) not in full.value.text.zh + full.value.text.en, "readers need not know where things lie"
        store.exports.close()
        assert [p for p in (home / "cache" / "exports").rglob("*") if p.is_file()] == []
        assert b"".join(store.export("demo.readings", OPERATOR, READING, PageQuery(), today=TODAY).chunks).count(b"\n") == 50_001
