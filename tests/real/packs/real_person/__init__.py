"""Declarations of the real files of `person`: tests only."""
