"""Declarations of the real files of `public_safety`: tests only."""
