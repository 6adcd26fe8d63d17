"""Base page, macros, static files; assembles the stages' routes into one application."""
