"""Many times a process is killed amid loads, upserts, deletions, restorations, compactions and expiries of one table.

Whatever was acknowledged is there, the one action that was not is in or out as a whole, and the next start repairs itself.
"""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tianfu.store import Store

from .acting import ACTIONS, ID, Action, Model, heard
from .loading import TODAY, content, opened

ROUNDS = 20
"""Fifty rounds over everything, pushes included, are in tests/release/test_kill_all.py."""
WORDS_MOST = 16
LONGEST_SECONDS = 0.08


@pytest.fixture(autouse=True)
def _child_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parents[2]), *sys.path])


class Actor:
    """A process that is ready to act. It comes from a server that has the libraries ready, but not deltalake: that survives no fork."""

    def __init__(self, home: Path, seed: int, work: Callable[..., None] | None = None, preload: Sequence[str] = ()) -> None:
        from tests.store import acting

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tianfu.govern", "tianfu.store.stage", "tianfu.store.session", "tianfu.store.commit", *preload])
        self._listening, said = context.Pipe(duplex=False)
        word, self._word = context.Pipe(duplex=False)
        self._process = context.Process(target=work or acting.act_without_end, args=(str(home), seed, word, said))
        self._process.start()
        said.close()

    def killed_after(self, words: int, seconds: float) -> list[Any]:
        """What it had said when it was killed, so long after so many words: it has done something however busy the machine is."""
        self._word.send("begin")
        first = [self._listening.recv() for _ in range(words)]
        time.sleep(seconds)
        self.kill()
        return [*first, *heard(self._listening)]

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def told(model: Model, said: list[Any]) -> Action | None:
    """Takes over what was acknowledged; the action that was not."""
    pending: Action | None = None
    for word in said:
        if isinstance(word, dict):
            pending = Action(**word)
        elif pending is not None and isinstance(word, int):
            model.done(pending, word)
            pending = None
    return pending


def settle(model: Model, pending: Action | None, store: Store) -> None:
    """The action that nobody heard the end of is in or out, entirely."""
    version = store.version(ID)
    if pending is None or version is None or version.number == model.number:
        return
    assert version.number == model.number + 1
    model.done(pending, version.number)


def check(model: Model, store: Store) -> None:
    """The table is what the model says, and every count of it is exact."""
    version = store.version(ID)
    if version is None:
        assert model.content == {}
        return
    found = [(r["id"], r["value"]) for r in content(store, ID)]
    assert len(found) == len(dict(found)) == version.rows, "no row is doubled"
    assert dict(found) == model.content, "no row is lost"
    rows = 0
    for each in store.versions(ID):
        rows += each.inserted - each.deleted
        assert rows == each.rows
    assert store.verify() == []
    assert not [r for r in store.runs.recent(ID, limit=3) if r.state == "running"]
    _check_problems(store)


def _check_problems(store: Store) -> None:
    problems = content(store, f"{ID}__problems") if store.version(f"{ID}__problems") else []
    for version in store.versions(ID):
        if version.expired_at is None:
            assert sum(p["run"] == version.run for p in problems) == version.problems


def test_kills_lose_nothing_and_double_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, draw, kinds = Model(), random.Random(20261124), Counter[str]()
    actor = Actor(home, 0)
    for seed in range(1, ROUNDS + 1):
        said = actor.killed_after(draw.randint(1, WORDS_MOST), draw.random() * LONGEST_SECONDS)
        actor = Actor(home, seed)  # gets ready while we look
        kinds.update(word["kind"] for word in said if isinstance(word, dict))
        pending = told(model, said)
        with opened(home) as store:
            settle(model, pending, store)
            check(model, store)
    actor.kill()
    assert set(kinds) == set(ACTIONS), "every kind of action was met"
    monkeypatch.setattr("tianfu.store.expiry.GRACE", timedelta(0))
    with opened(home) as store:
        store.expire(ID, keep_versions=1, today=TODAY)
        assert {str(p) for p in store.home.table(ID).glob("*.parquet")} == set(store.files(ID)), "no file is left over"
        check(model, store)
