"""The feed of catalogue entries: what was published last under the question. Drafts are in no feed."""

from typing import TYPE_CHECKING

from tianfu.catalogue.entries.addresses import entries_page, entry_page
from tianfu.catalogue.entries.words import SHARING, unit_title
from tianfu.catalogue.feeds import Feed, FeedEntry, FeedLink, spoken
from tianfu.model import Text

if TYPE_CHECKING:
    from tianfu.catalogue.entries.finding import Line, Sought

TITLE = Text(zh="目录条目", en="Catalogue entries")


def news_of_entries(base: str, platform: Text, asked: "Sought", lines: "tuple[Line, ...]", lang: str) -> Feed:
    """The feed of a question and what it found."""
    pairs = [*asked.pairs, *([("lang", lang)] if lang == "en" else [])]
    return Feed(
        base=base,
        path=entries_page(pairs, ".atom"),
        title=f"{spoken(TITLE, lang)} · {spoken(platform, lang)}",
        author=spoken(platform, lang),
        page=entries_page(asked.pairs),
        entries=tuple(e for line in lines if (e := _entry(line, lang)) is not None),
        lang=lang,
    )


def _entry(line: "Line", lang: str) -> FeedEntry | None:
    entry, at = line.standing.entry, line.standing.published_at
    if at is None:
        return None
    return FeedEntry(
        id=entry_page(entry.id),
        title=spoken(Text(zh=entry.title, en=entry.title_en), lang),
        updated=at,
        author=spoken(unit_title(entry.provider), lang),
        summary=f"{spoken(SHARING[entry.sharing.to_departments].text, lang)} {entry.abstract}",
        links=(FeedLink(entry_page(entry.id)), FeedLink(f"{entry_page(entry.id)}.json", media_type="application/json")),
    )
