"""The portal's first page: a search, how much there is, what is new, where it comes from. What is counted is what the list finds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tianfu.model import Channel, Text

from .addresses import catalogue
from .areas_view import area_grid
from .dataset.history import run_lines
from .home_figures import figures
from .lists.items import items_of
from .lists.narrowing import SCOPES
from .lists.view import twins
from .lists.views import HomeView
from .lists.whole import every
from .popular import popular
from .registry import Registry
from .search import Found, Search, named, wanted
from .terms import CHANNELS, THEME_ICONS
from .views import ChannelShare, PackTile, ThemeTile

if TYPE_CHECKING:
    from .search import Hit
    from .visit import Visit

RECENT, RUNS, KNOWN = 7, 8, 100
ALL: list[tuple[str, str]] = [("limit", "1")]
DATASETS = [("kind", "dataset"), ("limit", "1")]
OPEN = [("kind", "dataset"), ("mounted", "yes"), ("open", "always"), ("sort", "rows"), ("limit", str(KNOWN))]
LOADED = [("kind", "dataset"), ("mounted", "yes"), ("sort", "updated"), ("limit", str(KNOWN))]


def home_view(visit: "Visit", search: Search) -> HomeView:
    """The first page."""
    whole, datasets, loaded, open_ = (search.find(wanted(pairs)) for pairs in (ALL, DATASETS, LOADED, OPEN))
    having = tuple(every(search, wanted(LOADED)))
    return HomeView(
        scopes=SCOPES,
        popular=popular(open_.hits or loaded.hits),
        figures=figures(visit, whole, loaded, having),
        areas=area_grid(visit, {h.id: h.rows for h in having}, whole.counts.get("region", {})),
        themes=_themes(datasets),
        recent=items_of(_no_codes(loaded, visit.registry)[:RECENT]),
        channels=_channels(datasets),
        runs=run_lines(visit.store.runs.recent(limit=RUNS), visit.registry),
        packs=_packs(visit.registry),
        twins=twins("/catalogue", []),
    )


def _no_codes(loaded: Found, registry: Registry) -> "list[Hit]":
    """Code lists come with the platform: that they were loaded is no news."""
    codes = {d.id for d in registry.datasets() if d.kind == "codes"}
    return [h for h in loaded.hits if h.id not in codes]


def _themes(datasets: Found) -> tuple[ThemeTile, ...]:
    ranked = sorted(datasets.counts.get("theme", {}).items(), key=lambda t: (-t[1], t[0]))
    return tuple(
        ThemeTile(named("theme", t, {}), THEME_ICONS.get(t, "folder"), n, catalogue(kind="dataset", theme=t)) for t, n in ranked if t and n
    )


def _channels(datasets: Found) -> tuple[ChannelShare, ...]:
    """Every channel, those without datasets too: what is missing is worth seeing."""
    counts: Mapping[str, int] = datasets.counts.get("channel", {})
    whole = sum(counts.get(c.value, 0) for c in Channel) or 1
    return tuple(_channel(c, counts.get(c.value, 0), whole) for c in Channel)


def _channel(channel: Channel, count: int, whole: int) -> ChannelShare:
    title, icon = CHANNELS[channel]
    return ChannelShare(title, icon, count, 100 * count / whole, catalogue(kind="dataset", channel=channel.value) if count else None)


def _packs(registry: Registry) -> tuple[PackTile, ...]:
    return tuple(
        PackTile(
            Text(zh=p.declaration.title, en=p.declaration.title_en),
            Text(zh=p.declaration.summary, en=p.declaration.summary_en),
            p.declaration.icon,
            len(p.datasets),
            f"/packs/{p.name}",
        )
        for p in registry.packs.values()
    )
