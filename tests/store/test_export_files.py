"""Files for download are made once: many follow one in the making, whole ones are kept within a bound, no half one is ever given."""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tianfu.model import OPERATOR, Reader, Settings
from tianfu.store import PageQuery, Store, Where
from tianfu.store.export_files import ExportFiles, Place, sweep
from tianfu.store.making import Stop, Write
from tianfu.store.received import forget

from .conftest import Start
from .gated import HEALTH, PERSONS, PUBLIC, READING, SHOPS, TODAY, filled, grant, put
from .loading import Delivery, loaded, opened, readings, rows

A, B = (Place("demo.a", 1, key, "csv") for key in ("a", "b"))


def fixed(content: bytes, *, count: list[int] | None = None) -> Write:
    def write(path: Path, _stop: Stop) -> int:
        path.write_bytes(content)
        if count is not None:
            count.append(1)
        return content.count(b"\n")

    return write


def given(files: ExportFiles, place: Place, write: Write) -> bytes:
    content = files.opened(place, write)
    try:
        return b"".join(content.pieces())
    finally:
        content.close()


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.005)
    return holds()


class Slow:
    """A writer that waits to be told to go on."""

    def __init__(self, *, fails: bool = False) -> None:
        self.go, self.begun, self.stopped, self.times, self.fails = threading.Event(), threading.Event(), False, 0, fails

    def __call__(self, path: Path, stop: Stop) -> int:
        self.times += 1
        with path.open("r+b") as file, stop.halting(self.go.set):
            file.write(b"first\n")
            file.flush()
            self.begun.set()
            assert self.go.wait(10)
            if stop.asked:
                self.stopped = True
                raise InterruptedError
            if self.fails:
                raise OSError("disk")
            file.write(b"second\n")
        return 2


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ExportFiles]:
    files = ExportFiles(tmp_path, lambda _: 1)
    yield files
    files.close()


def test_the_first_reader_gets_bytes_while_the_file_is_made_and_others_follow_the_same_file(files: ExportFiles) -> None:
    write = Slow()
    first, second = files.opened(A, write), files.opened(A, write)
    one, two = first.pieces(), second.pieces()
    assert next(one) == next(two) == b"first\n"
    assert first.size is None
    write.go.set()
    assert b"".join(one) == b"".join(two) == b"second\n"
    assert (first.size, first.rows, write.times) == (13, 2, 1)
    first.close()
    second.close()


def test_whoever_asks_later_gets_the_kept_file(files: ExportFiles, tmp_path: Path) -> None:
    made: list[int] = []
    assert given(files, A, fixed(b"x\n", count=made)) == b"x\n"
    assert soon(lambda: names(tmp_path) == ["1-a-1.csv"])
    content = files.opened(A, fixed(b"never", count=made))
    assert (content.size, content.rows, b"".join(content.pieces(1))) == (2, 1, b"\n")
    content.close()
    assert made == [1]
    assert files.size(A) == 2
    assert files.size(B) is None


def test_when_nobody_follows_any_more_the_writing_stops_and_the_next_one_starts_anew(files: ExportFiles, tmp_path: Path) -> None:
    write = Slow()
    content = files.opened(A, write)
    assert next(content.pieces()) == b"first\n"
    content.close()
    assert soon(lambda: write.stopped and not names(tmp_path))
    assert given(files, A, fixed(b"anew")) == b"anew"


def test_one_who_leaves_does_not_disturb_the_others(files: ExportFiles) -> None:
    write = Slow()
    leaving, staying = files.opened(A, write), files.opened(A, write)
    leaving.close()
    write.go.set()
    assert b"".join(staying.pieces()) == b"first\nsecond\n"
    staying.close()


def test_an_error_reaches_everybody_and_leaves_nothing(files: ExportFiles, tmp_path: Path) -> None:
    write = Slow(fails=True)
    first, second = files.opened(A, write), files.opened(A, write)
    write.go.set()
    for content in (first, second):
        with pytest.raises(OSError, match="disk"):
            list(content.pieces())
        content.close()
    assert soon(lambda: not names(tmp_path))
    assert given(files, A, fixed(b"anew")) == b"anew"


def test_the_least_recently_used_go_first_and_one_that_is_read_stays_readable(tmp_path: Path) -> None:
    files = ExportFiles(tmp_path, lambda _: 1, bound_bytes=250)
    places = [Place("demo.a", 1, key, "csv") for key in "abcd"]
    for n, place in enumerate(places[:2]):
        given(files, place, fixed(b"x" * 100))
        assert soon(lambda n=n: len(names(tmp_path)) == n + 1 and not any(".part" in f for f in names(tmp_path)))  # type: ignore[misc]
    reading = files.opened(places[0], fixed(b""))
    for place in places[2:]:
        given(files, place, fixed(b"x" * 100))
        assert soon(lambda place=place: files.size(place) == 100)  # type: ignore[misc]
    assert soon(lambda: names(tmp_path) == ["1-c-0.csv", "1-d-0.csv"])
    assert b"".join(reading.pieces()) == b"x" * 100
    reading.close()
    files.close()


def test_a_file_larger_than_the_bound_is_given_and_not_kept(tmp_path: Path) -> None:
    files = ExportFiles(tmp_path, lambda _: 1, bound_bytes=10)
    assert given(files, A, fixed(b"x" * 100)) == b"x" * 100
    files.close()
    assert names(tmp_path) == []


def test_a_version_that_was_replaced_while_its_file_was_made_is_not_kept(tmp_path: Path) -> None:
    newest = [1]
    files = ExportFiles(tmp_path, lambda _: newest[0])
    write = Slow()
    content = files.opened(A, write)
    newest[0] = 2
    write.go.set()
    assert b"".join(content.pieces()) == b"first\nsecond\n"
    content.close()
    files.close()
    assert names(tmp_path) == []


def test_after_a_crash_only_whole_files_of_the_newest_version_stay(tmp_path: Path) -> None:
    (tmp_path / "demo.a").mkdir()
    for name in ("1-x-5.csv", "2-x-5.csv", "2-y.7-7.part", "2-z.7-8.part"):
        (tmp_path / "demo.a" / name).write_bytes(b"x")
        os.utime(tmp_path / "demo.a" / name, (1, 1))
    (tmp_path / "of-an-older-release.parquet").write_bytes(b"x")
    with (tmp_path / "demo.a" / "2-z.7-8.part").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sweep(tmp_path, lambda _: 2)
    assert names(tmp_path) == ["2-x-5.csv", "2-z.7-8.part"]


# -- in a store


def taken(store: Store, dataset: str = "demo.sales", reader: Reader = PUBLIC, fmt: Any = "csv", **more: Any) -> bytes:
    return b"".join(store.export(dataset, reader, READING, PageQuery(**more), fmt, today=TODAY).chunks)


def kept(store: Store) -> list[str]:
    assert soon(lambda: not list(store.home.exports.rglob("*.part")))
    return [str(p.relative_to(store.home.exports)).partition("-")[0] for p in sorted(store.home.exports.rglob("*.*")) if p.is_file()]


def test_a_file_is_made_once_for_a_class_of_readers_and_never_given_to_another(home: Path) -> None:
    with filled(home) as store:
        bodies = [taken(store, reader=reader) for reader in (PUBLIC, PUBLIC, OPERATOR)]
        assert len(kept(store)) == 2
        assert bodies[0] == bodies[1] != bodies[2]
        assert ("王五".encode() in bodies[0], "内部".encode() in bodies[0], "内部".encode() in bodies[2]) == (False, False, True)
        assert taken(store) == bodies[0]


def test_who_has_the_file_or_only_looks_takes_no_rows(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant(quota_rows=4))
        whole = store.export("demo.people", HEALTH, READING, PageQuery(), today=TODAY)
        b"".join(whole.chunks)
        again = store.export("demo.people", HEALTH, READING, PageQuery(), today=TODAY, has=[whole.etag])
        looked = store.export("demo.people", HEALTH, READING, PageQuery(), today=TODAY, looks=True)
        assert (again.same, looked.same, store.grants.used("G1")) == (True, False, 4)
        assert len(store.journal.events(dataset="demo.people", verb="export")) == 3
        assert len(store.journal.events(dataset="demo.people", verb="exported")) == 1


def test_two_who_may_see_different_rows_never_share_a_file(home: Path) -> None:
    with filled(home) as store:
        areas = {"unit:dept.health": "510100", "unit:dept.civil": "510700"}
        for n, (unit, area) in enumerate(areas.items()):
            store.grants.record(grant(id=f"G{n}", reader=unit, rows=[{"filter": "under", "column": "area", "area": area}]))
        civil = Reader(id="zhao", kind=HEALTH.kind, units=("dept.civil",))
        for _ in range(2):
            assert b"P1," in (of_health := taken(store, "demo.people", HEALTH))
            assert b"P2," in (of_civil := taken(store, "demo.people", civil))
            assert b"P2," not in of_health
            assert b"P1," not in of_civil
        assert len(kept(store)) == 2


def test_what_is_deleted_for_a_person_is_gone_from_the_files_that_are_kept(home: Path) -> None:
    """Erasure reaches the cache: of this version and of all before."""
    with filled(home) as store:
        for fmt in ("csv", "parquet", "xlsx", "json"):
            taken(store, "demo.people", OPERATOR, fmt)
            taken(store, fmt=fmt)
        assert len(kept(store)) == 8
        store.delete("demo.people", (Where("code", "eq", "P1"),), reason="本人申请", by="li")
        assert set(kept(store)) == {"demo.sales/1"}
        assert PERSONS[0]["code"].encode() not in taken(store, "demo.people", OPERATOR)


def test_new_versions_restored_ones_and_expired_ones_take_their_files_with_them(home: Path) -> None:
    with filled(home) as store:
        taken(store)
        put(store, store.dataset("demo.sales"), SHOPS[:5], "run-2")
        assert kept(store) == []
        taken(store)
        store.restore("demo.sales", 1, reason="错误", by="li")
        assert kept(store) == []
        taken(store)
        store.expire("demo.sales", keep_versions=1, today=TODAY)
        assert kept(store) == ["demo.sales/3"]


def test_a_dataset_that_is_withdrawn_leaves_no_file_behind(home: Path) -> None:
    with filled(home) as store:
        taken(store)
        taken(store, "demo.people", OPERATOR)
        forget(store, "demo.sales")
        assert kept(store) == ["demo.people/1"]


def test_a_process_that_is_killed_at_a_first_download_leaves_no_wrong_file(home: Path, start: Start) -> None:
    with filled(home):
        pass
    process, heard = start("downloading", home)
    assert heard.recv() == "half"
    process.kill()
    process.join(10)
    for path in (left := list((home / "cache" / "exports").rglob("*.*"))):
        os.utime(path, (1, 1))
    assert any(p.suffix == ".part" for p in left)
    with Store.open(Settings(home=home)) as store:
        assert kept(store) == []
        assert taken(store).count(b"\r\n") == len(SHOPS) + 1


def test_a_process_that_is_killed_at_any_moment_of_a_download_leaves_no_wrong_file(home: Path, start: Start) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(30_000)), size=30_000))
        whole = taken(store, "demo.readings", OPERATOR, "xlsx")
    for delay in (0.0, 0.05):
        shutil.rmtree(home / "cache" / "exports")
        process, heard = start("taking_a_workbook", home)
        assert heard.recv() == "begun"
        time.sleep(delay)
        process.kill()
        process.join(10)
        with Store.open(Settings(home=home)) as store:
            assert taken(store, "demo.readings", OPERATOR, "xlsx") == whole
