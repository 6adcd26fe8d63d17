"""Datasets, versions, runs, jobs, grants and the raw files that rows come from."""

import sqlalchemy as sa
from alembic import op

from tianfu.store.database import InstantUTC

revision = "store_0001"
down_revision = None
branch_labels = ("store",)
depends_on = None

ID = sa.String(200)


def upgrade() -> None:
    """Create the tables of the first release."""
    op.create_table(
        "datasets",
        sa.Column("id", ID, primary_key=True),
        sa.Column("declaration", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("declared_at", InstantUTC, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("dataset", ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("delta", sa.BigInteger, nullable=False),
        sa.Column("at", InstantUTC, nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_index("versions_by_delta", "versions", ["dataset", "delta"], unique=True)
    op.create_table(
        "delta_seen",
        sa.Column("dataset", ID, primary_key=True),
        sa.Column("delta", sa.BigInteger, nullable=False),
    )
    _create_work()
    op.create_table(
        "grants",
        sa.Column("id", ID, primary_key=True),
        sa.Column("dataset", ID, nullable=False),
        sa.Column("reader", ID, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("used_rows", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", InstantUTC, nullable=False),
    )
    op.create_index("grants_by_dataset", "grants", ["dataset", "reader"])
    op.create_table(
        "origins",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("received_at", InstantUTC, nullable=False),
    )
    op.create_index("origins_by_content", "origins", ["sha256"], unique=True)


def _create_work() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("dataset", ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_at", InstantUTC, nullable=False),
        sa.Column("ended_at", InstantUTC),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("read", "accepted", "flagged", "quarantined")),
        sa.Column("version", sa.Integer),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
    )
    op.create_index("runs_by_dataset", "runs", ["dataset", "started_at"])
    op.create_index("runs_by_start", "runs", ["started_at"])
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("arguments", sa.Text, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("asked_at", InstantUTC, nullable=False),
        sa.Column("claimed_at", InstantUTC),
        sa.Column("claimed_by", sa.Text, nullable=False),
        sa.Column("ended_at", InstantUTC),
        sa.Column("message", sa.Text, nullable=False),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "id"])
