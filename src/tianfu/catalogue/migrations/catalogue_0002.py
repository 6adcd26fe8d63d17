"""Corrections of problem rows."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "catalogue_0002"
down_revision = "catalogue_0001"
branch_labels = None
depends_on = None

ID = sa.String(200)


def upgrade() -> None:
    """Create the table of corrections."""
    op.create_table(
        "corrections",
        sa.Column("dataset", ID, primary_key=True),
        sa.Column("run", sa.String(64), primary_key=True),
        sa.Column("record", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("origin", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("job", sa.Integer, nullable=False),
        sa.Column("who", ID, nullable=False),
        sa.Column("at", InstantUTC, nullable=False),
        sa.Column("fields", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("loaded", sa.String(64), nullable=False),
    )
    op.create_index("corrections_by_job", "corrections", ["job"])
