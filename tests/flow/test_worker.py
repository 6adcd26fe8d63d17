"""The process beside the web: people first, then what is due; a dataset that is taken is waited for, a few times."""

import pytest

from tianfu.flow import jobs, load, worker
from tianfu.flow.jobs import ATTEMPTS_MOST, run_next
from tianfu.model import Job
from tianfu.store import Busy, Store

from .conftest import CSV, Place


def asked(place: Place, number: int) -> Job:
    found = place.store.jobs.one(number)
    assert found is not None
    return found


def test_a_job_that_somebody_waits_for_comes_before_what_is_due(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(worker, "refreshed", lambda *_: order.append("refresh"))
    monkeypatch.setattr(jobs, "execute", lambda _store, _registry, job, **_: order.append(job.kind) or [])
    for kind in ("load", "derive"):
        place.store.jobs.enqueue(Job(kind, "library.libraries", {}, "officer"))
    did = [worker.turn(place.store, place.registry, place.roots, due=True) for _ in range(3)]
    assert did == ["job", "job", "refresh"]
    assert order == ["load", "derive", "refresh"]


def test_nothing_is_done_where_nothing_is_due(place: Place) -> None:
    assert worker.turn(place.store, place.registry, place.roots, due=False) == "nothing"


def test_a_job_whose_dataset_is_taken_waits_and_is_done_when_it_is_free(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put(CSV)
    number = place.store.jobs.enqueue(Job("load", "library.libraries", {}, "officer")).id
    with Store.open(place.store.settings) as other, monkeypatch.context() as patched, other.lock("library.libraries"):
        patched.setitem(load.__globals__, "PATIENCE_SECONDS", 0.0)
        run_next(place.store, place.registry, roots=place.roots, now=place.now)
        assert asked(place, number).state == "waiting"
        assert "占用" in asked(place, number).said.zh
    run_next(place.store, place.registry, roots=place.roots, now=place.now)
    assert (asked(place, number).state, asked(place, number).said.zh) == ("done", "")


def test_a_job_whose_dataset_stays_taken_fails_in_the_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object, **__: object) -> None:
        raise Busy("library.libraries", None)

    monkeypatch.setattr(jobs, "execute", taken)
    number = place.store.jobs.enqueue(Job("load", "library.libraries", {}, "officer")).id
    states = []
    while run_next(place.store, place.registry, roots=place.roots, now=place.now):
        states.append(asked(place, number).state)
    assert states == ["waiting"] * (ATTEMPTS_MOST - 1) + ["failed"]
    assert (asked(place, number).said.zh, asked(place, number).said.en) == (
        "library.libraries 正被占用，请稍后再试。",
        "library.libraries is busy; try again later.",
    )
