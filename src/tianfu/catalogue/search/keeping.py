"""Keeping the index like the metadata: what is missing or otherwise is written, by one process at a time."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from tianfu.catalogue.registry import Registry
from tianfu.catalogue.visit import BEIJING
from tianfu.model import Zone

from .entry_documents import entry_key
from .failures import is_broken
from .generations import Generations, opened
from .schema import BETWEEN, marked
from .stamps import Counters, Stamps
from .writing import Source, built, changed

if TYPE_CHECKING:
    from tianfu.store import Store

LOCK = "search"
MANY = 2_000
"""More changes than this, and more than a third of all: it is quicker to begin anew."""
SOME = 200
log = logging.getLogger(__name__)


@dataclass
class Keeper:
    """Looks what is new, and writes it. One per process; the lock `search` lets one of them write."""

    store: "Store"
    registry: Registry
    generations: Generations = field(init=False)
    _stamps: Stamps = field(init=False)
    _source: Source = field(init=False)
    _seen: tuple[int, Counters] | None = None
    _day: date | None = None
    _open: tuple[Path, tantivy.Index] | None = None

    def __post_init__(self) -> None:
        self.generations = Generations(self.store.home.cache / "search")
        self._stamps = Stamps(self.store, self.registry)
        self._source = Source(self.store, self.registry, self._stamps)

    def bring_up_to_date(self, *, wait_seconds: float = 0.0) -> bool:
        """Whether anything had to be written. Busy while another process is at it."""
        with self.store.lock(LOCK, wait_seconds=wait_seconds):
            index = self._readable()
            if index is None:
                self._build()
                return True
            try:
                return self._follow(index)
            except BaseException as error:
                if not is_broken(error):
                    raise
                log.warning("the search index cannot be written: it is built anew", exc_info=True)
                self._build()
                return True

    def is_new_day(self) -> bool:
        """Grants begin and end with a day, and no word of it in the metadata."""
        return self._day is not None and self._day != _today()

    def build(self, *, wait_seconds: float = 60.0) -> int:
        """The whole index anew, beside the one that is read; how many documents it has."""
        with self.store.lock(LOCK, wait_seconds=wait_seconds):
            return self._build()

    def _build(self) -> int:
        seen, today = self._stamps.counters(), _today()
        wanted = self._stamps.of_datasets(today) | self._stamps.of_entries()
        count = built(self.generations, self._source.of(wanted, today))
        self._seen, self._open, self._day = seen, None, today
        return count

    def _follow(self, index: tantivy.Index) -> bool:
        seen, today = self._stamps.counters(), _today()
        wanted = self._stamps.of_datasets(today)
        touched = self._touched(seen)
        held = _held(index, "dataset:") if touched is not None else _held(index)
        wanted |= self._stamps.of_entries(touched)
        if touched:
            held |= {k: s for e in touched for k, s in _held(index, f"{entry_key(e)}{BETWEEN}").items()}
        stale = {k: s for k, s in wanted.items() if held.get(k) != s}
        gone = held.keys() - wanted.keys()
        self._write(index, stale, gone, len(held), today)
        self._seen, self._day = seen, today
        return bool(stale or gone)

    def _write(self, index: tantivy.Index, stale: dict[str, str], gone: set[str], held: int, today: date) -> None:
        if len(stale) + len(gone) > max(MANY, held // 3):
            self._build()
        elif stale or gone:
            changed(index, [*stale, *gone], self._source.of(stale, today))

    def _touched(self, seen: tuple[int, Counters]) -> set[str] | None:
        """The entries that need a look; None: all of them. What comes from another zone leaves no steps."""
        if self._seen is None or self._seen[1] != seen[1] or self.store.settings.zone is Zone.public:
            return None
        touched = self._stamps.touched(self._seen[0]) if seen[0] != self._seen[0] else set()
        return touched if len(touched) <= SOME else None

    def _readable(self) -> tantivy.Index | None:
        """The current index as it is now."""
        folder = self.generations.current()
        if folder is None:
            return None
        try:
            if self._open is None or self._open[0] != folder:
                self._open, self._seen = (folder, opened(folder)), None
            self._open[1].reload()
        except BaseException as error:
            if not is_broken(error):
                raise
            log.warning("the search index cannot be read: it is built anew", exc_info=True)
            self._open = None
            return None
        return self._open[1]


def _held(index: tantivy.Index, prefix: str = "") -> dict[str, str]:
    """What the index says it holds: key -> stamp."""
    return marked(term for term, _ in index.searcher().terms_with_prefix("mark", prefix, tantivy.Query.all_query()))


def _today() -> date:
    return datetime.now(UTC).astimezone(BEIJING).date()
