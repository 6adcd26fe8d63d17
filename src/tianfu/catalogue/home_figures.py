"""The figures of the portal's first page: each is counted, says what it counts, and leads to what it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tianfu.identity.units import units
from tianfu.model import Refresh, Text

from .addresses import asking
from .cards import CYCLE
from .entries.rates import rates
from .views import Figure
from .visit import BEIJING

if TYPE_CHECKING:
    from .search import Found, Hit
    from .visit import Visit

WINDOW = timedelta(days=30)
TIERS: Mapping[str, Text] = {
    "province": Text(zh="省级", en="province"),
    "city": Text(zh="市（州）", en="prefecture"),
    "county": Text(zh="县（市、区）", en="county"),
}
CYCLES = {r.value for r in CYCLE}
DATASETS = ("kind", "dataset")
DESCRIBED = Text(zh="全部可查看说明", en="each described")
EMPTY = Text(zh="还没有装载数据", en="nothing loaded yet")


def figures(visit: "Visit", whole: "Found", loaded: "Found", having: "Sequence[Hit]") -> tuple[Figure, ...]:
    """`whole` is everything that is listed, `loaded` what of the datasets has data, `having` all of these."""
    return (_datasets(visit, whole), _interfaces(loaded), _departments(whole), _rows(having), _on_time(visit, having))


def _datasets(visit: "Visit", whole: "Found") -> Figure:
    """Datasets, and how many of the entries have data."""
    kinds = whole.counts.get("kind", {})
    entries, rate = kinds.get("entry", 0), rates(visit.store).whole.percent
    mounted = Text(zh=f"，挂接率 {rate:.1f}%", en=f", {rate:.1f}% with data") if rate is not None else Text(zh="")
    note = Text(zh=f"另有目录条目 {entries:,} 个{mounted.zh}", en=f"beside {entries:,} catalogue entries{mounted.en}")
    note = note if entries else DESCRIBED
    title, unit = Text(zh="数据集", en="Datasets"), Text(zh="个", en="datasets")
    return Figure(title, kinds.get("dataset", 0), unit, note, asking("/catalogue", [DATASETS]))


def _interfaces(loaded: "Found") -> Figure:
    """What anybody may call: open without conditions, and with data."""
    href = asking("/catalogue", [DATASETS, ("open", "always"), ("mounted", "yes")])
    return Figure(
        Text(zh="开放接口", en="Open interfaces"),
        loaded.counts.get("open", {}).get("always", 0),
        Text(zh="个", en="APIs"),
        Text(zh="无条件开放，直接调用", en="open to any program"),
        href,
    )


def _departments(whole: "Found") -> Figure:
    """Whoever provides a dataset or an entry, by tier."""
    providers = whole.counts.get("steward", {})
    tiers = Counter(unit.tier if (unit := units().get(p)) else "" for p in providers)
    told = [(t, n) for t in TIERS if (n := tiers[t])]
    note = Text(zh="，".join(f"{TIERS[t].zh} {n} 家" for t, n in told), en=", ".join(f"{TIERS[t].en}: {n}" for t, n in told))
    return Figure(Text(zh="提供部门", en="Departments"), len(providers), Text(zh="家", en="departments"), note, "/catalogue#facet-steward")


def _rows(having: "Sequence[Hit]") -> Figure:
    last = max((h.updated_at for h in having if h.updated_at), default=None)
    at = f"{last.astimezone(BEIJING):%m-%d %H:%M}" if last else ""
    note = Text(zh=f"{len(having)} 个数据集，截至 {at}", en=f"in {len(having)} datasets, {at}") if at else EMPTY
    return Figure(
        Text(zh="累计数据量", en="Rows"),
        sum(h.rows or 0 for h in having),
        Text(zh="条", en="rows"),
        note,
        asking("/catalogue", [DATASETS, ("sort", "rows")]),
    )


def _on_time(visit: "Visit", having: "Sequence[Hit]") -> Figure:
    """Of the last 30 days, the share of time in which datasets were as fresh as their cycle promises; the mean over datasets."""
    cyclic = {h.id: CYCLE[Refresh(h.refresh)] for h in having if h.refresh in CYCLES}
    made = visit.store.records.instants(visit.now - WINDOW - max(CYCLE.values()))
    shares = [fresh_share(made[i], cycle, visit.now) for i, cycle in cyclic.items() if i in made]
    promised = [("refresh", r.value) for r in Refresh if r in CYCLE]
    return Figure(
        Text(zh="按时更新率", en="On time"),
        round(100 * sum(shares) / len(shares), 1) if shares else None,
        Text(zh="%", en="%"),
        Text(zh=f"近 30 天，{len(cyclic)} 个有更新周期", en=f"30 days, {len(cyclic)} with a cycle"),
        asking("/catalogue", [DATASETS, *promised, ("mounted", "yes"), ("sort", "updated")]),
    )


def fresh_share(made: Sequence[datetime], cycle: timedelta, now: datetime) -> float:
    """The share of the last 30 days, or of the time since the first version, in which the newest version was younger than a cycle.

    >>> from datetime import UTC; now = datetime(2026, 11, 24, tzinfo=UTC); day = timedelta(days=1)
    >>> fresh_share([now - 2 * day], day, now), fresh_share([now - 2 * day, now - day], day, now)
    (0.5, 1.0)
    """
    start = max(now - WINDOW, made[0])
    if start >= now:
        return 1.0
    fresh = timedelta()
    for at, following in zip(made, [*made[1:], now], strict=True):
        begins, ends = max(at, start), min(at + cycle, following, now)
        fresh += max(ends - begins, timedelta())
    return fresh / (now - start)
