"""Catalogue entries (目录): what departments hold or owe, before any data exist. Policy items 9 and 40.

Compiled from service items (政务服务事项) or written in a form, an entry passes three reviews, gets a resource code and is published.
Tables, APIs and files are mounted on it, and the mounting rate says how much of what is promised is there.

    Entries(store).write(entry, actor, at=...)            a draft, or a change of what is published
    Entries(store).take(id, Verb.submit, actor, at=...)   one step; `states.after` is its rule
    Mounts(store).mount(...), .unmount(...)               resources
    rates(store), waiting(store)                          the mounting rate, and what waits for data
"""

from .failures import CodeTaken, EntryError, IllegalStep, MountError, Overtaken, UnfitEntry, UnknownEntry
from .fitness import Flaw, flaws
from .mounts import Mounts
from .rates import AreaRate, Rate, Rates, area_rate, rates, waiting
from .record import Entries
from .standing import Mount, MountKind, Standing, Step
from .states import Actor, Verb, after, possible

__all__ = [
    "Actor",
    "AreaRate",
    "CodeTaken",
    "Entries",
    "EntryError",
    "Flaw",
    "IllegalStep",
    "Mount",
    "MountError",
    "MountKind",
    "Mounts",
    "Overtaken",
    "Rate",
    "Rates",
    "Standing",
    "Step",
    "UnfitEntry",
    "UnknownEntry",
    "Verb",
    "after",
    "area_rate",
    "flaws",
    "possible",
    "rates",
    "waiting",
]
