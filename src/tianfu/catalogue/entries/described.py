"""Entries for machines: a line of the list, and one in full. The same facts as on the pages, and not one more."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING, Any

from tianfu.catalogue.spreadsheets import FORMULA
from tianfu.identity.units import units

from .addresses import entry_page
from .finding import FoundEntries, Line
from .rates import Rate
from .standing import Standing
from .views import EntryView

if TYPE_CHECKING:
    from tianfu.model import Text

LISTED = ("id", "title", "title_en", "provider", "provider_title", "code", "sharing", "open", "items", "areas", "has_data", "published_on")


def list_json(found: FoundEntries, rate: Rate, *, inside: bool) -> dict[str, Any]:
    """A page of the list with counts and the mounting rate."""
    return {
        "total": found.total,
        "entries": [in_brief(line, inside=inside) for line in found.lines],
        "facets": {name: dict(counts) for name, counts in found.counts.items()},
        "mounting_rate": {"published": rate.published, "with_data": rate.live, "percent": rate.percent},
        "next": found.next,
    }


def list_csv(lines: Iterable[Line], *, inside: bool) -> str:
    """The list as a spreadsheet opens it: with a byte order mark, and no text that it would take for a formula."""
    out = StringIO()
    names = (*LISTED, "state") if inside else LISTED
    writer = csv.writer(out)
    writer.writerow(names)
    for line in lines:
        facts = in_brief(line, inside=inside)
        writer.writerow([_harmless(facts[n]) for n in names])
    return "\ufeff" + out.getvalue()


def in_brief(line: Line, *, inside: bool) -> dict[str, Any]:
    """An entry in a list."""
    e = line.standing.entry
    facts: dict[str, Any] = {
        "id": e.id,
        "title": e.title,
        "title_en": e.title_en,
        "provider": e.provider,
        "provider_title": units()[e.provider].title if e.provider in units() else e.provider,
        "code": e.code,
        "sharing": e.sharing.to_departments.value,
        "open": e.sharing.to_public.value,
        "items": len(e.items),
        "areas": len(e.areas),
        "has_data": line.has_data,
        "published_on": e.published_on.isoformat() if e.published_on else None,
        "page": entry_page(e.id),
    }
    return facts | ({"state": line.standing.state.value} if inside else {})


def in_full(view: EntryView, *, inside: bool) -> dict[str, Any]:
    """The entry with what is mounted on it; its steps for the office only."""
    facts = view.standing.entry.model_dump(mode="json")
    rate = view.area_rate
    told = {
        **facts,
        "page": entry_page(facts["id"]),
        "has_data": view.has_data,
        "waiting_days": view.days,
        "areas_mounted": sorted(rate.mounted) if rate else [],
        "mounts": [
            {
                "title": m.title.zh,
                "kind": m.kind.text.zh,
                "target": m.address,
                "page": m.href,
                "area": m.area.zh,
                "live": m.live,
                "missing": None if m.missing is None else [i.zh for i in m.missing],
            }
            for m in view.mounts
        ],
    }
    return told | (_office(view) if inside else {})


def _office(view: EntryView) -> dict[str, Any]:
    s: Standing = view.standing
    steps = [
        {"at": r.at.isoformat(), "act": _zh(r.badge.text), "to": _zh(r.act), "unit": _zh(r.unit), "person": r.person, "reason": r.reason}
        for r in view.steps
    ]
    return {"state": s.state.value, "number": s.number, "public": s.public, "steps": steps}


def _zh(text: "Text") -> str:
    return text.zh


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
