"""Declarations of the real files of `health`: tests only."""
