"""How a metadata database is brought up to date: one Alembic chain, a branch label per stage."""
