"""Declarations of the real files of `codes`: tests only."""
