"""The demonstration: everything of the invented province loads, counts add up, and what one is sent to can be seen by everybody."""

import re

from tianfu.catalogue import load_packs
from tianfu.cli.demo import _worth_a_look
from tianfu.model import Access, Settings
from tianfu.store import Store

from .conftest import Demonstration

COUNTS = re.compile(r"^(\S+) .*done · read ([\d,]+) · accepted ([\d,]+) · flagged ([\d,]+) · quarantined ([\d,]+)", re.MULTILINE)


def test_each_dataset_tells_its_counts_and_they_add_up(demonstration: Demonstration) -> None:
    told = {name: [int(n.replace(",", "")) for n in counts] for name, *counts in COUNTS.findall(demonstration.said)}
    assert {"legal_entity.firms", "population.persons", "environment.readings", "environment.air_quality_daily", "codes.areas"} <= set(told)
    assert all(read == accepted + flagged + quarantined for read, accepted, flagged, quarantined in told.values())
    assert sum(quarantined for *_, quarantined in told.values()) > 0, "what was planted is found"


def test_datasets_without_files_are_named_with_the_place_to_put_them(demonstration: Demonstration) -> None:
    assert re.search(r"no files yet for .*environment\.air_hourly.*inbox", demonstration.said)


def test_the_dataset_to_look_at_has_problem_rows_that_everybody_may_see(demonstration: Demonstration) -> None:
    registry = load_packs()
    with Store.open(Settings(home=demonstration.home)) as store:
        found = _worth_a_look(store, registry)
        version = store.version(found)
    assert registry.dataset(found).sharing.to_public is Access.always
    assert version
    assert version.problems > 0
