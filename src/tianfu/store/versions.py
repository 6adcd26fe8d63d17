"""Version records: what readers may see. A Delta commit without a record is not visible to anybody."""

from datetime import datetime, timedelta, timezone

from sqlalchemy import Connection, func, select

from tianfu.model import Text, Version

from .database import Database
from .failures import ExpiredVersion, UnknownVersion
from .tables import seen, versions

CHINA = timezone(timedelta(hours=8))


class Versions:
    """The records of all datasets' versions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, dataset: str) -> list[Version]:
        """Oldest first."""
        query = select(versions.c.record).where(versions.c.dataset == dataset).order_by(versions.c.number)
        with self._database.read() as connection:
            return [Version.model_validate_json(r) for r in connection.execute(query).scalars()]

    def one(self, dataset: str, number: int | None = None) -> Version | None:
        """The version of that number, by default the newest; None where there is none."""
        query = select(versions.c.record).where(versions.c.dataset == dataset).order_by(versions.c.number.desc()).limit(1)
        if number is not None:
            query = query.where(versions.c.number == number)
        with self._database.read() as connection:
            record = connection.execute(query).scalar()
        return None if record is None else Version.model_validate_json(record)

    def at(self, dataset: str, number: int | None = None) -> Version:
        """The same; UnknownVersion if there is none, ExpiredVersion if only its record is left."""
        version = self.one(dataset, number)
        if version is not None and version.expired_at is not None:
            raise _expired(version)
        if version is not None:
            return version
        zh = f"{dataset} 没有第 {number} 版。" if number else f"{dataset} 还没有数据。"
        en = f"{dataset} has no version {number}." if number else f"{dataset} has no data yet."
        raise UnknownVersion(Text(zh=zh, en=en))

    def newest(self) -> dict[str, Version]:
        """The newest version of every dataset that has one."""
        last = select(versions.c.dataset, func.max(versions.c.number).label("number")).group_by(versions.c.dataset).subquery()
        query = select(versions.c.record).join(last, (versions.c.dataset == last.c.dataset) & (versions.c.number == last.c.number))
        with self._database.read() as connection:
            found = [Version.model_validate_json(r) for r in connection.execute(query).scalars()]
        return {v.dataset: v for v in found}

    def instants(self, since: datetime) -> dict[str, list[datetime]]:
        """When the versions of each dataset were made since then, oldest first. No record is read."""
        query = select(versions.c.dataset, versions.c.at).where(versions.c.at >= since).order_by(versions.c.at)
        found: dict[str, list[datetime]] = {}
        with self._database.read() as connection:
            for dataset, at in connection.execute(query):
                found.setdefault(dataset, []).append(at)
        return found

    def record(self, version: Version, tx: Connection) -> None:
        """Makes a version visible."""
        row = {"dataset": version.dataset, "number": version.number, "delta": version.delta, "at": version.at, "run": version.run}
        tx.execute(versions.insert().values(**row, record=version.model_dump_json()))

    def amend(self, version: Version, tx: Connection) -> None:
        """Replaces the record of a version by one that knows more, such as a profile."""
        mine = (versions.c.dataset == version.dataset) & (versions.c.number == version.number)
        tx.execute(versions.update().where(mine).values(delta=version.delta, record=version.model_dump_json()))

    def seen(self) -> dict[str, int]:
        """Dataset -> the last Delta commit that was looked at."""
        with self._database.read() as connection:
            return {row.dataset: row.delta for row in connection.execute(select(seen))}

    def mark_seen(self, dataset: str, delta: int, tx: Connection) -> None:
        """From now on, commits up to `delta` need no repair."""
        changed = tx.execute(seen.update().where(seen.c.dataset == dataset).values(delta=delta))
        if not changed.rowcount:
            tx.execute(seen.insert().values(dataset=dataset, delta=delta))


def _expired(version: Version) -> ExpiredVersion:
    day = version.expired_at.astimezone(CHINA).date() if version.expired_at else ""
    return ExpiredVersion(
        Text(
            zh=f"{version.dataset} 第 {version.number} 版已于 {day} 按保存期限清除，只留记录；请使用较新的版本。",
            en=f"Version {version.number} of {version.dataset} expired on {day}: its record is kept, its rows are not. Use a newer one.",
        )
    )
