"""What lists show of each dataset: its title and steward, and the facts of its last version."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tianfu.identity.units import units
from tianfu.model import Dataset, Refresh, Text, Version
from tianfu.standards import themes

from .registry import Registry

if TYPE_CHECKING:
    from tianfu.store import Store

CYCLE = {
    Refresh.realtime: timedelta(hours=1),
    Refresh.hourly: timedelta(hours=1),
    Refresh.daily: timedelta(days=1),
    Refresh.weekly: timedelta(days=7),
    Refresh.monthly: timedelta(days=31),
    Refresh.quarterly: timedelta(days=92),
    Refresh.half_yearly: timedelta(days=184),
    Refresh.yearly: timedelta(days=366),
}
"""Length of an update cycle; `irregular` promises none."""


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset in a list. `version` is None while nothing was ever loaded."""

    dataset: Dataset
    pack: Text
    steward: Text
    theme: Text
    version: Version | None

    @property
    def rows(self) -> int | None:
        return self.version.rows if self.version else None

    @property
    def grade(self) -> str:
        return self.version.quality.grade if self.version else "-"

    @property
    def updated_at(self) -> datetime | None:
        return self.version.at if self.version else None

    @property
    def due_at(self) -> datetime | None:
        """When the declared cycle asks for the next version; None without a cycle or a version."""
        cycle = CYCLE.get(self.dataset.refresh)
        return self.version.at + cycle if self.version and cycle else None


def cards(store: "Store", registry: Registry) -> list[Card]:
    """A card for each declared dataset, in the order of the registry."""
    newest = store.records.newest()
    return [_card(registry, d, newest.get(d.id)) for d in registry.datasets()]


def card(store: "Store", registry: Registry, dataset: Dataset) -> Card:
    """The card of one dataset."""
    return _card(registry, dataset, store.version(dataset.id))


def _card(registry: Registry, dataset: Dataset, version: Version | None) -> Card:
    pack = registry.packs[dataset.pack].declaration
    unit, theme = units().get(dataset.steward), themes().get(dataset.theme or pack.theme)
    return Card(
        dataset=dataset,
        pack=Text(zh=pack.title, en=pack.title_en),
        steward=Text(zh=unit.title, en=unit.title_en) if unit else Text(zh=dataset.steward),
        theme=theme.title if theme else Text(zh=""),
        version=version,
    )


def theme_of(card: Card, registry: Registry) -> str:
    """The theme of a dataset: its own, else its pack's."""
    return card.dataset.theme or registry.packs[card.dataset.pack].declaration.theme
