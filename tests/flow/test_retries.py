"""A dataset that failed is tried again by itself, later and later; a mended source and a person's wish at once."""

from datetime import UTC, datetime, timedelta

import pytest

from tianfu.catalogue import Registry
from tianfu.flow import refresh
from tianfu.flow.retries import waits_until
from tianfu.model import Run

from .conftest import CSV, Place

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
WRONG = "code,county,visits\nL1,510107,10\n"


def failed(minutes: float) -> Run:
    return Run("r", "d.d", "failed", AT, AT + timedelta(minutes=minutes))


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (40, 60)])
def test_each_failure_in_a_row_doubles_the_wait_up_to_an_hour(failures: int, minutes: int) -> None:
    assert waits_until([failed(0)] * failures, None) == AT + timedelta(minutes=minutes)


def test_a_success_in_between_begins_again() -> None:
    done = Run("r", "d.d", "done", AT)
    assert waits_until([done, failed(0)], None) is None
    assert waits_until([failed(0), done, failed(-5), failed(-9)], None) == AT + timedelta(minutes=1)


def test_a_source_that_changed_since_is_tried_at_once() -> None:
    assert waits_until([failed(0)], AT + timedelta(seconds=1)) is None
    assert waits_until([failed(0)], AT - timedelta(seconds=1)) is not None


def patiently(place: Place) -> list[str]:
    only = Registry({"library": place.registry.packs["library"]})
    return [f"{r.dataset} {r.state}" for r in refresh(place.store, only, roots=place.roots, now=place.now, patient=True)]


def test_the_worker_waits_and_a_person_does_not(place: Place) -> None:
    place.now = datetime.now(UTC)
    place.put(WRONG)
    assert patiently(place) == ["library.libraries failed"]
    assert patiently(place) == []
    assert [r.state for r in place.refresh()] == ["failed"]
    place.later(minutes=10)
    assert patiently(place) == ["library.libraries failed"]


def test_what_needs_a_dataset_that_waits_waits_with_it_and_follows_when_it_is_mended(place: Place) -> None:
    place.now = datetime.now(UTC)
    place.put(WRONG)
    patiently(place)
    place.put(CSV)
    place.later(seconds=1)
    assert patiently(place) == ["library.libraries done", "library.totals done"]
