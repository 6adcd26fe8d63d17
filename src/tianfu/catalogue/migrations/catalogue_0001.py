"""Entries, their texts and steps, the resources mounted on them, and the codes that were issued."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "catalogue_0001"
down_revision = None
branch_labels = ("catalogue",)
depends_on = None

ID = sa.String(200)


def upgrade() -> None:
    """Create the tables of entries."""
    op.create_table(
        "entries",
        sa.Column("id", ID, primary_key=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("public", sa.Integer),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("published_at", InstantUTC),
        sa.Column("changed_at", InstantUTC, nullable=False),
    )
    op.create_index("entries_by_state", "entries", ["state"])
    op.create_table(
        "entry_versions",
        sa.Column("entry", ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("provider", sa.String(120), nullable=False),
        sa.Column("sharing", sa.String(16), nullable=False),
        sa.Column("openness", sa.String(16), nullable=False),
        sa.Column("owed", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("written_at", InstantUTC, nullable=False),
    )
    op.create_table(
        "entry_steps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("entry", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("verb", sa.String(24), nullable=False),
        sa.Column("before", sa.String(24), nullable=False),
        sa.Column("after", sa.String(24), nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", InstantUTC, nullable=False),
    )
    op.create_index("entry_steps_by_entry", "entry_steps", ["entry", "id"])
    _create_mounts_and_codes()


def _create_mounts_and_codes() -> None:
    op.create_table(
        "entry_mounts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("entry", ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("area", sa.String(6), nullable=False),
        sa.Column("declared", sa.Boolean, nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("mounted_at", InstantUTC, nullable=False),
        sa.Column("ended_at", InstantUTC),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("entry_mounts_by_entry", "entry_mounts", ["entry", "ended_at"])
    op.create_index("entry_mounts_by_target", "entry_mounts", ["kind", "target"])
    op.create_table(
        "entry_codes",
        sa.Column("front", sa.String(32), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("entry", ID, nullable=False),
        sa.Column("issued_at", InstantUTC, nullable=False),
    )
    op.create_index("entry_codes_by_code", "entry_codes", ["code"], unique=True)
