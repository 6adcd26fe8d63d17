"""docs/reference/commands.md: the commands of `tianfu` and their options."""

import click
import typer

from .markdown import page as whole
from .markdown import table


def page() -> str:
    """Each command with its help, arguments and options."""
    from tianfu.cli import app  # every room stands behind it: the other pages do without

    group = typer.main.get_command(app)
    context = click.Context(group, info_name="tianfu")
    return whole("Commands", "`tianfu --help` and `tianfu COMMAND --help` say the same.", *_commands(group, context, ("tianfu",)))


def _commands(group: click.Command, context: click.Context, path: tuple[str, ...]) -> list[str]:
    if not isinstance(group, click.Group):
        return [_command(group, context, path)]
    found = [(n, group.get_command(context, n)) for n in group.list_commands(context)]
    return [
        text for n, c in found if c and not c.hidden for text in _commands(c, click.Context(c, parent=context, info_name=n), (*path, n))
    ]


def _command(command: click.Command, context: click.Context, path: tuple[str, ...]) -> str:
    options = [p.get_help_record(context) for p in command.params]
    rows = [(f"`{o[0]}`", o[1]) for o in options if o]
    parts = [f"## {' '.join(path)}", f"`{command.get_usage(context).removeprefix('Usage: ')}`", (command.help or "").strip()]
    return "\n\n".join([*parts, table(("option", ""), rows)] if rows else parts)
