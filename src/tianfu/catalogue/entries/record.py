"""Entries on record: their texts are added to, never changed; each step is one transaction, told to the journal."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from sqlalchemy import Connection, Row, select

from tianfu.catalogue.visit import BEIJING
from tianfu.model import Entry, EntryState, Event, Text

from .failures import Overtaken, UnfitEntry, UnknownEntry
from .fitness import flaws
from .resource_codes import LOCK, WAIT_SECONDS, front, issue
from .standing import Standing, Step
from .states import Actor, Verb, after
from .tables import entries, steps, texts

if TYPE_CHECKING:
    from tianfu.store import Store

REASON_MOST = 2000
NAME_MOST = 120


@dataclass(frozen=True)
class Entries:
    """The entries of a store, for whoever works on them. The public's view is `public`."""

    store: "Store"

    def of(self, entry_id: str) -> Standing:
        """The newest text and where it stands; UnknownEntry names the near one."""
        with self.store.database.read() as connection:
            found = _standing(connection, entry_id, public=False)
            if found is None:
                raise UnknownEntry(entry_id, _near(connection, entry_id))
        return found

    def public(self, entry_id: str) -> Standing:
        """The published text, whatever happens beside it; UnknownEntry also for drafts and what was withdrawn."""
        with self.store.database.read() as connection:
            found = _standing(connection, entry_id, public=True)
        if found is None:
            raise UnknownEntry(entry_id)
        return found

    def published(self, entry_id: str) -> Entry | None:
        """The published text, if there is one."""
        with self.store.database.read() as connection:
            found = _standing(connection, entry_id, public=True)
        return found.entry if found else None

    def steps(self, entry_id: str) -> list[Step]:
        """The steps taken, oldest first."""
        with self.store.database.read() as connection:
            rows = connection.execute(select(steps).where(steps.c.entry == entry_id).order_by(steps.c.id)).all()
        return [_step(r) for r in rows]

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that are taken."""
        wanted = list(ids)
        found: set[str] = set()
        with self.store.database.read() as connection:
            for begin in range(0, len(wanted), 500):
                some = select(entries.c.id).where(entries.c.id.in_(wanted[begin : begin + 500]))
                found |= set(connection.execute(some).scalars())
        return found

    def write(self, entry: Entry, actor: Actor, *, at: datetime, expects: int | None = None) -> Standing:
        """A new text: of a new entry, of a draft, or of a published entry, which becomes a change of it. The same text writes nothing.

        `expects` is the number of the text that was looked at; Overtaken if there is a newer one.
        """
        self.write_all([entry], actor, at=at, expects=expects)
        return self.of(entry.id)

    def write_all(self, drafts: Sequence[Entry], actor: Actor, *, at: datetime, expects: int | None = None) -> int:
        """Several texts in one transaction; how many were new."""
        with self.store.unit() as tx:
            written = [e.id for e in drafts if _write(tx, e, actor, at, expects)]
        for entry_id in written:
            self._tell(entry_id, Verb.write, actor, at)
        return len(written)

    def take(self, entry_id: str, verb: Verb, actor: Actor, *, at: datetime, reason: str = "", expects: int | None = None) -> Standing:
        """One step. IllegalStep, UnfitEntry, Overtaken say why it was not taken; then nothing has changed."""
        with ExitStack() as held:
            if verb is Verb.approve:
                held.enter_context(self.store.lock(LOCK, wait_seconds=WAIT_SECONDS))
            with self.store.unit() as tx:
                _take(tx, entry_id, verb, actor, at, reason, expects)
        self._tell(entry_id, verb, actor, at)
        return self.of(entry_id)

    def _tell(self, entry_id: str, verb: Verb, actor: Actor, at: datetime) -> None:
        """The journal has the unit; the person's name stays with the steps."""
        self.store.journal.write(Event(at, f"unit:{actor.unit}", f"entry_{verb.value}", f"entry:{entry_id}"))


def folded(text: str) -> str:
    """Full-width letters and capitals make no difference."""
    return normalize("NFKC", text).casefold()


def _write(tx: Connection, entry: Entry, actor: Actor, at: datetime, expects: int | None) -> bool:
    row = tx.execute(select(entries).where(entries.c.id == entry.id).with_for_update()).one_or_none()
    own = "" if row is not None and entry.code == row.code else entry.code
    text = entry.model_copy(update={"published_on": None, "code": own}).model_dump_json()
    if row is None:
        state = after(None, Verb.write, public=False, actor=actor)
        tx.execute(
            entries.insert().values(id=entry.id, state=state.value, number=1, public=None, code="", published_at=None, changed_at=at)
        )
        add_text(tx, entry, 1, text, at)
        _add_step(tx, entry.id, 1, Verb.write, None, state, actor, "", at)
        return True
    _expected(row, expects)
    if text == tx.execute(select(texts.c.text).where(texts.c.entry == entry.id, texts.c.number == row.number)).scalar():
        return False
    before, public = EntryState(row.state), row.public is not None
    if before is EntryState.published:
        before = _move(tx, row, Verb.change, actor, "", at)
    state = after(before, Verb.write, public=public, actor=actor)
    add_text(tx, entry, row.number + 1, text, at)
    tx.execute(entries.update().where(entries.c.id == entry.id).values(number=row.number + 1, state=state.value, changed_at=at))
    _add_step(tx, entry.id, row.number + 1, Verb.write, before, state, actor, "", at)
    return True


def _take(tx: Connection, entry_id: str, verb: Verb, actor: Actor, at: datetime, reason: str, expects: int | None) -> None:
    row = tx.execute(select(entries).where(entries.c.id == entry_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownEntry(entry_id, _near(tx, entry_id))
    _expected(row, expects)
    before = EntryState(row.state)
    target = after(before, verb, public=row.public is not None, actor=actor, reason=reason)
    entry = _text(tx, entry_id, row.number)
    if verb is Verb.submit and (found := flaws(entry)):
        raise UnfitEntry(entry_id, [f.text for f in found])
    _move(tx, row, verb, actor, reason, at)
    if target is EntryState.published and verb is Verb.approve:
        code = row.code if row.code.startswith(f"{front(entry.category)}/") else issue(tx, entry_id, entry.category, at, entry.code)
        values: dict[str, Any] = {"public": row.number, "code": code, "published_at": row.published_at or at}
        tx.execute(entries.update().where(entries.c.id == entry_id).values(**values))


def _move(tx: Connection, row: Row[Any], verb: Verb, actor: Actor, reason: str, at: datetime) -> EntryState:
    before = EntryState(row.state)
    target = after(before, verb, public=row.public is not None, actor=actor, reason=reason)
    tx.execute(entries.update().where(entries.c.id == row.id).values(state=target.value, changed_at=at))
    _add_step(tx, row.id, row.number, verb, before, target, actor, reason, at)
    return target


def _expected(row: Row[Any], expects: int | None) -> None:
    if expects is not None and expects != row.number:
        zh = f"条目“{row.id}”已有第 {row.number} 稿，您看的是第 {expects} 稿。请重新打开后再办理。"
        raise Overtaken(Text(zh=zh, en=f"'{row.id}' has text {row.number} by now, you saw text {expects}. Open it again and repeat."))


def add_text(tx: Connection, entry: Entry, number: int, text: str, at: datetime) -> None:
    """A text, with what lists are searched by beside it."""
    words = folded("\n".join((entry.id, entry.title, entry.title_en, entry.abstract, entry.provider, *(i.title for i in entry.items))))
    lists = {"title": entry.title, "provider": entry.provider, "sharing": entry.sharing.to_departments.value, "words": words}
    more = {"openness": entry.sharing.to_public.value, "owed": len(entry.areas), "written_at": at}
    tx.execute(texts.insert().values(entry=entry.id, number=number, text=text, **lists, **more))


def _add_step(
    tx: Connection,
    entry_id: str,
    number: int,
    verb: Verb,
    before: EntryState | None,
    state: EntryState,
    actor: Actor,
    reason: str,
    at: datetime,
) -> None:
    way = {"verb": verb.value, "before": before.value if before else "", "after": state.value}
    by = {"unit": actor.unit.strip()[:NAME_MOST], "person": actor.person.strip()[:NAME_MOST], "reason": reason.strip()[:REASON_MOST]}
    tx.execute(steps.insert().values(entry=entry_id, number=number, at=at, **way, **by))


def _standing(connection: Connection, entry_id: str, *, public: bool) -> Standing | None:
    row = connection.execute(select(entries).where(entries.c.id == entry_id)).one_or_none()
    if row is None or (public and (row.public is None or row.state == EntryState.withdrawn)):
        return None
    number = row.public if public else row.number
    return standing_of(row, _text(connection, entry_id, number), public=public)


def standing_of(row: Row[Any], entry: Entry, *, public: bool) -> Standing:
    """The entry with its code and day. To the public a published entry is published, whatever is prepared beside it."""
    day = row.published_at.astimezone(BEIJING).date() if row.published_at else None
    whole = entry.model_copy(update={"code": row.code or entry.code, "published_on": day})
    if public:
        return Standing(whole, EntryState.published, row.public, row.public, row.published_at, row.published_at)
    return Standing(whole, EntryState(row.state), row.number, row.public, row.published_at, row.changed_at)


def _text(connection: Connection, entry_id: str, number: int) -> Entry:
    query = select(texts.c.text).where(texts.c.entry == entry_id, texts.c.number == number)
    return Entry.model_validate_json(connection.execute(query).scalar_one())


def _step(row: Row[Any]) -> Step:
    return Step(row.number, Verb(row.verb), row.before, EntryState(row.after), row.unit, row.person, row.reason, row.at)


def _near(connection: Connection, entry_id: str) -> str:
    """Among a few hundred ids that begin alike."""
    alike = select(entries.c.id).where(entries.c.id.startswith(entry_id[:2], autoescape=True)).limit(500)
    near = get_close_matches(entry_id, list(connection.execute(alike).scalars()), 1)
    return near[0] if near else ""
