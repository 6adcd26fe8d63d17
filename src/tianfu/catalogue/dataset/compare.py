"""The versions that may be set side by side: those whose rows are still there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tianfu.model import Version


@dataclass(frozen=True, slots=True)
class Choice:
    """A version to compare; the form offers the newest two first."""

    number: int
    at: datetime


def choices(versions: Sequence[Version]) -> tuple[Choice, ...]:
    """The newest first; nothing where there are fewer than two."""
    kept = [Choice(v.number, v.at) for v in sorted(versions, key=lambda v: -v.number) if v.expired_at is None]
    return tuple(kept) if len(kept) > 1 else ()
