"""Declarations of the real files of `quality`: tests only."""
