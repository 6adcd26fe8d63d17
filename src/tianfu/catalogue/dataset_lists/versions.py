"""The versions of a dataset for machines: JSON, CSV, and a feed of what is new. Without reasons and names, whoever asks."""

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.dataset.described import version_facts
from tianfu.catalogue.dataset.history import sight_of, version_rows
from tianfu.catalogue.feeds import Feed, FeedEntry, FeedLink, spoken
from tianfu.catalogue.spreadsheets import harmless
from tianfu.catalogue.terms import title_of
from tianfu.identity.units import units
from tianfu.model import Text

if TYPE_CHECKING:
    from tianfu.catalogue.views import VersionRow
    from tianfu.catalogue.visit import Visit
    from tianfu.model import Dataset

COLUMNS: tuple[str, ...] = (
    "number",
    "at",
    "act",
    "rows",
    "inserted",
    "deleted",
    "updated",
    "unchanged",
    "read",
    "accepted",
    "flagged",
    "quarantined",
)
COLUMNS += ("bytes", "grade", "restored", "compacted_at", "expired_at", "kept", "diff")
FEED = 50


def rows_of(visit: "Visit", dataset: "Dataset") -> "tuple[VersionRow, ...]":
    """All its versions, the newest first, as anybody may know them."""
    versions, sight = visit.store.versions(dataset.id), sight_of(visit, dataset, visit.decide(dataset))
    return version_rows(versions, visit.registry, sight, most=len(versions))


def versions_json(dataset: "Dataset", rows: "tuple[VersionRow, ...]") -> dict[str, Any]:
    """The dataset and its versions."""
    return {"dataset": dataset.id, "total": len(rows), "versions": [version_facts(r) for r in rows]}


def versions_csv(rows: "tuple[VersionRow, ...]") -> str:
    """A line a version, as a spreadsheet opens it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        facts = version_facts(row)
        writer.writerow([harmless(facts[n]) for n in COLUMNS])
    return "\ufeff" + out.getvalue()


def news_of_versions(base: str, dataset: "Dataset", rows: "tuple[VersionRow, ...]", lang: str) -> Feed:
    """The newest of them."""
    title, unit = title_of(dataset), units().get(dataset.steward)
    author = spoken(Text(zh=unit.title, en=unit.title_en) if unit else Text(zh=dataset.steward), lang)
    page = dataset_page(dataset.id)
    return Feed(
        base=base,
        path=f"{page}/versions.atom" + ("?lang=en" if lang == "en" else ""),
        title=spoken(Text(zh=f"{title.zh}：版本", en=f"{title.en or title.zh}: versions"), lang),
        author=author,
        page=page,
        entries=tuple(_entry(page, title, author, r, lang) for r in rows[:FEED]),
        lang=lang,
    )


def _entry(page: str, title: Text, author: str, row: "VersionRow", lang: str) -> FeedEntry:
    named = Text(zh=f"{title.zh} 第 {row.number} 版", en=f"{title.en or title.zh}, version {row.number}")
    counts = Text(
        zh=f"共 {row.rows:,} 条：新增 {row.inserted:,} 条，删除 {row.deleted:,} 条，修改 {row.updated:,} 条。",
        en=f"{row.rows:,} rows: {row.inserted:,} added, {row.deleted:,} removed, {row.updated:,} changed.",
    )
    notes = [spoken(n, lang) for n in row.notes]
    return FeedEntry(
        id=f"{page}/versions/{row.number}",
        title=spoken(named, lang),
        updated=row.at,
        author=author,
        summary=" ".join([spoken(row.made.text, lang), spoken(counts, lang), *notes]),
        links=(FeedLink(row.compare or page), FeedLink(f"{page}/versions.json", "related", "application/json")),
    )
