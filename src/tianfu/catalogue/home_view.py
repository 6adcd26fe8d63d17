"""The portal's first page: how much there is, what is new, where it comes from."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from tianfu.model import Access, Channel, Text

from .addresses import catalogue, dataset_page
from .areas_view import area_grid
from .cards import Card, cards, theme_of
from .entries.rates import rates
from .history_view import run_lines
from .list_view import listed
from .registry import Registry
from .search.old import named
from .terms import CHANNELS, THEME_ICONS
from .views import ChannelShare, Figure, HomeView, Link, PackTile, ThemeTile
from .visit import Visit

RECENT, RUNS, SUGGESTIONS = 6, 8, 5


def home_view(visit: Visit) -> HomeView:
    """The first page."""
    known = cards(visit.store, visit.registry)
    loaded = [c for c in known if c.version]
    newest = sorted((c for c in loaded if c.dataset.kind == "dataset"), key=lambda c: c.updated_at or visit.now, reverse=True)
    return HomeView(
        figures=_figures(visit, known, loaded),
        suggestions=tuple(
            Link(dataset_page(c.dataset.id), Text(zh=c.dataset.title, en=c.dataset.title_en)) for c in _open_ones(newest)[:SUGGESTIONS]
        ),
        areas=area_grid(visit, loaded),
        themes=_themes(known, visit.registry),
        recent=tuple(listed(c) for c in newest[:RECENT]),
        channels=_channels(known),
        runs=run_lines(visit.store.runs.recent(limit=RUNS), visit.registry),
        packs=_packs(visit.registry),
    )


def _open_ones(cards: Sequence[Card]) -> list[Card]:
    """What a visitor may look into at once."""
    return [c for c in cards if c.dataset.sharing.to_public is Access.always]


def _figures(visit: Visit, known: Sequence[Card], loaded: Sequence[Card]) -> tuple[Figure, ...]:
    day = visit.now - timedelta(days=1)
    open_ = sum(1 for c in known if c.dataset.sharing.to_public.value == "always")
    scores = [c.version.quality.total for c in loaded if c.version and c.version.quality.total is not None]
    mean = round(sum(scores) / len(scores), 1) if scores else None
    fresh = sum(1 for c in loaded if c.updated_at and c.updated_at >= day)
    entries, rows = Text(zh="个", en="datasets"), Text(zh="条", en="rows")
    return (
        Figure(Text(zh="数据集", en="Datasets"), len(known), entries, Text(zh=f"其中 {open_} 个无条件开放", en=f"{open_} of them open")),
        Figure(
            Text(zh="数据总量", en="Rows"),
            sum(c.rows or 0 for c in loaded),
            rows,
            Text(zh=f"{len(loaded)} 个数据集已有数据", en=f"in {len(loaded)} datasets"),
        ),
        Figure(
            Text(zh="提供部门", en="Stewards"),
            len({c.dataset.steward for c in known}),
            Text(zh="个", en="departments"),
            Text(zh="按数据集声明的提供部门统计", en="as declared by the datasets"),
        ),
        Figure(
            Text(zh="近 24 小时更新", en="Updated in 24 hours"),
            fresh,
            entries,
            Text(zh="产生新版本的数据集", en="datasets with a new version"),
        ),
        Figure(
            Text(zh="平均质量", en="Mean quality"),
            mean,
            Text(zh="分", en="of 100"),
            Text(zh="按 GB/T 36344 六个维度", en="six dimensions of GB/T 36344"),
        ),
        *_entries(visit),
    )


def _entries(visit: Visit) -> tuple[Figure, ...]:
    """Published entries and their mounting rate; nothing where no catalogue was compiled."""
    rate = rates(visit.store).whole
    if rate.percent is None:
        return ()
    note = Text(zh=f"挂接率 {rate.percent:.1f}%", en=f"{rate.percent:.1f}% have data")
    return (Figure(Text(zh="目录条目", en="Entries"), rate.published, Text(zh="个", en="published"), note),)


def _themes(known: Sequence[Card], registry: Registry) -> tuple[ThemeTile, ...]:
    counts = Counter(theme for c in known if (theme := theme_of(c, registry)))
    return tuple(ThemeTile(named("theme", t, known), THEME_ICONS.get(t, "folder"), n, catalogue(theme=t)) for t, n in counts.most_common())


def _channels(known: Sequence[Card]) -> tuple[ChannelShare, ...]:
    """Every channel, those without datasets too: what is missing is worth seeing."""
    counts = Counter(c.dataset.channel for c in known)
    whole = sum(counts.values()) or 1
    return tuple(ChannelShare(CHANNELS[c][0], CHANNELS[c][1], counts[c], 100 * counts[c] / whole) for c in Channel)


def _packs(registry: Registry) -> tuple[PackTile, ...]:
    return tuple(
        PackTile(
            Text(zh=p.declaration.title, en=p.declaration.title_en),
            Text(zh=p.declaration.summary, en=p.declaration.summary_en),
            p.declaration.icon,
            len(p.datasets),
            catalogue(pack=p.name),
        )
        for p in registry.packs.values()
    )
