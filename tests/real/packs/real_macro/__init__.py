"""Declarations of the real files of `macro`: tests only."""
