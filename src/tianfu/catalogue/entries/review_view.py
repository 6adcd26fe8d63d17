"""The page on which a step of an entry is taken: what is judged, what has changed, what stands against it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tianfu.catalogue.views import Link
from tianfu.model import Entry, EntryState, Text

from .addresses import entry_page
from .entry_view import HOME, LIST, facts, stages, step_rows, title_of, unit_titles
from .fitness import flaws
from .record import Entries
from .states import ACTS, REASONED, Verb, possible
from .views import Change, ReviewView

if TYPE_CHECKING:
    from tianfu.catalogue.visit import Visit

HERE = Text(zh="办理", en="Steps")


def review_view(visit: "Visit", entry_id: str, *, given: Mapping[str, str] | None = None, problem: Text | None = None) -> ReviewView:
    """The page, with what was typed in when a step was not taken."""
    entries = Entries(visit.store)
    standing = entries.of(entry_id)
    entry, verbs = standing.entry, possible(standing.state, public=standing.public is not None)
    published = entries.published(entry_id) if standing.state is not EntryState.published else None
    shown = [v for v in verbs if v not in (Verb.write, Verb.change)]
    return ReviewView(
        standing=standing,
        title=title_of(entry),
        crumbs=(HOME, LIST, Link(entry_page(entry_id), title_of(entry)), Link(entry_page(entry_id, "review"), HERE, current=True)),
        stages=stages(standing),
        verbs=tuple((v.value, ACTS[v], v in REASONED) for v in shown),
        flaws=tuple((f.where, f.text) for f in flaws(entry)) if Verb.submit in verbs else (),
        changes=changes(published, entry) if published else (),
        steps=step_rows(entries.steps(entry_id)),
        action=entry_page(entry_id, "step"),
        edit=entry_page(entry_id, "edit") if Verb.write in verbs or Verb.change in verbs else None,
        units=unit_titles(),
        given=given or {},
        problem=problem,
    )


def changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    """The facts that would be different."""
    told_before, told_after = _told(before), _told(after)
    names = {n.zh: n for n in (*told_before, *told_after)}
    old, new = ({n.zh: v for n, v in t.items()} for t in (told_before, told_after))
    return tuple(Change(text, old.get(n, ""), new.get(n, "")) for n, text in names.items() if old.get(n, "") != new.get(n, ""))


def _told(entry: Entry) -> Mapping[Text, str]:
    first = {Text(zh="信息资源名称", en="Title"): entry.title, Text(zh="信息资源摘要", en="Abstract"): entry.abstract}
    items = {Text(zh="信息项", en="Items"): "、".join(i.title for i in entry.items)}
    areas = {Text(zh="承担地区", en="Areas"): "、".join(entry.areas)}
    return first | {name: value.zh for name, value in facts(entry)} | items | areas
