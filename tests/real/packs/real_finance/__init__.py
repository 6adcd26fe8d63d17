"""Declarations of the real files of `finance`: tests only."""
