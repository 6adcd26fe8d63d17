"""Declarations of the real files of `industry`: tests only."""
