"""The list of entries as a page shows it, with the mounting rate above it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tianfu.catalogue.views import FacetGroup, Link
from tianfu.model import EntryState, Text

from .addresses import entries_page, entry_page, new_entry
from .finding import PROPERTIES, SORTS, FoundEntries, Line, Sought, find
from .rates import area_rate, areas_with_data, days_since, rates, waiting
from .views import DepartmentRate, EntriesView, EntryLine, LateEntry
from .words import SHARING, WITH_DATA, named, state_badge, unit_title, waiting_badge

if TYPE_CHECKING:
    from tianfu.catalogue.views import Badge
    from tianfu.catalogue.visit import Visit

OPTIONS_MOST = 30
LATE = 5


def entries_view(visit: "Visit", asked: Sought) -> EntriesView:
    """The page of the list."""
    found, known, late = find(visit.store, asked), rates(visit.store), waiting(visit.store, visit.now, LATE)
    ranked = sorted(known.providers.items(), key=lambda p: (-p[1].published, p[0]))
    return EntriesView(
        asked=asked.words,
        total=found.total,
        lines=tuple(_line(visit, line, inside=asked.inside) for line in found.lines),
        groups=tuple(g for n in PROPERTIES if n in found.counts and (g := _group(n, found, asked)).options),
        sorts=tuple(Link(_address(replace(asked, sort=n)), text, current=n == asked.sort) for n, text in SORTS.items()),
        kept=tuple((n, v) for n, v in replace(asked, words="").pairs),
        next=entries_page([*asked.pairs, ("after", found.next)]) if found.next else None,
        first=_address(asked) if asked.after else None,
        as_json=entries_page(asked.pairs, ".json"),
        as_csv=entries_page(asked.pairs, ".csv"),
        as_atom=entries_page(asked.pairs, ".atom"),
        as_xlsx=entries_page(asked.pairs, ".xlsx"),
        rate=known.whole,
        departments=tuple(DepartmentRate(Link(entries_page([("provider", p)]), unit_title(p)), r) for p, r in ranked),
        late=tuple(LateEntry(Link(entry_page(w.entry), Text(zh=w.title)), unit_title(w.provider), w.days) for w in late),
        new=new_entry() if asked.inside else None,
    )


def _line(visit: "Visit", line: Line, *, inside: bool) -> EntryLine:
    s = line.standing
    e = s.entry
    badges: list[Badge] = [SHARING[e.sharing.to_departments]]
    if inside and s.state is not EntryState.published:
        badges.insert(0, state_badge(s.state))
    if line.has_data:
        badges.append(WITH_DATA)
    elif s.public is not None and s.state is not EntryState.withdrawn:
        badges.append(waiting_badge(days_since(s.published_at, visit.now)))
    areas = area_rate(e, areas_with_data(visit.store, e.id)) if e.areas else None
    return EntryLine(entry_page(e.id), Text(zh=e.title, en=e.title_en), unit_title(e.provider), e.code, len(e.items), tuple(badges), areas)


def _group(name: str, found: FoundEntries, asked: Sought) -> FacetGroup:
    counts = dict(found.counts[name])
    if name in asked.chosen:
        counts.setdefault(asked.chosen[name], 0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:OPTIONS_MOST]
    return FacetGroup(name, PROPERTIES[name], tuple(_option(name, value, count, asked) for value, count in ranked))


def _option(name: str, value: str, count: int, asked: Sought) -> Link:
    """Sets the property, or takes it away where it is chosen."""
    current = asked.chosen.get(name) == value
    others = {n: v for n, v in asked.chosen.items() if n != name}
    chosen = others if current else {**others, name: value}
    return Link(_address(replace(asked, chosen=chosen)), named(name, value), current, count)


def _address(asked: Sought) -> str:
    return entries_page(asked.pairs)
