"""kill -9 at any point of a push or of a receipt: nothing is lost or doubled, the chain has no gap, and the next try makes it whole."""

import multiprocessing
import random
import shutil
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tianfu.catalogue.entries import Entries
from tianfu.model import BROWSING, PUBLIC
from tianfu.release import ReceivedPackages, SentPackages, current, publish, received_registry, withdraw
from tianfu.release.keys import trusted
from tianfu.release.opening import arrivals, arrived
from tianfu.store import PageQuery

from .conftest import NOW, Zones
from .test_entries import entry, published

ROUNDS = 8
PRELOADED = ["tianfu.release", "tianfu.catalogue", "ibis.backends.duckdb", "tianfu.protect.masks", "pyarrow.parquet"]


@pytest.fixture(autouse=True, scope="module")
def _child_is_found() -> Iterator[None]:
    folder = str(Path(__file__).parents[2])
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


def started(zones: Zones, work: str, stop_at: str = "-") -> tuple[BaseProcess, Connection]:
    from tests.release import child

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=getattr(child, work), args=(str(zones.folder), stop_at, said))
    process.start()
    said.close()
    return process, heard


def killed_at(zones: Zones, work: str, step: str) -> None:
    process, heard = started(zones, work, step)
    while heard.recv() != step:
        pass
    process.kill()
    process.join()


def decided(zones: Zones, number: int) -> None:
    """Something to push each time: a dataset is released or taken back, and what was made from it is reworded."""
    with zones.inside() as store:
        dataset = ("clinic.clinics", "clinic.beds")[number % 2]
        if dataset in current(store):
            withdraw(store, dataset, by="dept.health", reason="")
        else:
            publish(store, zones.registry, dataset, by="dept.health")


def chain_holds(zones: Zones) -> None:
    """Numbers without a gap, each bound to the one before; what lies in the gap under a name is whole and signed."""
    with zones.inside() as store:
        packages = SentPackages(store).since(1)
    assert [p.manifest.sequence for p in packages] == list(range(1, len(packages) + 1))
    assert [p.manifest.previous for p in packages] == ["", *(p.hash for p in packages)][: len(packages)]
    key = trusted(zones.public_home)
    in_gap = [arrived(folder, key).hash for folder in arrivals(zones.gap)]
    assert in_gap == [p.hash for p in packages][: len(in_gap)], "nothing in the gap that is not on record, and nothing overtakes"


def both_agree(zones: Zones) -> None:
    """After a push and a receipt that nobody disturbs, the public zone is what was decided, and its rows are the same bytes."""
    zones.pushed(automatic=False)
    assert {v.outcome for v in zones.received()} <= {"taken"}
    with zones.inside() as inside, zones.outside() as outside:
        released = sorted(current(inside))
        assert [d.id for d in received_registry(outside).datasets()] == released == outside.datasets()
        for dataset in released:
            here, there = (s.page(dataset, PUBLIC, BROWSING, PageQuery(count=True), today=NOW.date()).body for s in (inside, outside))
            assert here == there
            assert [v.number for v in outside.versions(dataset)] == [1]
        files = {str(p) for p in (zones.public_home / "tables").rglob("*.parquet")}
        assert files == {f for d in released for f in outside.files(d)}, "no file is left that no version holds"
        assert ReceivedPackages(outside).last().hash == SentPackages(inside).last().hash  # type: ignore[union-attr]
        assert outside.verify() == []


@pytest.mark.parametrize("step", ["built", "sealed", "laid"])
def test_a_push_killed_at_a_step_is_made_good_by_the_next(zones: Zones, step: str) -> None:
    decided(zones, 0)
    decided(zones, 1)
    killed_at(zones, "push_it", step)
    chain_holds(zones)
    both_agree(zones)
    chain_holds(zones)
    with zones.inside() as store:
        assert len(SentPackages(store).since(1)) == 2, "each was sent once"


@pytest.mark.parametrize("step", ["declared", "staged", "committed", "problems", "taken"])
def test_a_receipt_killed_at_a_step_is_made_good_by_the_next(zones: Zones, step: str) -> None:
    decided(zones, 0)
    zones.pushed(automatic=False)
    killed_at(zones, "receive_it", step)
    both_agree(zones)


@pytest.mark.parametrize(("work", "step"), [("push_it", "sealed"), ("push_it", "laid"), ("receive_it", "entries"), ("receive_it", "taken")])
def test_entries_cross_once_wherever_somebody_is_killed(zones: Zones, work: str, step: str) -> None:
    with zones.inside() as store:
        published(store, entry("clinics"), entry("empty"))
    if work == "receive_it":
        zones.pushed(automatic=False)
    killed_at(zones, work, step)
    chain_holds(zones)
    both_agree(zones)
    with zones.inside() as inside, zones.outside() as outside:
        assert len(SentPackages(inside).since(1)) == 1, "sent once"
        for entry_id in ("clinics", "empty"):
            assert Entries(outside).public(entry_id).entry == Entries(inside).public(entry_id).entry


@pytest.mark.parametrize("step", ["forgotten", "declared", "committed", "taken"])
def test_data_that_were_taken_back_do_not_come_back_after_a_kill(zones: Zones, step: str) -> None:
    decided(zones, 0)
    zones.pushed(automatic=False)
    zones.received()
    decided(zones, 0)
    zones.pushed(automatic=False)
    if step in ("declared", "committed"):
        decided(zones, 0)
        zones.pushed(automatic=False)
    killed_at(zones, "receive_it", step)
    with zones.outside() as store:
        assert step in ("committed",) or store.datasets() in ([], ["clinic.clinics"])
        assert step != "forgotten" or store.datasets() == [], "a start between the steps brings nothing back"
    both_agree(zones)


def test_random_kills_on_both_sides(zones: Zones) -> None:
    draw = random.Random(8)
    longest = {work: seconds_of(zones, work) for work in ("push_it", "receive_it")}
    killed_at_work = 0
    for number in range(ROUNDS):
        decided(zones, number)
        work = ("push_it", "receive_it")[number % 2]
        if work == "receive_it":
            zones.pushed(automatic=False)
        process, heard = started(zones, work)
        heard.recv()
        time.sleep(longest[work] * 0.7 * draw.random())
        killed_at_work += process.is_alive()
        process.kill()
        process.join()
        chain_holds(zones)
        if number % 6 == 5:
            both_agree(zones)
    both_agree(zones)
    assert killed_at_work >= ROUNDS / 4, "some were killed while they worked, however quick the machine is"


def seconds_of(zones: Zones, work: str) -> float:
    """How long it takes undisturbed, of a copy."""
    copy = Zones(zones.folder.with_name(f"measured_{work}"))
    shutil.copytree(zones.folder, copy.folder)
    decided(copy, 0)
    if work == "receive_it":
        copy.pushed(automatic=False)
    process, heard = started(copy, work)
    assert heard.recv() == "begin"
    began = time.monotonic()
    while heard.recv() != "done":
        pass
    process.join()
    return time.monotonic() - began
