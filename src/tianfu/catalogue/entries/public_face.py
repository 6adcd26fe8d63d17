"""Published entries as everybody may know them, in a form that can be sent: what is not named here does not leave.

No steps, no names, no reasons, no text that is not published; of what is mounted, datasets that are released, and otherwise only whether
there are data.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from sqlalchemy import Connection, Row, and_, select

from tianfu.catalogue.visit import BEIJING
from tianfu.model import Entry
from tianfu.model.entry import AreaCode
from tianfu.model.values import DatasetId, Value

from .mounts import LIVE
from .rates import PUBLIC
from .record import standing_of
from .standing import MountKind
from .tables import entries, mounts, texts

if TYPE_CHECKING:
    from tianfu.store import Store

EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,126}$")]
TEXT_BYTES, ITEMS, AREAS, MOUNTS = 2**18, 2_000, 5_000, 5_000
"""What one entry may have at most when it is sent; the largest real ones have a few dozen items and 183 areas."""
CODE_MOST = 64
FACE = 1
"""Goes up when more or less is said of an entry than before: then every entry is sent again."""
SOME = 500


class PublicMount(Value):
    """A released dataset on an entry."""

    dataset: DatasetId
    title: str = Field(max_length=200)
    area: AreaCode | Literal[""] = ""
    since: datetime


class PublicEntry(Value):
    """A published text, when it was published, what is mounted that is open, and which areas have data, of whatever kind."""

    entry: Entry
    published_at: datetime
    mounts: tuple[PublicMount, ...] = Field(default=(), max_length=MOUNTS)
    has_data: bool = False
    areas: tuple[AreaCode, ...] = Field(default=(), max_length=AREAS)

    @model_validator(mode="after")
    def _bounded_and_of_one_piece(self) -> Self:
        e = self.entry
        owed, mounted = set(e.areas), {m.area for m in self.mounts} - {""}
        for holds, what in (
            (len(e.items) <= ITEMS and len(e.areas) <= AREAS and len(e.code) <= CODE_MOST, "an entry larger than any"),
            (len(e.model_dump_json()) <= TEXT_BYTES, f"a text of more than {TEXT_BYTES} bytes"),
            (self.published_at.tzinfo is not None and e.published_on == self.published_at.astimezone(BEIJING).date(), "another day"),
            (set(self.areas) | mounted <= owed, "areas that the entry does not name"),
            (self.has_data or not (self.areas or self.mounts), "data and none"),
        ):
            if not holds:
                raise ValueError(what)
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """A published entry by its stamp, which changes with anything that is said of it to everybody."""

    row: Row[Any]
    mounts: tuple[tuple[str, str, str, datetime], ...]
    areas: tuple[str, ...]
    has_data: bool

    @property
    def stamp(self) -> str:
        facts = (FACE, self.row.public, self.row.code, str(self.row.published_at), self.mounts, self.areas, self.has_data)
        return sha256(repr(facts).encode()).hexdigest()[:32]


def known_entries(store: "Store", released: Collection[str]) -> dict[str, Known]:
    """Every published entry, without its text: of many thousand the few that changed are found in no time."""
    columns = (entries.c.id, entries.c.public, entries.c.code, entries.c.published_at, entries.c.state)
    with store.database.read() as connection:
        mounted = _mounted(connection)
        rows: Sequence[Any] = connection.execute(select(*columns).where(PUBLIC).order_by(entries.c.id)).all()
    return {r.id: _known(r, mounted.get(r.id, ()), released) for r in rows}


def public_entries(store: "Store", found: Mapping[str, Known]) -> Iterator[tuple[str, PublicEntry | ValueError]]:
    """These entries in full; an error in the place of one that cannot be sent."""
    ids = list(found)
    for begin in range(0, len(ids), SOME):
        mine = and_(texts.c.entry == entries.c.id, texts.c.number == entries.c.public)
        query = select(entries.c.id, texts.c.text).select_from(entries.join(texts, mine)).where(entries.c.id.in_(ids[begin : begin + SOME]))
        with store.database.read() as connection:
            said = {r.id: r.text for r in connection.execute(query)}
        for entry_id in ids[begin : begin + SOME]:
            if entry_id in said:
                yield entry_id, _face(found[entry_id], said[entry_id])


def _mounted(connection: Connection) -> Mapping[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    columns = (mounts.c.entry, mounts.c.kind, mounts.c.target, mounts.c.title, mounts.c.area, mounts.c.mounted_at)
    rows: Iterable[Any] = connection.execute(select(*columns).where(LIVE).order_by(mounts.c.area, mounts.c.id))
    for row in rows:
        found[row.entry].append(row)
    return found


def _known(row: Row[Any], live: Iterable[Row[Any]], released: Collection[str]) -> Known:
    open_ = [m for m in live if m.kind == MountKind.table.value and m.target in released]
    shown = tuple((m.target, m.title, m.area, m.mounted_at) for m in open_)
    return Known(row, shown, tuple(sorted({m.area for m in live} - {""})), bool(list(live)))


def _face(known: Known, text: str) -> PublicEntry | ValueError:
    standing = standing_of(known.row, Entry.model_validate_json(text), public=True)
    owed = set(standing.entry.areas)
    shown = tuple(PublicMount(dataset=d, title=t, area=a if a in owed else "", since=at) for d, t, a, at in known.mounts)
    areas = tuple(a for a in known.areas if a in owed)
    try:
        return PublicEntry(entry=standing.entry, published_at=known.row.published_at, mounts=shown, has_data=known.has_data, areas=areas)
    except ValueError as error:
        return error
