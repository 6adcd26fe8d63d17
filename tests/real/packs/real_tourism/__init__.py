"""Declarations of the real files of `tourism`: tests only."""
