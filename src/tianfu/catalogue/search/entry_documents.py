"""An entry as the search knows it: its published text for everybody, its newest text for the government network."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tianfu.catalogue.entries.standing import Standing
from tianfu.catalogue.registry import Registry
from tianfu.identity.units import units
from tianfu.model import EntryItem, EntryState, Pack, Text
from tianfu.standards import elements, themes

from .documents import properties_of
from .found import Hit
from .open_values import prefectures
from .schema import Indexed, Sight


@dataclass(frozen=True, slots=True)
class Shipped:
    """The packs that ship entries, by entry."""

    packs: Mapping[str, Pack]

    @classmethod
    def of(cls, registry: Registry) -> "Shipped":
        return cls({e: p for p in registry.packs.values() for e in p.entries})


def entry_key(entry_id: str) -> str:
    return f"entry:{entry_id}"


def of_entry(standing: Standing, sights: tuple[Sight, ...], shipped: Shipped, stamp: str, *, has_data: bool) -> Indexed:
    """A text of an entry, for those who may see it."""
    e, pack = standing.entry, shipped.packs.get(standing.entry.id)
    hit = _hit(standing, pack, sights, has_data=has_data)
    return Indexed(
        key=entry_key(e.id),
        stamp=stamp,
        sights=sights,
        hit=hit,
        names=tuple(t for i in e.items for t in (i.title, i.title_en) if t),
        units=(*_unit(e.provider), *_theme(hit.theme)),
        codes=" ".join((e.id, e.code, e.provider_code, *e.matters, *e.related)),
        text=e.abstract,
        values="",
        properties=properties_of(hit, prefectures(e.areas)),
    )


def _hit(standing: Standing, pack: Pack | None, sights: tuple[Sight, ...], *, has_data: bool) -> Hit:
    e = standing.entry
    return Hit(
        kind="entry",
        id=e.id,
        title=Text(zh=e.title, en=e.title_en),
        summary=Text(zh=e.abstract),
        steward=e.provider,
        theme=pack.declaration.theme if pack else "",
        pack=pack.name if pack else "",
        channel="",
        open=e.sharing.to_public.value,
        sharing=e.sharing.to_departments.value,
        refresh=e.refresh.value,
        level=max(map(_level, e.items)),
        items=len(e.items),
        rows=None,
        version=None,
        score=None,
        grade="",
        mounted=has_data,
        updated_at=standing.published_at if "public" in sights else standing.changed_at,
        code=e.code,
        state=EntryState.published.value if "public" in sights else standing.state.value,
    )


def _level(item: EntryItem) -> int:
    """Of an item without level or element nothing is known."""
    return item.level or (elements()[item.element].level if item.element in elements() else 0)


@lru_cache(maxsize=10_000)
def _unit(provider: str) -> tuple[str, ...]:
    unit = units().get(provider)
    return tuple(t for t in (unit.title, unit.title_en) if t) if unit else (provider,)


@lru_cache(maxsize=100)
def _theme(theme: str) -> tuple[str, ...]:
    title = themes()[theme].title if theme in themes() else Text(zh="")
    return tuple(t for t in (title.zh, title.en) if t)
