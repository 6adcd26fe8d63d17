"""The list as a feed: what was updated last under the question, newest first."""

from collections.abc import Iterable

from tianfu.catalogue.addresses import asking, download, rows
from tianfu.catalogue.feeds import Feed, FeedEntry, FeedLink, spoken
from tianfu.catalogue.search import Hit, Wanted, named
from tianfu.model import Access, Text

from .narrowing import LIST

ENTRIES = 50
JSON = "application/json"


def news(base: str, platform: Text, asked: Wanted, hits: Iterable[Hit], lang: str) -> Feed:
    """The feed of a question and what it found."""
    pairs = [p for p in asked.pairs if p[0] not in ("sort", "limit")]
    title = spoken(Text(zh="数据目录", en="Catalogue"), lang) + (f"：{asked.words}" if asked.words else "")
    return Feed(
        base=base,
        path=asking(f"{LIST}.atom", [*pairs, *([("lang", lang)] if lang == "en" else [])]),
        title=f"{title} · {spoken(platform, lang)}",
        author=spoken(platform, lang),
        page=asking(LIST, pairs),
        entries=tuple(_entry(h, lang) for h in hits if h.updated_at is not None),
        lang=lang,
    )


def _entry(hit: Hit, lang: str) -> FeedEntry:
    theme = spoken(named("theme", hit.theme, {}), lang)
    return FeedEntry(
        id=hit.href,
        title=spoken(hit.title, lang),
        updated=hit.updated_at,  # type: ignore[arg-type]  # only those that have one
        author=spoken(named("steward", hit.steward, {}), lang),
        summary=spoken(hit.summary, lang),
        links=(FeedLink(hit.href), *_data(hit)),
        category=(hit.theme, theme) if hit.theme else None,
    )


def _data(hit: Hit) -> tuple[FeedLink, ...]:
    """What describes it for machines, and the data themselves where anybody may have them."""
    about = FeedLink(f"{hit.href}.json", media_type=JSON)
    if hit.kind == "entry" or hit.version is None or hit.open != Access.always.value:
        return (about,)
    return (about, FeedLink(rows(hit.id), "related", JSON), FeedLink(download(hit.id, "csv"), "enclosure", "text/csv"))
