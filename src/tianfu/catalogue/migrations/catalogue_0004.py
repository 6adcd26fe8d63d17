"""The orders of lists of entries, so that a page of many entries is read and not sorted."""

import sqlalchemy as sa
from alembic import op

revision = "catalogue_0004"
down_revision = "catalogue_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("entries_by_change", "entries", [sa.text("changed_at DESC"), "id"])
    op.create_index("entries_by_publication", "entries", [sa.text("published_at DESC"), "id"])
