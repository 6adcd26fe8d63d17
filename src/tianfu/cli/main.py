"""The command group: finds commands in the static table, and imports the one that is asked for."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .language import Language, language
from .table import COMMANDS, EXIT_CODES, Entry


class Rooms(TyperGroup):
    """Commands of all rooms by their table; `--help` needs nothing else."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The same as for any group; a misspelt name is compared with the table."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command(cmd_name, COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        said = language(ctx.params.get("lang"))
        with formatter.section({"zh": "命令", "en": "Commands"}[said]):
            formatter.write_dl([(name, getattr(entry, said)) for name, entry in COMMANDS.items()])
        with formatter.section({"zh": "退出码", "en": "Exit codes"}[said]):
            formatter.write_dl([(code, zh if said == "zh" else en) for code, zh, en in EXIT_CODES])


app = typer.Typer(
    name="tianfu", cls=Rooms, rich_markup_mode=None, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def _whole(
    ctx: typer.Context,
    lang: Annotated[str | None, typer.Option(help="zh | en", is_eager=True)] = None,
    home: Annotated[Path | None, typer.Option(help="数据所在文件夹 (TIANFU_HOME)  the folder that holds everything")] = None,
) -> None:
    """天府数据：一次声明，处处可用。 One connected public-data system: each dataset is declared once."""
    ctx.obj = Lazily(language(lang), home)


def command(name: str, entry: Entry) -> Any:
    """The command as typer runs it; a group holds the commands below it."""
    alone = not (entry.below and entry.target)
    room = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=alone, help=f"{entry.zh}  {entry.en}")
    if not entry.below:
        room.command(name)(_function(entry.target))
        return typer.main.get_command(room)
    for below, inner in entry.below:
        room.command(below)(_function(inner.target))
    room.callback(invoke_without_command=not alone)(_by_itself(_function(entry.target)) if entry.target else _group)
    found = typer.main.get_command(room)
    found.name = name
    return found


def main() -> None:
    """Run the command line; errors that people can mend become a sentence and an exit code."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (ValueError, LookupError, OSError, RuntimeError) as error:
        from .faults import explained  # imports what can go wrong, which a run that goes well does not need

        sys.exit(explained(error, language(_asked_for(sys.argv))))


class Lazily:
    """The terminal, made when a command first needs it: help needs neither settings nor tables."""

    def __init__(self, lang: Language, home: Path | None) -> None:
        self._lang, self._home = lang, home

    def __getattr__(self, name: str) -> Any:
        from .screen import Screen

        screen = Screen.of(os.environ, self._lang, self._home)
        self.__dict__.update({n: getattr(screen, n) for n in ("settings", "say", "table", "answer", "progress", "in_words")})
        return getattr(screen, name)


def _function(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _by_itself(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a group, run when none of its entries is named. Its help is the group's."""

    @wraps(function)
    def run(ctx: typer.Context, **arguments: Any) -> None:
        if ctx.invoked_subcommand is None:
            function(ctx, **arguments)

    run.__doc__ = None
    return run


def _group() -> None:
    """A group does nothing by itself."""


def _asked_for(arguments: list[str]) -> str | None:
    return arguments[arguments.index("--lang") + 1] if "--lang" in arguments[:-1] else None
