"""Declarations of the real files of `legal_entity_NC`: tests only."""
