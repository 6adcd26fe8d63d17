"""Raw files: once kept they are there, unchanged, under one number, whatever happens in between."""

import gc
import hashlib
import io
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tianfu.store import StorageFull, Store
from tianfu.store.raw import UnknownRaw

from .loading import opened
from .test_full_disk import files_no_larger_than


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with opened(home) as store:
        yield store


@pytest.fixture(autouse=True, scope="module")
def _child_is_found() -> Iterator[None]:
    folder = str(Path(__file__).parents[2])
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


def files(home: Path) -> list[Path]:
    return sorted(p for p in (home / "raw").rglob("*") if p.is_file())


def test_a_file_is_kept_under_its_content(store: Store, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    origin = store.raw.keep(path, "a.csv")
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert (origin.sha256, origin.name, origin.bytes) == (digest, "a.csv", 8)
    assert store.raw.path(digest) == home / "raw" / digest[:2] / digest
    path.unlink()
    with store.raw.open(digest) as kept:
        assert kept.read() == b"a,b\n1,2\n"


def test_a_stream_is_kept_like_a_file(store: Store) -> None:
    content = os.urandom(9 * 2**20)
    origin = store.raw.keep(io.BytesIO(content), "b.bin")
    assert origin.sha256 == hashlib.sha256(content).hexdigest()
    assert store.raw.path(origin.sha256).read_bytes() == content


def test_the_same_content_again_has_the_same_number_and_is_not_copied(store: Store, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"same")
    first = store.raw.keep(tmp_path / "a.csv", "a.csv")
    written = store.raw.path(first.sha256).stat()
    again = store.raw.keep(tmp_path / "a.csv", "january.csv")
    streamed = store.raw.keep(io.BytesIO(b"same"), "c.csv")
    other = store.raw.keep(io.BytesIO(b"else"), "a.csv")
    assert (first.number, again.number, streamed.number) == (1, 1, 1)
    assert (again.name, again.received_at) == ("january.csv", first.received_at)
    assert other.number == 2
    now = store.raw.path(first.sha256).stat()
    assert (now.st_ino, now.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert len(files(home)) == 2


def test_an_origin_is_found_by_its_number(store: Store) -> None:
    kept = store.raw.keep(io.BytesIO(b"x"), "x.csv")
    assert store.raw.origin(kept.number) == kept
    assert store.raw.origin(99) is None


def test_a_kept_file_is_not_changed_by_its_source(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    origin = store.raw.keep(path, "a.csv")
    with path.open("r+b") as file:
        file.write(b"after!")
    assert store.raw.path(origin.sha256).read_bytes() == b"before"
    assert not store.raw.path(origin.sha256).stat().st_mode & 0o222


@pytest.mark.parametrize("name", ["", "../../meta.sqlite", "0" * 63, "0" * 64, "Z" * 64, "/etc/passwd", "_incoming"])
def test_only_a_kept_content_has_a_path(store: Store, name: str) -> None:
    with pytest.raises(UnknownRaw, match="原始文件"):
        store.raw.path(name)


def test_an_empty_file_is_kept_too(store: Store) -> None:
    assert store.raw.keep(io.BytesIO(b""), "empty.csv").bytes == 0


def test_a_stream_that_breaks_leaves_nothing(store: Store, home: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(3)

    with pytest.raises(ConnectionResetError):
        store.raw.keep(Broken(b"abcdef"), "a.csv")
    assert files(home) == []


def test_a_full_disk_is_told_and_leaves_nothing(store: Store, home: Path) -> None:
    content = os.urandom(3 * 2**20)
    with files_no_larger_than(2**20), pytest.raises(StorageFull) as told:
        store.raw.keep(io.BytesIO(content), "a.csv")
    gc.collect()
    assert "磁盘空间不足" in told.value.text.zh
    assert files(home) == []
    assert store.raw.keep(io.BytesIO(content), "a.csv").number == 1


def test_many_at_once_get_a_number_each(home: Path) -> None:
    with opened(home) as one, opened(home) as two:
        found: list[tuple[int, int]] = []

        def keep(n: int) -> None:
            content = str(n % 5).encode() * 1000
            found.append((n % 5, (one, two)[n % 2].raw.keep(io.BytesIO(content), f"{n}.csv").number))

        threads = [threading.Thread(target=keep, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 20
    assert len(set(found)) == 5
    assert len(files(home)) == 5


def test_what_a_killed_process_had_kept_by_half_is_gone_at_the_next_opening(home: Path) -> None:
    opened(home).close()
    from tests.store import child

    heard, said = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("forkserver").Process(target=child.keep_without_end, args=(str(home), said))
    process.start()
    said.close()
    for _ in range(3):
        heard.recv()
    with opened(home):
        assert len(files(home)) == 1, "it is still being kept: nobody takes it away"
    process.kill()
    process.join()
    assert len(files(home)) == 1
    with opened(home):
        assert files(home) == []


def test_a_file_that_lost_its_record_in_a_crash_is_not_copied_again(store: Store, home: Path) -> None:
    digest = hashlib.sha256(b"orphan").hexdigest()
    place = home / "raw" / digest[:2] / digest
    place.parent.mkdir()
    place.write_bytes(b"orphan")
    inode = place.stat().st_ino
    assert store.raw.keep(io.BytesIO(b"orphan"), "o.csv").number == 1
    assert place.stat().st_ino == inode
