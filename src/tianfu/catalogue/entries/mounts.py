"""Resources mounted on entries (挂接资源): tables by declaration or by hand, APIs and files by hand; taken off with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from tianfu.catalogue.registry import Registry
from tianfu.model import EntryState, Event, Text
from tianfu.store.tables import versions

from .failures import MountError
from .record import NAME_MOST, REASON_MOST, Entries
from .standing import Mount, MountKind
from .states import Actor
from .tables import mounts

if TYPE_CHECKING:
    from tianfu.store import Store

BY_DECLARATION = Text(zh="数据集声明不再指向本条目", en="the dataset's declaration no longer names this entry")
HELD = "held"
"""In the public zone, in the place of a kind: there are data, on the government network. Never listed."""
LIVE: ColumnElement[bool] = and_(
    mounts.c.ended_at.is_(None),
    or_(mounts.c.kind != MountKind.table.value, exists().where(versions.c.dataset == mounts.c.target)),
)
"""A resource counts as soon as there is something to have: a table needs a version with rows of data behind it."""


@dataclass(frozen=True)
class Mounts:
    """The mounts of a store."""

    store: "Store"

    def of(self, entry_id: str, *, ended: bool = False) -> list[Mount]:
        """What is mounted on an entry, in order; with `ended`, also what was taken off."""
        query = select(mounts).where(mounts.c.entry == entry_id, mounts.c.kind != HELD).order_by(mounts.c.area, mounts.c.id)
        return self._read(query if ended else query.where(mounts.c.ended_at.is_(None)))

    def of_dataset(self, dataset_id: str) -> list[Mount]:
        """Where a dataset is mounted."""
        mine = (mounts.c.kind == MountKind.table.value, mounts.c.target == dataset_id, mounts.c.ended_at.is_(None))
        return self._read(select(mounts).where(*mine).order_by(mounts.c.id))

    def live(self, entry_id: str) -> set[int]:
        """Numbers of the mounts of an entry that have something to give."""
        with self.store.database.read() as connection:
            return set(connection.execute(select(mounts.c.id).where(mounts.c.entry == entry_id, LIVE)).scalars())

    def mount(
        self,
        registry: Registry,
        entry_id: str,
        kind: MountKind,
        target: str,
        actor: Actor,
        *,
        at: datetime,
        title: str = "",
        area: str = "",
    ) -> Mount:
        """Mounts a resource; MountError says why it cannot be."""
        _named(actor)
        target = target.strip()
        self._permitted(entry_id, area)
        found = title.strip() or self._title(registry, kind, target)
        if any((m.kind, m.target, m.area) == (kind, target, area) for m in self.of(entry_id)):
            raise MountError(Text(zh=f"“{found}”已经挂接在这个条目上", en=f"'{found}' is mounted on this entry already"))
        values = {"entry": entry_id, "kind": kind.value, "target": target, "title": found[:200], "area": area, "declared": False}
        with self.store.unit() as tx:
            number = _add(tx, values, actor, at)
        self._tell("entry_mount", actor, at, entry_id, number)
        return self._one(number)

    def unmount(self, number: int, actor: Actor, reason: str, *, at: datetime) -> Mount:
        """Takes a resource off. What a declaration mounts is taken off there."""
        _named(actor)
        found = self._one(number)
        if found.ended_at is not None:
            raise MountError(Text(zh="这个资源已经解除挂接", en="this resource was taken off already"))
        if found.declared:
            zh = f"“{found.title}”由数据集声明挂接：请在 {found.target} 的声明中删去 entry 一行"
            raise MountError(Text(zh=zh, en=f"'{found.title}' is mounted by its declaration: remove the line 'entry' of {found.target}"))
        if not reason.strip():
            raise MountError(Text(zh="解除挂接须载明理由。", en="Taking a resource off needs a reason."))
        with self.store.unit() as tx:
            tx.execute(mounts.update().where(mounts.c.id == number).values(ended_at=at, reason=reason.strip()[:REASON_MOST]))
        self._tell("entry_unmount", actor, at, found.entry, number)
        return self._one(number)

    def follow(self, registry: Registry, at: datetime) -> None:
        """Mounts what declarations name (`entry:`) and takes off what they no longer do; writes only what has changed."""
        wanted = {(d.entry, d.id): d for d in registry.datasets() if d.entry}
        declared = self._read(select(mounts).where(mounts.c.declared.is_(True), mounts.c.ended_at.is_(None)))
        there = {(m.entry, m.target): m for m in declared}
        if wanted.keys() == there.keys():
            return
        with self.store.unit() as tx:
            for key in sorted(wanted.keys() - there.keys()):
                d, kind = wanted[key], MountKind.table.value
                values = {"entry": d.entry, "kind": kind, "target": d.id, "title": d.title, "area": "", "declared": True}
                _add(tx, values, Actor(d.steward, ""), at)
            gone = [m.id for key, m in there.items() if key not in wanted]
            tx.execute(mounts.update().where(mounts.c.id.in_(gone)).values(ended_at=at, reason=BY_DECLARATION.zh))

    def _permitted(self, entry_id: str, area: str) -> None:
        standing = Entries(self.store).of(entry_id)
        if standing.state is EntryState.withdrawn:
            raise MountError(Text(zh="条目已撤回，不能挂接资源", en="the entry is withdrawn: nothing can be mounted on it"))
        areas = standing.entry.areas
        if areas and area not in areas:
            zh = f"这是标准目录：请写明承担地区的6位代码（共 {len(areas)} 个），“{area}”不在其中"
            raise MountError(Text(zh=zh, en=f"a standard entry: name one of its {len(areas)} areas by its code, '{area}' is none of them"))
        if area and not areas:
            raise MountError(Text(zh="这个条目没有列明承担地区，不用填写地区", en="this entry names no areas: leave the area empty"))

    def _title(self, registry: Registry, kind: MountKind, target: str) -> str:
        match kind:
            case MountKind.table:
                return registry.dataset(target).title
            case MountKind.api:
                parts = urlsplit(target)
                if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or len(target) > 2000:
                    raise MountError(
                        Text(zh="接口地址以 http:// 或 https:// 开头，不带用户名", en="an API's address begins with http:// or https://")
                    )
                return parts.hostname
            case MountKind.file:
                origin = self.store.raw.origin(int(target)) if target.isascii() and target.isdigit() and len(target) < 10 else None
                if origin is None:
                    raise MountError(Text(zh=f"没有编号为“{target}”的原始文件", en=f"there is no raw file number {target!r}"))
                return origin.name

    def _tell(self, verb: str, actor: Actor, at: datetime, entry_id: str, number: int) -> None:
        self.store.journal.write(Event(at, f"unit:{actor.unit}", verb, f"entry:{entry_id}", {"mount": number}))

    def _one(self, number: int) -> Mount:
        found = self._read(select(mounts).where(mounts.c.id == number))
        if not found:
            raise MountError(Text(zh=f"没有编号为 {number} 的挂接", en=f"there is no mount number {number}"))
        return found[0]

    def _read(self, query: Any) -> list[Mount]:
        with self.store.database.read() as connection:
            return [_mount(r) for r in connection.execute(query)]


def _named(actor: Actor) -> None:
    if not actor.unit.strip() or not actor.person.strip():
        raise MountError(Text(zh="请写明经办单位和经办人。", en="Name the unit and the person who take this step."))


def _add(tx: Any, values: dict[str, Any], actor: Actor, at: datetime) -> int:
    by = {"unit": actor.unit.strip()[:NAME_MOST], "person": actor.person.strip()[:NAME_MOST], "mounted_at": at, "reason": ""}
    return int(tx.execute(mounts.insert().values(**values, **by)).inserted_primary_key[0])


def _mount(row: Row[Any]) -> Mount:
    facts = row._asdict()
    return Mount(**{**facts, "kind": MountKind(row.kind)})
