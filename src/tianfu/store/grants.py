"""Grants on record: what the doors ended in, and how much of each quota is used."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from tianfu.model import Grant, Reader

from .database import Database
from .tables import grants


class Grants:
    """Who may read what. Grants never combine: one read uses one of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, grant: Grant, tx: Connection | None = None) -> None:
        """Records a grant, within the transaction of the request that it answers if there is one. A known id is replaced."""
        if tx is None:
            with self._database.unit() as own:
                return self.record(grant, own)
        values = {"dataset": grant.dataset, "reader": grant.reader, "value": grant.model_dump_json(), "recorded_at": datetime.now(UTC)}
        if not tx.execute(grants.update().where(grants.c.id == grant.id).values(**values)).rowcount:
            tx.execute(grants.insert().values(id=grant.id, used_rows=0, **values))
        return None

    def of(self, dataset: str, reader: Reader) -> tuple[Grant, ...]:
        """Grants on a dataset that name the reader, one of its units or everybody, oldest first."""
        names = [reader.id, *(f"unit:{u}" for u in reader.units), "*"]
        query = select(grants.c.value).where(grants.c.dataset == dataset, grants.c.reader.in_(names)).order_by(grants.c.recorded_at)
        with self._database.read() as connection:
            return tuple(Grant.model_validate_json(v) for v in connection.execute(query).scalars())

    def on(self, dataset: str) -> tuple[Grant, ...]:
        """All grants on a dataset, for its steward."""
        query = select(grants.c.value).where(grants.c.dataset == dataset).order_by(grants.c.recorded_at)
        with self._database.read() as connection:
            return tuple(Grant.model_validate_json(v) for v in connection.execute(query).scalars())

    def consume(self, grant: Grant, rows: int) -> bool:
        """Takes rows from the quota in one step; False, and nothing taken, if it does not suffice."""
        mine = [grants.c.id == grant.id]
        if grant.quota_rows is not None:
            mine.append(grants.c.used_rows + rows <= grant.quota_rows)
        with self._database.unit() as tx:
            taken = tx.execute(grants.update().where(*mine).values(used_rows=grants.c.used_rows + rows))
        return bool(taken.rowcount)

    def used(self, grant_id: str) -> int:
        """Rows read so far under a grant."""
        with self._database.read() as connection:
            return connection.execute(select(grants.c.used_rows).where(grants.c.id == grant_id)).scalar() or 0
