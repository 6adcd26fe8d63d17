"""The journal: nothing is lost by a kill, nothing can be changed, moved, dropped or cut off without being found."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tianfu.model import Event
from tianfu.protect import GENESIS, chain
from tianfu.store import JournalFailed
from tianfu.store.journal import Journal
from tianfu.store.journal_checks import verify
from tianfu.store.journal_files import chains, complete_lines, head_of, payload_of, recorded
from tianfu.store.seals import NAME, seal

from .conftest import Start

START = datetime(2026, 11, 24, tzinfo=UTC)


def event(n: int = 0, who: str = "wang", **more: Any) -> Event:
    return Event(START + timedelta(seconds=n), who, more.pop("verb", "read"), more.pop("dataset", "demo.sales"), {"n": n, **more})


def written(folder: Path, count: int = 10) -> Path:
    """A chain of one process, sealed."""
    folder.mkdir(exist_ok=True)
    before = set(chains(folder))
    journal = Journal(folder, sync_ms=1)
    for n in range(count):
        journal.write(event(n))
    journal.close()
    (path,) = set(chains(folder)) - before
    return path


def said(folder: Path) -> list[tuple[str, int]]:
    return [(f.kind, f.line) for f in verify(folder)]


def test_events_come_back_as_they_were_written_oldest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for n in (2, 0, 1):
        journal.write(event(n, who="li" if n else "wang"))
    assert [e.detail["n"] for e in journal.events()] == [0, 1, 2]
    assert [e.detail["n"] for e in journal.events(who="li", limit=1)] == [2]
    assert journal.events(dataset="demo.other") == []
    assert [e.detail["n"] for e in journal.events(since=START + timedelta(seconds=1))] == [1, 2]
    assert journal.events()[0] == event(0)
    journal.close()


def test_each_head_is_the_hash_of_the_head_before_and_the_event(tmp_path: Path) -> None:
    head = GENESIS
    for line in complete_lines(written(tmp_path)):
        head = chain(head, payload_of(line))
        assert head_of(line) == head


def test_a_journal_that_nobody_touched_holds(tmp_path: Path) -> None:
    for _ in range(3):
        written(tmp_path)
    assert verify(tmp_path) == []


def _change(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"n":4', b'"n":5', 1))


def _drop(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:4] + lines[5:]))


def _swap(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4], lines[5] = lines[5], lines[4]
    path.write_bytes(b"".join(lines))


def _insert(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:4], lines[0], *lines[4:]]))


def _garbage(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:4], b"\x00\xff\n", *lines[5:]]))


@pytest.mark.parametrize("tamper", [_change, _drop, _swap, _insert, _garbage])
def test_an_entry_that_was_changed_moved_or_dropped_is_found_where_it_was(tmp_path: Path, tamper: Callable[[Path], None]) -> None:
    tamper(written(tmp_path))
    assert said(tmp_path) == [("broken", 5)]


def test_entries_that_were_cut_off_are_missed_because_the_chain_was_sealed(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:6]))
    assert said(tmp_path) == [("missing", 6)]


def test_a_chain_that_was_written_anew_does_not_fit_its_seal(tmp_path: Path) -> None:
    path = written(tmp_path / "real")
    forged = written(tmp_path / "forged", count=10)
    path.write_bytes(forged.read_bytes().replace(b"wang", b"lisi"))
    head, lines = GENESIS, []
    for line in complete_lines(path):
        head = chain(head, payload_of(line))
        lines.append(b'{"head":"' + head.hex().encode() + b'","event":' + payload_of(line) + b"}\n")
    path.write_bytes(b"".join(lines))
    assert said(tmp_path / "real") == [("seal", 10)]


def test_a_chain_that_is_gone_is_missed(tmp_path: Path) -> None:
    written(tmp_path).unlink()
    assert said(tmp_path) == [("missing", 1)]


def test_a_seal_that_was_changed_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path)
    seals = tmp_path / NAME
    seals.write_bytes(seals.read_bytes().replace(b'"root":"', b'"root":"0', 1))
    assert ("seal", 1) in said(tmp_path)


def test_only_chains_that_have_grown_are_sealed_again(tmp_path: Path) -> None:
    written(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    assert seal(tmp_path, START) is False
    assert (tmp_path / NAME).read_bytes() == before
    written(tmp_path)
    assert len(complete_lines(tmp_path / NAME)) == 2


def test_a_seal_waits_for_its_hour(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write(event())
    journal.flush()
    sealed_at = datetime.now(UTC)
    journal.write(event(1))
    journal.flush()
    assert seal(tmp_path, sealed_at + timedelta(minutes=59), every_seconds=3600) is False
    assert seal(tmp_path, sealed_at + timedelta(minutes=61), every_seconds=3600) is True
    journal.close()


def test_a_torn_last_line_is_put_on_record_by_the_next_writer_and_then_known(tmp_path: Path) -> None:
    whole = written(tmp_path / "other").read_bytes()
    mine = written(tmp_path)
    host, pid, _, number = mine.stem.rsplit("-", 3)
    path = mine.with_name(f"{host}-{pid}-1-{number}.jsonl")  # a process of the same number that has ended
    path.write_bytes(whole[:-20])
    assert ("torn", 10) in said(tmp_path)
    written(tmp_path, count=1)
    assert said(tmp_path) == []
    assert [e.detail["line"] for e in recorded(tmp_path) if e.verb == "torn"] == [10]


def test_kill_9_loses_nothing_that_was_on_the_disk_and_the_chains_hold(tmp_path: Path, start: Start) -> None:
    writers = [start("write_events", str(tmp_path), who) for who in ("a", "b")]
    synced = {}
    for who, (process, heard) in zip("ab", writers, strict=True):
        for _ in range(4):
            synced[who] = heard.recv()
        process.kill()
        process.join()
        while heard.poll():
            try:
                synced[who] = heard.recv()
            except EOFError:
                break
    journal = Journal(tmp_path)
    for who, count in synced.items():
        numbers = [e.detail["n"] for e in journal.events(who=who)]
        assert len(numbers) >= count
        assert sorted(numbers) == list(range(len(numbers))), "none is missing, none is doubled"
    journal.write(event())
    journal.close()
    assert verify(tmp_path) == []


def test_events_of_many_threads_are_written_together_in_one_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr("os.fsync", lambda fd: (synced.append(fd), real(fd))[1])
    journal = Journal(tmp_path, sync_ms=50)
    threads = [threading.Thread(target=lambda n=n: [journal.write(event(n * 1000 + k)) for k in range(250)]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.flush()
    assert len(synced) < 50, "one sync for many events"
    assert len(journal.events()) == 1000
    assert len(chains(tmp_path)) == 1
    journal.close()
    assert verify(tmp_path) == []


def test_when_the_disk_refuses_the_next_event_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    journal = Journal(tmp_path)
    journal.write(event())
    journal.flush()
    monkeypatch.setattr("os.fsync", full)
    journal.write(event(1))
    with pytest.raises(JournalFailed, match="无法写入"):
        journal.flush()
    with pytest.raises(JournalFailed, match="读取已暂停"):
        journal.write(event(2))
    journal.close()


def test_a_closed_journal_takes_no_event_and_may_be_closed_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write(event())
    journal.close()
    journal.close()
    with pytest.raises(JournalFailed):
        journal.write(event(1))


def test_a_journal_without_events_leaves_no_file(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    assert list(tmp_path.iterdir()) == []
