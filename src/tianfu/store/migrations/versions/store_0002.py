"""Every declaration that a dataset ever had, not only the last one."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "store_0002"
down_revision = "store_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and begin it with what is declared now."""
    op.create_table(
        "declarations",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("dataset", sa.String(200), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("declared_at", InstantUTC, nullable=False),
        sa.Column("declaration", sa.Text, nullable=False),
    )
    op.create_index("declarations_by_dataset", "declarations", ["dataset", "declared_at"])
    op.execute("INSERT INTO declarations (dataset, hash, declared_at, declaration) SELECT id, hash, declared_at, declaration FROM datasets")
