"""Declarations of the real files of `gnss`: tests only."""
