"""Declarations of the real files of `commerce`: tests only."""
