"""What was released, the packages that were sent, and on the other side those that were received or refused."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "release_0001"
down_revision = None
branch_labels = ("release",)
depends_on = None

ID = sa.String(200)


def upgrade() -> None:
    """Create the tables of the first release."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("dataset", ID, nullable=False),
        sa.Column("at", InstantUTC, nullable=False),
        sa.Column("withdrawn_by", ID, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("releases_by_dataset", "releases", ["dataset", "id"])
    op.create_table(
        "sent_packages",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("dataset", ID, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("sent_at", InstantUTC),
    )
    op.create_table(
        "received_packages",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("dataset", ID, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("received_at", InstantUTC, nullable=False),
    )
    op.create_index("received_by_dataset", "received_packages", ["dataset", "sequence"])
    op.create_table(
        "refused_packages",
        sa.Column("name", ID, primary_key=True),
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("zh", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
        sa.Column("refused_at", InstantUTC, nullable=False),
    )
