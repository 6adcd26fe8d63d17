"""Declarations of the real files of `government`: tests only."""
