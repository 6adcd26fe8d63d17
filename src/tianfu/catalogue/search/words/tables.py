"""The table of the operator's lists of search words: each list in full, the newest holds."""

from sqlalchemy import Column, Integer, String, Table, Text

from tianfu.store import metadata
from tianfu.store.database import InstantUTC

lists = Table(
    "search_words",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("rules", Integer, nullable=False),
    Column("unit", String(120), nullable=False),
    Column("person", String(120), nullable=False),
    Column("at", InstantUTC, nullable=False),
)
"""`number` counts up by one, so that of two people who change the same list one comes second and is told."""
