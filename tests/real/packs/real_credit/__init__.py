"""Declarations of the real files of `credit`: tests only."""
