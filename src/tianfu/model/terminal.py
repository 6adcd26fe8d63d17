"""How a stage's `commands.py` speaks to people and machines without knowing who draws it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from enum import IntEnum
from typing import Protocol

from .loading import Report
from .settings import Settings
from .values import Text


class ExitCode(IntEnum):
    """What a command's exit code says to a script."""

    done = 0
    problems = 1
    usage = 2
    not_found = 3
    refused = 4
    busy = 5
    failed = 6


class Terminal(Protocol):
    """`cli` provides it as the context's `obj`: the settings, and ways to answer in the reader's language."""

    @property
    def settings(self) -> Settings: ...
    def say(self, text: Text) -> None:
        """A sentence for people; silent when the answer is for machines."""

    def table(self, title: Text, columns: Sequence[Text], rows: Iterable[Sequence[object]]) -> None:
        """Rows for people; numbers stand right."""

    def answer(self, value: object) -> None:
        """JSON for machines on standard output."""

    def progress(self) -> AbstractContextManager[Report]:
        """Shows loads while they run, a line per dataset."""

    def in_words(self, text: Text) -> str:
        """The text in the reader's language."""
