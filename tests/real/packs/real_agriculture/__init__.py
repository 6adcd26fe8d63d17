"""Declarations of the real files of `agriculture`: tests only."""
