"""The loads whose problem rows are open: the last delivery, and the corrections that were loaded since."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tianfu.model import Counts, Version
from tianfu.model.values import Act

from .ledger import loading_runs

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Present:
    """`delivered` brought what departments handed in; `corrections` came on top of it, oldest first."""

    delivered: Version
    corrections: tuple[Version, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        return (self.delivered.run, *(c.run for c in self.corrections))

    @property
    def counts(self) -> Counts:
        """Of the delivery as it stands now: a corrected record is no longer quarantined, unless its correction is. They add up."""
        first, later = Counts(**self.delivered.counts), [Counts(**c.counts) for c in self.corrections]
        return Counts(
            first.read,
            first.accepted + sum(c.accepted for c in later),
            first.flagged + sum(c.flagged for c in later),
            first.quarantined + sum(c.quarantined - c.read for c in later),
        )

    @property
    def corrected(self) -> int:
        """Records whose corrections were loaded."""
        return sum(c.counts.get("read", 0) for c in self.corrections)

    @property
    def newest(self) -> Version:
        return self.corrections[-1] if self.corrections else self.delivered


def present(store: "Store", dataset_id: str) -> Present | None:
    """None where nothing was loaded. Rows that were deleted since change nothing here; a restored version brings its loads back."""
    loads = store.loads_behind(dataset_id)
    if not loads:
        return None
    ours = loading_runs(store, dataset_id)
    since: list[Version] = []
    for version in loads:
        if version.run not in ours:
            return Present(version, tuple(reversed(since)))
        since.append(version)
    return Present(since[-1], tuple(reversed(since[:-1])))


def delivered(store: "Store", last: Version) -> Version:
    """The version that the last delivery made: what new files are compared with, whatever was deleted or restored since."""
    loads = [v for v in reversed(store.versions(last.dataset)) if v.act is Act.load]
    ours = loading_runs(store, last.dataset)
    return next((v for v in loads if v.run not in ours), loads[-1] if loads else last)
