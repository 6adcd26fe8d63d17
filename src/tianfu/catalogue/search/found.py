"""What a search finds, as plain values: enough for a list, so that a list asks nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tianfu.model import Text

Kind = Literal["dataset", "entry"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A dataset or an entry in a list. Codes (`steward`, `theme`, `channel`, ...) are those of the properties; `named` puts them in words.

    `rows`, `version`, `score` and `updated_at` are None where nothing was loaded; `items` counts columns or promised items; `state` is an
    entry's. `code` is the resource code of an entry.
    """

    kind: Kind
    id: str
    title: Text
    summary: Text
    steward: str
    theme: str
    pack: str
    channel: str
    open: str
    sharing: str
    refresh: str
    level: int
    items: int
    rows: int | None
    version: int | None
    score: float | None
    grade: str
    mounted: bool
    updated_at: datetime | None
    code: str = ""
    state: str = ""

    @property
    def href(self) -> str:
        return f"/{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many match in all, counts by property, the place of the next page.

    `meant` are questions that would find something (or much more), best first; `also` are words that were looked for beside what was typed
    (abbreviations, former names); `marked` are the words that titles are marked with. `generation` changes with the index.
    """

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    next: str | None
    meant: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    generation: str = ""
