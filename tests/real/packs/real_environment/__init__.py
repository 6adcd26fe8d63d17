"""Declarations of the real files of `environment`: tests only."""
