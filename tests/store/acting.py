"""Random actions on one table, done by a process that may be killed at any moment, and what each of them makes of the content.

A new kind of action is a function here, a line in `ACTIONS`, and what it makes of the content in `Model.after`.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tianfu.model import Settings
from tianfu.store import Store, Where

from .loading import TODAY, Delivery, loaded, quick_plan, readings, rows

ID = "demo.readings"
Content = Mapping[str, float]
WHY = {"reason": "演练", "by": "li"}


@dataclass(frozen=True)
class Action:
    """What is about to be done, in full: whoever hears of it knows what the content will be."""

    kind: str
    keys: tuple[int, ...] = ()
    value: float = 0
    number: int = 0


def _keys(draw: random.Random) -> tuple[int, ...]:
    start = draw.randrange(900)
    return tuple(range(start, start + draw.randrange(1, 120), draw.choice([1, 1, 3])))


def _load(store: Store, action: Action, mode: str) -> int:
    delivery = Delivery(rows(action.keys, action.value), size=70, number=draw_number(action))
    return loaded(store, readings(mode), delivery, f"run-{time.monotonic_ns()}").number


def draw_number(action: Action) -> int:
    """A raw file's number that tells apart deliveries of different content."""
    return 1 + hash((action.keys, action.value)) % 10**6


def _delete(store: Store, action: Action) -> int:
    low, high = f"r{action.keys[0]:07}", f"r{action.keys[-1]:07}"
    return store.delete(ID, (Where("id", "gte", low), Where("id", "lte", high)), **WHY).number


def _restore(store: Store, action: Action) -> int:
    return store.restore(ID, action.number, **WHY).number


def _compact(store: Store, _action: Action) -> int:
    store.compact(ID)
    return _newest(store)


def _expire(store: Store, _action: Action) -> int:
    store.expire(ID, keep_versions=4, today=TODAY)
    return _newest(store)


def _newest(store: Store) -> int:
    version = store.version(ID)
    return version.number if version else 0


Act = Callable[[Store, Action], int]
ACTIONS: dict[str, tuple[int, Act]] = {
    "append": (3, lambda store, action: _load(store, action, "append")),
    "upsert": (4, lambda store, action: _load(store, action, "upsert")),
    "replace": (1, lambda store, action: _load(store, action, "replace")),
    "delete": (2, _delete),
    "restore": (2, _restore),
    "compact": (2, _compact),
    "expire": (1, _expire),
}
"""Kind -> how often it is drawn, and how it is done; the answer is the number of the newest version afterwards."""


def act_without_end(home: str, seed: int, word: Connection, said: Connection) -> None:
    """Waits for the word to begin; says what it is about to do, each step of it, and that it is done."""
    draw = random.Random(seed)
    warmed_up()
    word.recv()

    def pause(step: str) -> None:
        said.send(step)
        time.sleep(draw.random() * 0.01)

    with Store.open(Settings(home=Path(home)), pause=pause) as store:
        store.declare(readings("upsert"), "declaration-1")
        while True:
            action = drawn(store, draw)
            said.send(asdict(action))
            said.send(ACTIONS[action.kind][1](store, action))


def warmed_up() -> None:
    """Whatever takes a process half a second before it does anything."""
    import ibis
    import pyarrow as pa
    from deltalake import DeltaTable

    plan = quick_plan(readings())
    raw = ibis.table(ibis.Schema.from_pyarrow(pa.schema([*((f, pa.string()) for f in plan.fields), ("_record", pa.int64())])), name="raw")
    assert DeltaTable
    assert ibis.to_sql(plan.apply(raw), dialect="duckdb")


def drawn(store: Store, draw: random.Random) -> Action:
    """An action that can be done to the table as it is."""
    there = [v.number for v in store.versions(ID) if v.expired_at is None]
    kinds = list(ACTIONS) if there else ["append", "upsert", "replace"]
    kind = draw.choices(kinds, [ACTIONS[k][0] for k in kinds])[0]
    return Action(kind, _keys(draw), draw.randrange(1, 80), draw.choice(there) if there else 0)


@dataclass
class Model:
    """What the table must hold, version by version."""

    versions: dict[int, dict[str, float]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return max(self.versions, default=0)

    @property
    def content(self) -> dict[str, float]:
        return self.versions.get(self.number, {})

    def after(self, action: Action) -> dict[str, float]:
        """The content once the action is done."""
        new: dict[str, float] = {f"r{n:07}": action.value for n in action.keys}
        match action.kind:
            case "append":
                return {**new, **self.content}
            case "upsert":
                return {**self.content, **new}
            case "replace":
                return new
            case "delete":
                low, high = f"r{action.keys[0]:07}", f"r{action.keys[-1]:07}"
                return {k: v for k, v in self.content.items() if not low <= k <= high}
            case "restore":
                return self.versions[action.number]
        return self.content

    def done(self, action: Action, number: int) -> None:
        """The action is done and the newest version has that number."""
        self.versions[number] = self.after(action)


def heard(said: Connection) -> list[Any]:
    """Everything that was said before the end."""
    found = []
    try:
        while said.poll():
            found.append(said.recv())
    except (EOFError, OSError):
        pass
    return found
