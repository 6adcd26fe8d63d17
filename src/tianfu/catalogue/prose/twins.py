"""Packs for machines: the list as JSON, CSV and Atom, and a pack with its pages and datasets."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.feeds import NEVER, Feed, FeedEntry, FeedLink, spoken
from tianfu.model import Text

from .addresses import pack_home, packs_list
from .naming import Language
from .views import PackLine, PackView

COLUMNS = (
    "name",
    "title",
    "title_en",
    "summary",
    "theme",
    "items",
    "datasets",
    "with_data",
    "rows",
    "quality",
    "grade",
    "updated_at",
    "page",
)


def in_brief(line: PackLine) -> dict[str, Any]:
    """A pack in the list."""
    return {
        "name": line.name,
        "title": line.title.zh,
        "title_en": line.title.en,
        "summary": line.summary.zh,
        "theme": line.theme.zh,
        "items": list(line.items),
        "datasets": line.datasets,
        "with_data": line.with_data,
        "rows": line.rows,
        "quality": None if line.quality is None else round(line.quality, 2),
        "grade": line.grade,
        "updated_at": line.updated_at.isoformat(timespec="seconds") if line.updated_at else None,
        "page": line.href,
    }


def packs_json(lines: Iterable[PackLine]) -> dict[str, Any]:
    """All packs."""
    found = [in_brief(each) for each in lines]
    return {"total": len(found), "packs": found}


def pack_json(view: PackView) -> dict[str, Any]:
    """A pack, its pages and its datasets."""
    pages = [{"title": p.link.text.zh, "summary": p.summary, "lang": p.lang, "page": p.link.href} for p in view.line.pages]
    datasets = [{"id": i.hit.id, "title": i.hit.title.zh, "page": dataset_page(i.hit.id)} for i in view.listed]
    return {**in_brief(view.line), "stewards": [s.zh for s in view.stewards], "pages": pages, "datasets": datasets}


def packs_csv(lines: Iterable[PackLine]) -> str:
    """The list as a spreadsheet opens it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in lines:
        facts = in_brief(each) | {"items": " ".join(map(str, each.items))}
        writer.writerow([_harmless(facts[n]) for n in COLUMNS])
    return "\ufeff" + out.getvalue()


def packs_feed(base: str, platform: Text, lines: Iterable[PackLine], lang: Language) -> Feed:
    """Packs with new data, newest first."""
    dated = sorted((p for p in lines if p.updated_at), key=lambda p: p.updated_at or NEVER, reverse=True)
    title = spoken(Text(zh="主题应用", en="Packs"), lang)
    return Feed(
        base=base,
        path=packs_list(".atom") + ("?lang=en" if lang == "en" else ""),
        title=f"{title} · {spoken(platform, lang)}",
        author=spoken(platform, lang),
        page=packs_list(),
        entries=tuple(_entry(p, platform, lang) for p in dated),
        lang=lang,
    )


def _entry(line: PackLine, platform: Text, lang: Language) -> FeedEntry:
    return FeedEntry(
        id=line.href,
        title=spoken(line.title, lang),
        updated=line.updated_at,  # type: ignore[arg-type]  # only those that have one
        author=spoken(platform, lang),
        summary=spoken(line.summary, lang),
        links=(FeedLink(line.href), FeedLink(pack_home(line.name, ".json"), media_type="application/json")),
    )


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
