"""The `tianfu` command; assembles the stages' commands."""
