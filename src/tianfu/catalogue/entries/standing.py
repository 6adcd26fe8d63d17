"""What is on record about an entry: where it stands, which steps it took, what is mounted on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tianfu.model import Entry, EntryState

from .states import Verb


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as a reader may know it: `number` is that of the text at hand, `public` that of the published text, if there is one."""

    entry: Entry
    state: EntryState
    number: int
    public: int | None
    published_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken: by whom, on which text, from where to where, and why."""

    number: int
    verb: Verb
    before: str
    after: EntryState
    unit: str
    person: str
    reason: str
    at: datetime


class MountKind(StrEnum):
    """How a resource is provided: 库表、接口、文件."""

    table = "table"
    api = "api"
    file = "file"


@dataclass(frozen=True, slots=True)
class Mount:
    """A resource on an entry. `target` is a dataset's id, an address, or the number of a raw file; `declared` comes from a declaration."""

    id: int
    entry: str
    kind: MountKind
    target: str
    title: str
    area: str
    declared: bool
    unit: str
    person: str
    mounted_at: datetime
    ended_at: datetime | None = None
    reason: str = ""
