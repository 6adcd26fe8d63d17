"""Declarations of the real files of `culture`: tests only."""
