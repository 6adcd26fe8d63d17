"""A dataset as the search knows it: what a list shows, the texts that are searched, the values of its properties."""

from collections.abc import Mapping

from tianfu.catalogue.cards import Card, theme_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.terms import level_of, title_of
from tianfu.model import Text

from .found import Hit
from .open_values import OpenValues
from .schema import Indexed

OF_HIT = ("kind", "theme", "steward", "sharing", "open", "channel", "refresh", "level", "grade", "pack")
"""Properties that a hit has under the same name."""


def dataset_key(dataset_id: str) -> str:
    return f"dataset:{dataset_id}"


def of_dataset(card: Card, registry: Registry, values: OpenValues, stamp: str) -> Indexed:
    """A dataset; everybody may find it."""
    d = card.dataset
    hit = hit_of(card, registry)
    return Indexed(
        key=dataset_key(d.id),
        stamp=stamp,
        sights=("public", "inside"),
        hit=hit,
        names=tuple(t for c in d.columns for t in (c.title, c.title_en, c.name) if t),
        units=tuple(t for text in (card.steward, card.theme, card.pack) for t in (text.zh, text.en) if t),
        codes=f"{d.id} {d.name}",
        text=f"{d.description} {d.description_en}",
        values=values.text,
        properties=properties_of(hit, values.regions),
    )


def hit_of(card: Card, registry: Registry) -> Hit:
    """What lists show of it."""
    d, v = card.dataset, card.version
    return Hit(
        kind="dataset",
        id=d.id,
        title=title_of(d),
        summary=Text(zh=d.description, en=d.description_en),
        steward=d.steward,
        theme=theme_of(card, registry),
        pack=d.pack,
        channel=d.channel.value,
        open=d.sharing.to_public.value,
        sharing=d.sharing.to_departments.value,
        refresh=d.refresh.value,
        level=level_of(d),
        items=len(d.columns),
        rows=card.rows,
        version=v.number if v else None,
        score=v.quality.total if v else None,
        grade=card.grade,
        mounted=v is not None,
        updated_at=card.updated_at,
    )


def properties_of(hit: Hit, regions: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """By name; a property without a value is not there. An entry has neither grade nor channel."""
    found = {n: (str(getattr(hit, n)),) for n in OF_HIT if getattr(hit, n)}
    return found | {"mounted": ("yes" if hit.mounted else "no",), "region": regions}
