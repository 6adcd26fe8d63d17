"""The operator's lists of search words."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "catalogue_0003"
down_revision = "catalogue_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of lists."""
    op.create_table(
        "search_words",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rules", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("at", InstantUTC, nullable=False),
    )
