"""The store's own tables in the metadata database. `migrations/` brings a database to this state."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, Text

from .database import InstantUTC, metadata

ID = String(200)

datasets = Table(
    "datasets",
    metadata,
    Column("id", ID, primary_key=True),
    Column("declaration", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("declared_at", InstantUTC, nullable=False),
)

declarations = Table(
    "declarations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("dataset", ID, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("declared_at", InstantUTC, nullable=False),
    Column("declaration", Text, nullable=False),
    Index("declarations_by_dataset", "dataset", "declared_at"),
)

versions = Table(
    "versions",
    metadata,
    Column("dataset", ID, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("delta", BigInteger, nullable=False),
    Column("at", InstantUTC, nullable=False),
    Column("run", String(64), nullable=False),
    Column("record", Text, nullable=False),
    Index("versions_by_delta", "dataset", "delta", unique=True),
)

seen = Table(
    "delta_seen",
    metadata,
    Column("dataset", ID, primary_key=True),
    Column("delta", BigInteger, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("dataset", ID, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", InstantUTC, nullable=False),
    Column("ended_at", InstantUTC),
    Column("read", BigInteger, nullable=False),
    Column("accepted", BigInteger, nullable=False),
    Column("flagged", BigInteger, nullable=False),
    Column("quarantined", BigInteger, nullable=False),
    Column("version", Integer),
    Column("message", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("holder", Text, nullable=False),
    Index("runs_by_dataset", "dataset", "started_at"),
    Index("runs_by_start", "started_at"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(64), nullable=False),
    Column("subject", ID, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("asked_by", ID, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", InstantUTC, nullable=False),
    Column("claimed_at", InstantUTC),
    Column("claimed_by", Text, nullable=False),
    Column("ended_at", InstantUTC),
    Column("message", Text, nullable=False),
    Index("jobs_by_state", "state", "id"),
)

grants = Table(
    "grants",
    metadata,
    Column("id", ID, primary_key=True),
    Column("dataset", ID, nullable=False),
    Column("reader", ID, nullable=False),
    Column("value", Text, nullable=False),
    Column("used_rows", BigInteger, nullable=False),
    Column("recorded_at", InstantUTC, nullable=False),
    Index("grants_by_dataset", "dataset", "reader"),
)

origins = Table(
    "origins",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("received_at", InstantUTC, nullable=False),
    Index("origins_by_content", "sha256", unique=True),
)
