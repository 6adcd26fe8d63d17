"""Declarations of the real files of `geo`: tests only."""
