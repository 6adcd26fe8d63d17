"""What the cockpit shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from tianfu.catalogue.charts.views import ChartView
from tianfu.catalogue.views import AreaGrid, Badge, Link
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class Count:
    """A number in large type. `value` is in words already."""

    title: Text
    value: Text
    unit: Text
    href: str


@dataclass(frozen=True, slots=True)
class Concern:
    """A dataset that somebody has to look at, and why."""

    dataset: Link
    steward: Text
    state: Badge
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way from catalogue to use: how many have come so far, of how many. `done` is the share in percent."""

    title: Text
    value: Text
    done: float | None
    href: str


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel of gathering: its datasets, the share of those with a cycle that are on time, the newest delivery."""

    title: Text
    datasets: int
    on_time: float | None
    newest: datetime | None
    state: Badge


@dataclass(frozen=True, slots=True)
class CockpitView:
    """The whole screen. `health` says in a word whether all is well."""

    at: datetime
    health: Badge
    sources: Text
    runs: tuple[Count, ...]
    concerns: tuple[Concern, ...]
    concerns_in_all: int
    counts: tuple[Count, ...]
    areas: AreaGrid | None
    stages: tuple[Stage, ...]
    charts: tuple[ChartView, ...]
    channels: tuple[ChannelState, ...]
    again_seconds: int
