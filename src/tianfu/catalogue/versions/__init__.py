"""Versions on pages and in the API: what made each, what a changed declaration means for readers, and what differs between two."""
