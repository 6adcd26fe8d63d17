"""The demonstration: everything of the invented province loads, counts add up, and what one is sent to can be seen by everybody."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tianfu.catalogue import load_packs
from tianfu.cli.demo import _worth_a_look
from tianfu.model import Access, Settings
from tianfu.store import Store

TIANFU = str(Path(sys.executable).with_name("tianfu"))
COUNTS = re.compile(r"^(\S+) .*done · read ([\d,]+) · accepted ([\d,]+) · flagged ([\d,]+) · quarantined ([\d,]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("demo") / "home"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIANFU_")}
    command = [TIANFU, "--lang", "en", "demo", "--home", str(home), "--rows", "2000", "--load-only"]
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=True)
    return home, done.stdout


def test_each_dataset_tells_its_counts_and_they_add_up(loaded: tuple[Path, str]) -> None:
    told = {name: [int(n.replace(",", "")) for n in counts] for name, *counts in COUNTS.findall(loaded[1])}
    assert {"legal_entity.firms", "population.persons", "environment.readings", "environment.air_quality_daily", "codes.areas"} <= set(told)
    assert all(read == accepted + flagged + quarantined for read, accepted, flagged, quarantined in told.values())
    assert sum(quarantined for *_, quarantined in told.values()) > 0, "what was planted is found"


def test_datasets_without_files_are_named_with_the_place_to_put_them(loaded: tuple[Path, str]) -> None:
    assert re.search(r"no files yet for .*environment\.air_hourly.*inbox", loaded[1])


def test_the_dataset_to_look_at_has_problem_rows_that_everybody_may_see(loaded: tuple[Path, str]) -> None:
    registry = load_packs()
    with Store.open(Settings(home=loaded[0])) as store:
        found = _worth_a_look(store, registry)
        version = store.version(found)
    assert registry.dataset(found).sharing.to_public is Access.always
    assert version
    assert version.problems > 0
