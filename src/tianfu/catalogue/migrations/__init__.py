"""The catalogue's part of the migration chain."""
