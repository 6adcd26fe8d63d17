"""The list for machines: the same hits in the same order as on the page, with codes and both languages."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING, Any

from tianfu.catalogue.addresses import rows
from tianfu.catalogue.registry import UnknownDataset
from tianfu.catalogue.search import Found, Hit
from tianfu.catalogue.spreadsheets import harmless
from tianfu.identity.units import units

if TYPE_CHECKING:
    from tianfu.catalogue.registry import Registry

COLUMNS: tuple[str, ...] = (
    "id",
    "title",
    "title_en",
    "steward",
    "steward_title",
    "theme",
    "channel",
    "open",
    "refresh",
    "rows",
    "version",
    "quality",
    "grade",
)
COLUMNS += ("updated_at", "kind", "code", "sharing", "level", "items", "mounted", "page")


def list_json(found: Found, registry: "Registry") -> dict[str, Any]:
    """A page of the list with its counts. `datasets` are those of the hits that are datasets, as they were before there were entries."""
    hits = [in_brief(h) for h in found.hits]
    return {
        "total": found.total,
        "hits": hits,
        "datasets": [_dataset(f, registry) for f in hits if f["kind"] == "dataset"],
        "facets": {name: dict(counts) for name, counts in found.counts.items()},
        "next": found.next,
        "meant": list(found.meant),
        "also": list(found.also),
    }


def in_brief(hit: Hit) -> dict[str, Any]:
    """A hit in a list."""
    unit = units().get(hit.steward)
    return {
        "kind": hit.kind,
        "id": hit.id,
        "title": hit.title.zh,
        "title_en": hit.title.en,
        "description": hit.summary.zh,
        "steward": hit.steward,
        "steward_title": unit.title if unit else hit.steward,
        "theme": hit.theme,
        "pack": hit.pack,
        "channel": hit.channel,
        "open": hit.open,
        "sharing": hit.sharing,
        "refresh": hit.refresh,
        "level": hit.level,
        "items": hit.items,
        "rows": hit.rows,
        "version": hit.version,
        "quality": hit.score,
        "grade": hit.grade,
        "mounted": hit.mounted,
        "updated_at": hit.updated_at.isoformat(timespec="seconds") if hit.updated_at else None,
        "code": hit.code,
        "page": hit.href,
    }


def csv_text(hits: Iterable[Hit]) -> str:
    """The list as a spreadsheet opens it: with a byte order mark, and no text that it would take for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for hit in hits:
        facts = in_brief(hit)
        writer.writerow([harmless(facts[n]) for n in COLUMNS])
    return "\ufeff" + out.getvalue()


def _dataset(facts: dict[str, Any], registry: "Registry") -> dict[str, Any]:
    try:
        licence = registry.dataset(facts["id"]).licence
    except UnknownDataset:  # withdrawn since it was found
        licence = ""
    return {**facts, "licence": licence, "rows_at": rows(facts["id"])}
