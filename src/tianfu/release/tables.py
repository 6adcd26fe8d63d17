"""The release room's own tables. `migrations/` brings a database to this state."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from tianfu.store import metadata
from tianfu.store.database import InstantUTC

ID = String(200)

releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("dataset", ID, nullable=False),
    Column("at", InstantUTC, nullable=False),
    Column("withdrawn_by", ID, nullable=False),
    Column("value", Text, nullable=False),
    Index("releases_by_dataset", "dataset", "id"),
)
"""One row per release or withdrawal, never changed: the last one of a dataset counts."""

sent = Table(
    "sent_packages",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("dataset", ID, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("sent_at", InstantUTC),
)
"""Internal zone. `sent_at` is empty from when the package is sealed until it lies in the gap."""

sent_entries = Table(
    "sent_entries",
    metadata,
    Column("entry", ID, primary_key=True),
    Column("stamp", String(32), nullable=False),
)
"""Internal zone. What the public zone knows of each entry, or will, as a stamp."""

received = Table(
    "received_packages",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("dataset", ID, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("received_at", InstantUTC, nullable=False),
    Index("received_by_dataset", "dataset", "sequence"),
)

refused = Table(
    "refused_packages",
    metadata,
    Column("name", ID, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("refused_at", InstantUTC, nullable=False),
)
"""Public zone. The fingerprint tells a package that was replaced from the one that was refused."""
