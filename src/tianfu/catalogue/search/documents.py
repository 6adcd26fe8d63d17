"""A dataset as the search knows it: what a list shows, the text that is searched, the values of its properties."""

from collections.abc import Mapping
from unicodedata import normalize

from tianfu.catalogue.cards import Card, theme_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.terms import level_of, title_of
from tianfu.model import Text

from .found import Hit


def document_of(card: Card, registry: Registry) -> tuple[Hit, str, Mapping[str, str]]:
    """The hit, its folded text, its properties."""
    d, v = card.dataset, card.version
    theme = theme_of(card, registry)
    hit = Hit(
        kind="dataset",
        id=d.id,
        title=title_of(d),
        summary=Text(zh=d.description, en=d.description_en),
        steward=d.steward,
        theme=theme,
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
    columns = (t for c in d.columns for t in (c.name, c.title, c.title_en))
    text = "\n".join((d.id, d.title, d.title_en, d.description, card.steward.zh, card.steward.en, card.theme.zh, *columns))
    return hit, normalize("NFKC", text).casefold(), _properties(hit)


def _properties(hit: Hit) -> Mapping[str, str]:
    named = {
        n: str(getattr(hit, n)) for n in ("kind", "theme", "steward", "sharing", "open", "channel", "refresh", "level", "grade", "pack")
    }
    return named | {"mounted": "yes" if hit.mounted else "no", "region": ""}
