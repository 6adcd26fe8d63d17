"""Which entries were sent, each with a stamp of what was said of it."""

import sqlalchemy as sa
from alembic import op

revision = "release_0002"
down_revision = "release_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of sent entries."""
    op.create_table(
        "sent_entries",
        sa.Column("entry", sa.String(200), primary_key=True),
        sa.Column("stamp", sa.String(32), nullable=False),
    )
