"""The `tianfu` command; assembles the stages' commands.

`table` lists every command with the module that holds it, so that `--help` imports none of them. `screen` draws tables, progress and JSON;
`faults` turns errors into sentences and exit codes.
"""

from .main import app, main

__all__ = ["app", "main"]
