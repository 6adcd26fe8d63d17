"""Declarations of the real files of `catalogue`: tests only."""
