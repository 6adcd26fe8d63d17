"""Declarations of the real files of `food`: tests only."""
