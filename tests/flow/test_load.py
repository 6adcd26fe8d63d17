"""A load: files in, a version out, a record of it however it ends."""

import io
import sys
import threading
from pathlib import Path

import pytest

from tianfu.collect import MissingFiles, receive
from tianfu.flow import load
from tianfu.store import Busy, Store, Where
from tianfu.store.compaction import MANY

from .conftest import CSV, Place

ID = "library.libraries"


def test_a_file_becomes_a_version_and_the_run_says_so(place: Place) -> None:
    place.put(CSV)
    run = place.load()
    assert (run.state, run.version, run.counts.read, run.counts.accepted) == ("done", 1, 3, 3)
    assert place.rows(ID) == [("L1", "510107", 10), ("L2", "510107", 5), ("L3", "510703", 7)]
    assert [r.state for r in place.store.runs.recent(ID)] == ["done"]


def test_counts_add_up_and_broken_rows_wait_as_problem_rows(place: Place) -> None:
    place.put(CSV + "L1,510107,1\nL4,519999,2\nL5,510107,-9999\nL6,510107,-3\n")
    counts = place.load().counts
    assert counts.balanced
    assert (counts.read, counts.kept, counts.quarantined) == (7, 4, 3)
    version = place.store.version(ID)
    assert version
    assert (version.rows, version.problems) == (4, 3)


def test_the_same_file_again_is_unchanged(place: Place) -> None:
    place.put(CSV)
    place.load()
    run = place.load()
    assert (run.state, run.version) == ("unchanged", 1)
    assert len(place.store.versions(ID)) == 1


def test_another_content_of_the_same_size_is_loaded(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.put(CSV.replace("10\n", "11\n"))
    assert place.load().version == 2
    assert ("L1", "510107", 11) in place.rows(ID)


def test_a_changed_declaration_loads_the_same_file_again(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.change("datasets/libraries.yaml", "  - {name: visits", "  - {name: visits, required: true")
    assert (place.load().state, len(place.store.versions(ID))) == ("done", 2)


def test_a_changed_title_loads_nothing_and_is_known_at_once(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.change("datasets/libraries.yaml", "图书馆名录", "公共图书馆名录")
    assert place.load().state == "unchanged"
    assert place.store.dataset(ID).title == "公共图书馆名录"


def test_no_files_is_told_and_leaves_no_version(place: Place) -> None:
    with pytest.raises(MissingFiles):
        place.load()
    assert place.store.version(ID) is None


def test_a_load_that_fails_is_recorded_and_leaves_nothing_behind(place: Place) -> None:
    place.put("code,county,visits\nL1,510107,10\n")
    with pytest.raises(LookupError, match="area"):
        place.load()
    (run,) = place.store.runs.recent(ID)
    assert run.state == "failed"
    assert "area" in run.message
    assert place.store.version(ID) is None
    assert not list(place.store.home.table(ID).glob("*.parquet"))


def test_after_a_failure_the_mended_file_loads(place: Place) -> None:
    place.put("code,county,visits\nL1,510107,10\n")
    with pytest.raises(LookupError):
        place.load()
    place.put(CSV)
    assert place.load().state == "done"


def test_gb18030_is_read_after_utf8_has_failed(place: Place) -> None:
    place.put(b"code,area,visits\n" + "甲1,510107,10\n".encode("gb18030"))
    assert place.load().counts.accepted == 1
    assert place.rows(ID) == [("甲1", "510107", 10)]


def test_an_upload_takes_the_place_of_the_declared_files(place: Place) -> None:
    origin = receive(place.store, place.registry.dataset(ID), io.BytesIO(CSV.encode()), "january.csv")
    run = load(place.store, place.registry, ID, roots=place.roots, now=place.now, upload=origin)
    assert (run.state, run.counts.accepted) == ("done", 3)
    again = load(place.store, place.registry, ID, roots=place.roots, now=place.now, upload=origin)
    assert again.state == "unchanged"


def test_appending_adds_and_the_same_upload_is_not_added_twice(place: Place) -> None:
    place.change("datasets/libraries.yaml", "key: [code]\n", "key: [code]\nmode: append\n")
    dataset = place.registry.dataset(ID)
    first = receive(place.store, dataset, io.BytesIO(CSV.encode()), "a.csv")
    second = receive(place.store, dataset, io.BytesIO(b"code,area,visits\nL9,510107,1\n"), "b.csv")
    runs = [load(place.store, place.registry, ID, roots=place.roots, now=place.now, upload=u) for u in (first, second, first)]
    assert [r.state for r in runs] == ["done", "done", "unchanged"]
    assert len(place.rows(ID)) == 4


def test_two_loads_at_once_make_one_version_each_in_turn(place: Place) -> None:
    place.put(CSV)
    states: list[str] = []
    threads = [threading.Thread(target=lambda: states.append(place.load().state)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["done", "unchanged"]
    assert len(place.store.versions(ID)) == 1


def test_a_dataset_that_is_held_too_long_is_busy(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["tianfu.flow.load"], "PATIENCE_SECONDS", 0.1)
    place.put(CSV)
    with Store.open(place.store.settings) as other, other.lock(ID):
        failed: list[BaseException] = []

        def attempt() -> None:
            try:
                place.load()
            except Busy as error:
                failed.append(error)

        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
    assert len(failed) == 1


def test_progress_ends_with_the_counts(place: Place) -> None:
    place.put(CSV)
    place.load()
    last = place.told[-1]
    assert (last.dataset, last.step, last.done, last.counts.accepted) == (ID, "done", True, 3)
    assert len({p.step for p in place.told}) >= 3


def test_the_profile_is_known_after_the_load(place: Place) -> None:
    place.put(CSV)
    place.load()
    version = place.store.version(ID)
    assert version
    profile = version.column("area")
    assert profile
    assert (profile.distinct, profile.distinct_exact) == (2, True)


def test_the_raw_file_is_kept(place: Place) -> None:
    path: Path = place.put(CSV)
    place.load()
    version = place.store.version(ID)
    assert version
    path.unlink()
    with place.store.raw.open(version.origins[0]) as kept:
        assert kept.read() == CSV.encode()


def test_an_upsert_replaces_by_key_and_the_same_file_again_changes_nothing(place: Place) -> None:
    place.change("datasets/libraries.yaml", "key: [code]\n", "key: [code]\nmode: upsert\n")
    place.put(CSV)
    place.load()
    place.put("code,area,visits\nL2,510107,50\nL9,510107,1\n")
    assert place.load().counts.accepted == 2
    assert place.rows(ID) == [("L1", "510107", 10), ("L2", "510107", 50), ("L3", "510703", 7), ("L9", "510107", 1)]
    version = place.store.version(ID)
    assert version
    assert (version.rows, version.inserted, version.deleted, version.updated) == (4, 2, 1, 1)
    assert place.load().state == "unchanged"


def test_an_older_upload_that_comes_again_counts_in_an_upsert(place: Place) -> None:
    place.change("datasets/libraries.yaml", "key: [code]\n", "key: [code]\nmode: upsert\n")
    dataset = place.registry.dataset(ID)
    first = receive(place.store, dataset, io.BytesIO(CSV.encode()), "a.csv")
    second = receive(place.store, dataset, io.BytesIO(b"code,area,visits\nL1,510107,99\n"), "b.csv")
    for upload in (first, second, second, first):
        load(place.store, place.registry, ID, roots=place.roots, now=place.now, upload=upload)
    assert [(v.updated, v.unchanged) for v in place.store.versions(ID)] == [(0, 0), (1, 0), (1, 2)]
    assert ("L1", "510107", 10) in place.rows(ID)


def test_a_refresh_undoes_neither_a_deletion_nor_a_restoration(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.store.delete(ID, (Where("code", "eq", "L2"),), reason="本人申请", by="li")
    assert place.load().state == "unchanged"
    place.put(CSV + "L4,510107,9\n")
    assert place.load().state == "done"
    place.store.restore(ID, 2, reason="送错文件", by="li")
    place.later(hours=1)
    assert ID not in dict(place.stale())
    assert place.load().state == "unchanged"
    assert [r[0] for r in place.rows(ID)] == ["L1", "L3"]
    place.put(CSV)
    assert (place.load().state, len(place.rows(ID))) == ("done", 3)


def test_many_small_loads_are_put_together(place: Place) -> None:
    place.change("datasets/libraries.yaml", "key: [code]\n", "key: [code]\nmode: append\n")
    for n in range(MANY):
        place.put(f"code,area,visits\nL{n:02},510107,{n}\n")
        place.load()
    assert len(place.store.files(ID)) == 1
    assert (len(place.rows(ID)), len(place.store.versions(ID))) == (MANY, MANY)
