"""Entries that wait for the department: in a review, being changed, or published without data."""

from collections.abc import Sequence

from tianfu.catalogue.entries.addresses import entry_page
from tianfu.catalogue.entries.finding import EMPTY, Line, Sought, find
from tianfu.catalogue.entries.rates import days_since
from tianfu.catalogue.entries.words import state_badge, unit_title, waiting_badge
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.model import EntryState, Text

from .views import OwnEntry

ON_THE_WAY = (
    EntryState.department_review,
    EntryState.secrecy_review,
    EntryState.authority_review,
    EntryState.changed,
    EntryState.draft,
)
SHOWN = 8


def own_entries(visit: Visit, unit: str, most: int = SHOWN) -> tuple[tuple[OwnEntry, ...], int]:
    """Those to be shown, reviews before drafts and those without data, and how many there are."""
    pages = [find(visit.store, Sought(chosen=c, limit=most, inside=True)) for c in _questions(unit)]
    lines = [line for page in pages for line in page.lines]
    return tuple(_own(visit, line) for line in lines[:most]), sum(p.total for p in pages)


def _questions(unit: str) -> Sequence[dict[str, str]]:
    mine = {"provider": unit} if unit else {}
    return [*({**mine, "state": s.value} for s in ON_THE_WAY), {**mine, "state": EntryState.published.value, "mounted": EMPTY}]


def _own(visit: Visit, line: Line) -> OwnEntry:
    s = line.standing
    waits = s.state is EntryState.published and not line.has_data
    badge = waiting_badge(days_since(s.published_at, visit.now)) if waits else state_badge(s.state)
    since = s.published_at if waits and s.published_at else s.changed_at
    return OwnEntry(Link(entry_page(s.entry.id), Text(zh=s.entry.title, en=s.entry.title_en)), badge, unit_title(s.entry.provider), since)
