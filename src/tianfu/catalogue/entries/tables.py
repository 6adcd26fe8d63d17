"""Tables of the entries in the metadata database. `catalogue/migrations` brings a database to this state.

`entries.number` is the newest text, `entries.public` the published one; texts are added and never changed, so that a step points at what
was judged. What lists are searched by stands in columns beside the text.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, desc

from tianfu.store import metadata
from tianfu.store.database import InstantUTC

ID = String(200)

entries = Table(
    "entries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("state", String(24), nullable=False),
    Column("number", Integer, nullable=False),
    Column("public", Integer),
    Column("code", String(64), nullable=False),
    Column("published_at", InstantUTC),
    Column("changed_at", InstantUTC, nullable=False),
    Index("entries_by_state", "state"),
    Index("entries_by_change", desc("changed_at"), "id"),
    Index("entries_by_publication", desc("published_at"), "id"),
)

texts = Table(
    "entry_versions",
    metadata,
    Column("entry", ID, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("provider", String(120), nullable=False),
    Column("sharing", String(16), nullable=False),
    Column("openness", String(16), nullable=False),
    Column("owed", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", InstantUTC, nullable=False),
)

steps = Table(
    "entry_steps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", ID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("verb", String(24), nullable=False),
    Column("before", String(24), nullable=False),
    Column("after", String(24), nullable=False),
    Column("unit", String(120), nullable=False),
    Column("person", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", InstantUTC, nullable=False),
    Index("entry_steps_by_entry", "entry", "id"),
)

mounts = Table(
    "entry_mounts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", ID, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("area", String(6), nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("unit", String(120), nullable=False),
    Column("person", String(120), nullable=False),
    Column("mounted_at", InstantUTC, nullable=False),
    Column("ended_at", InstantUTC),
    Column("reason", Text, nullable=False),
    Index("entry_mounts_by_entry", "entry", "ended_at"),
    Index("entry_mounts_by_target", "kind", "target"),
)

codes = Table(
    "entry_codes",
    metadata,
    Column("front", String(32), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("code", String(64), nullable=False),
    Column("entry", ID, nullable=False),
    Column("issued_at", InstantUTC, nullable=False),
    Index("entry_codes_by_code", "code", unique=True),
)
