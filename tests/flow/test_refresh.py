"""Refresh does what is stale, what others need first, and nothing twice."""

import os
from datetime import UTC, datetime, timedelta

from tianfu.flow.jobs import run_next
from tianfu.model import Job

from .conftest import CSV, Place


def test_everything_is_brought_up_to_date_in_order(place: Place) -> None:
    place.put(CSV)
    assert [(r.dataset, r.state) for r in place.refresh()] == [("library.libraries", "done"), ("library.totals", "done")]


def test_a_run_tells_its_own_seconds_not_those_since_the_refresh_began(place: Place) -> None:
    place.put(CSV)
    place.later(hours=-1)
    assert all(r.seconds < 60 for r in place.refresh())


def test_a_second_refresh_does_nothing(place: Place) -> None:
    place.put(CSV)
    place.refresh()
    assert place.stale() == []
    assert place.refresh() == []


def test_without_files_nothing_is_stale(place: Place) -> None:
    assert place.stale() == []


def test_a_new_file_makes_all_that_follows_from_it_stale(place: Place) -> None:
    place.put(CSV)
    place.refresh()
    place.put(CSV + "L4,510703,3\n")
    assert place.stale() == [("library.libraries", "there are new files"), ("library.totals", "an input has a new version")]
    assert [r.version for r in place.refresh()] == [2, 2]


def test_a_touched_file_is_compared_once_and_then_known(place: Place) -> None:
    place.now = datetime.now(UTC)  # a version carries the time of its commit, a file that of its last change
    path = place.put(CSV)
    place.refresh()
    place.later(hours=1)
    touched = (place.now - timedelta(minutes=1)).timestamp()
    os.utime(path, (touched, touched))
    assert [r.state for r in place.refresh()] == ["unchanged", "unchanged"]
    assert place.stale() == []


def test_a_changed_analysis_makes_only_what_it_computes_stale(place: Place) -> None:
    place.put(CSV)
    place.refresh()
    place.change("analyses.py", ".sum()", ".max()")
    assert place.stale() == [("library.totals", "the declaration or the analysis has changed")]


def test_a_new_file_waits_until_the_declared_cycle_has_passed(place: Place) -> None:
    place.change("datasets/libraries.yaml", "key: [code]\n", "key: [code]\nrefresh: monthly\n")
    place.put(CSV)
    place.refresh()
    place.put(CSV + "L4,510703,3\n")
    place.later(days=20)
    assert place.stale() == []
    place.later(days=20)
    assert [d for d, _ in place.stale()] == ["library.libraries", "library.totals"]


def test_a_dataset_that_fails_holds_up_only_what_needs_it(place: Place) -> None:
    declaration = (place.pack / "datasets" / "libraries.yaml").read_text("utf-8")
    (place.pack / "datasets" / "museums.yaml").write_text(declaration.replace("libraries.csv", "museums.csv"), "utf-8")
    place.again()
    place.put("code,county\nL1,510107\n")
    place.put(CSV, "museums.csv")
    states = {r.dataset: r.state for r in place.refresh()}
    assert states == {"library.libraries": "failed", "library.museums": "done"}
    assert {d for d, _ in place.stale()} == {"library.libraries", "library.totals"}


def test_a_job_is_run_and_ends(place: Place) -> None:
    place.put(CSV)
    place.store.jobs.enqueue(Job("load", "library.libraries", {}, "officer"))
    assert run_next(place.store, place.registry, roots=place.roots, now=place.now)
    assert [j.state for j in place.store.jobs.listed()] == ["done"]
    assert place.store.version("library.libraries")
    assert run_next(place.store, place.registry, roots=place.roots, now=place.now) is None


def test_a_job_that_cannot_be_done_says_why(place: Place) -> None:
    for kind in ("load", "dance"):
        place.store.jobs.enqueue(Job(kind, "library.libraries", {}, "officer"))
        run_next(place.store, place.registry, roots=place.roots, now=place.now)
    assert [j.state for j in place.store.jobs.listed()] == ["failed", "failed"]
