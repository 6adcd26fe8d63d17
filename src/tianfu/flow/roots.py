"""The folders below which declared files are looked for."""

from importlib.resources import files
from pathlib import Path

from tianfu.model import Settings

INBOX = "inbox"


def roots_of(settings: Settings) -> tuple[Path, ...]:
    """What was put into the home folder, what the operator names, and the code lists that the platform ships with."""
    return (settings.home / INBOX, *settings.data, Path(str(files("tianfu.standards"))))
