"""What happened: the journal's unit."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to which dataset. `detail` holds no raw identifier of a person."""

    at: datetime
    who: str
    verb: str
    dataset: str
    detail: dict[str, str | int | None] = field(default_factory=dict)
