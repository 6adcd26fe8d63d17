"""Declarations of the real files of `hazard`: tests only."""
