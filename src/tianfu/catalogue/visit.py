"""Who looks, for what and when: what every page is made from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tianfu.model import Dataset, Decision, Purpose, Reader

from .registry import Registry

if TYPE_CHECKING:
    from tianfu.store import Store

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader with a purpose before the store and the packs."""

    store: "Store"
    registry: Registry
    reader: Reader
    purpose: Purpose
    now: datetime

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()

    def decide(self, dataset: Dataset) -> Decision:
        """Whether and how the reader sees the rows."""
        return self.store.decide(dataset.id, self.reader, self.purpose, today=self.today)
