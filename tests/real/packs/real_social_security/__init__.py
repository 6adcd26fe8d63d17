"""Declarations of the real files of `social_security`: tests only."""
