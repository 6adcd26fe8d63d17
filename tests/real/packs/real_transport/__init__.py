"""Declarations of the real files of `transport`: tests only."""
