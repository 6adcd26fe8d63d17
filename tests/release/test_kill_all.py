"""Fifty times a process is killed amid loads, upserts, deletions, compactions, expiries and pushes, as one run over both zones.

Whatever was acknowledged is there once on either side; packages are numbered without a gap, each bound to the one before.
"""

import random
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from tests.release import acting
from tests.release.acting import ENTRY, ID
from tests.store.acting import ACTIONS, Model
from tests.store.loading import content, opened
from tests.store.test_kill_rounds import Actor, check, settle, told

from tianfu.catalogue.entries import Entries
from tianfu.model import BROWSING, PUBLIC
from tianfu.release import ReceivedPackages, SentPackages, make_keys, receive, trust, trusted
from tianfu.release.opening import arrivals, arrived
from tianfu.release.publishing import BEIJING
from tianfu.store import PageQuery, Store

ROUNDS = 50
WORDS_MOST = 16
LONGEST_SECONDS = 0.08


@pytest.fixture(autouse=True)
def _child_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parents[2]), *sys.path])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Both homes, with their keys."""
    make_keys(tmp_path / "home")
    trust(tmp_path / "public", tmp_path / "home" / "release" / "public.key.json")
    return tmp_path / "home"


def acknowledged(said: list[object]) -> int:
    """The newest version whose push was heard to be done."""
    kind, newest = "", 0
    for word in said:
        if isinstance(word, dict):
            kind = word["kind"]
        elif isinstance(word, int) and kind == "push":
            newest = max(newest, word)
    return newest


def chain_holds(home: Path, store: Store) -> None:
    """Numbers without a gap, each bound to the one before; what has a name in the gap is whole, signed and on record."""
    packages = SentPackages(store).since(1)
    assert [p.manifest.sequence for p in packages] == list(range(1, len(packages) + 1))
    assert [p.manifest.previous for p in packages] == ["", *(p.hash for p in packages)][: len(packages)]
    key, there = trusted(home.parent / "public"), arrivals(home.parent / "gap")
    assert [f.name for f in there] == [p.name for p in packages][: len(there)], "nothing overtakes"
    assert len(there) >= sum(p.sent_at is not None for p in packages)
    assert [arrived(f, key).hash for f in there[-3:]] == [p.hash for p in packages][: len(there)][-3:]


def public_holds(model: Model, pushed: int, public: Store) -> None:
    """After its next start: a version not older than the last acknowledged push, its rows each once, and the entry that tells of it."""
    numbers = [v.number for v in public.versions(ID)] if ID in public.datasets() else []
    assert numbers == sorted(set(numbers)), "each version once, in order"
    newest = max(numbers, default=0)
    assert newest >= pushed, "what was acknowledged is there"
    if newest:
        found = [(r["id"], r["value"]) for r in content(public, ID)]
        assert len(found) == len(dict(found)), "no row is doubled"
        assert dict(found) == model.versions[newest], "no row is lost"
    said = Entries(public).published(ENTRY)
    assert pushed <= (int(said.title[1:-1]) if said else 0) <= newest
    assert public.verify() == []


def both_agree(inside: Store, public: Store) -> None:
    """After a push that nobody disturbs both zones give the public the same bytes."""
    here, there = (s.page(ID, PUBLIC, BROWSING, PageQuery(count=True), today=datetime.now(BEIJING).date()).body for s in (inside, public))
    assert here == there
    assert Entries(inside).public(ENTRY).entry == Entries(public).public(ENTRY).entry
    assert ReceivedPackages(public).last().hash == SentPackages(inside).last().hash  # type: ignore[union-attr]  # both have some


def test_fifty_kills_over_both_zones_lose_nothing_and_double_nothing(home: Path) -> None:
    model, draw, kinds, pushed = Model(), random.Random(20261125), Counter[str](), 0
    ready = {"work": acting.act_without_end, "preload": ["tianfu.release", "tianfu.catalogue.entries"]}
    actor = Actor(home, 0, **ready)  # type: ignore[arg-type]  # two of its arguments
    for seed in range(1, ROUNDS + 1):
        said = actor.killed_after(draw.randint(1, WORDS_MOST), draw.random() * LONGEST_SECONDS)
        actor = Actor(home, seed, **ready)  # type: ignore[arg-type]
        kinds.update(word["kind"] for word in said if isinstance(word, dict))
        pushed = max(pushed, acknowledged(said))
        pending = told(model, said)
        with opened(home) as store:
            settle(model, pending, store)
            check(model, store)
            chain_holds(home, store)
        with acting.outside(home) as public:
            receive(public, home.parent / "gap", trusted(home.parent / "public"))
            public_holds(model, pushed, public)
    actor.kill()
    assert set(kinds) == {*ACTIONS, "push"}, "every kind of action was met"
    assert kinds["push"] > ROUNDS / 4
    with opened(home) as store:
        acting._push(store, acting.acting.Action("push"))
        with acting.outside(home) as public:
            public_holds(model, model.number, public)
            both_agree(store, public)
