"""The table of corrections: which problem row was mended in which record of which raw file, by whom, and what became of it. No values."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from tianfu.store import metadata
from tianfu.store.database import InstantUTC

ID = String(200)

corrections = Table(
    "corrections",
    metadata,
    Column("dataset", ID, primary_key=True),
    Column("run", String(64), primary_key=True),
    Column("record", BigInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("origin", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("job", Integer, nullable=False),
    Column("who", ID, nullable=False),
    Column("at", InstantUTC, nullable=False),
    Column("fields", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("loaded", String(64), nullable=False),
    Index("corrections_by_job", "job"),
)
"""`run`, `record` and `part` name the problem row (a record that was unpivoted has several parts), `origin` and `place` the record that
replaces it; `fields`: how many of its values changed. `state`: waiting, kept (accepted or flagged) or again (quarantined once more);
`loaded`: the run that took it."""
