"""When the public home is lost and the outbox no longer reaches back, a new pair of keys begins a new chain."""

import shutil

from tianfu.model import Version
from tianfu.release import make_keys, trust

from .conftest import Zones


def test_a_new_pair_of_keys_sends_everything_to_a_new_public_home(zones: Zones) -> None:
    zones.pushed()
    zones.received()
    before = {v.number for v in _versions(zones)}
    for folder in (zones.internal_home / "release", zones.public_home, zones.gap):
        shutil.rmtree(folder)
    make_keys(zones.internal_home)
    trust(zones.public_home, zones.internal_home / "release" / "public.key.json")
    assert zones.pushed()[0].manifest.sequence == 1
    assert {v.outcome for v in zones.received()} == {"taken"}
    assert {v.number for v in _versions(zones)} == before


def _versions(zones: Zones) -> list[Version]:
    with zones.outside() as store:
        return [v for d in store.datasets() if (v := store.version(d))]
