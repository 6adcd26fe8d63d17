"""What the page of search words shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from tianfu.catalogue.views import Link
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line with what is wrong in it; `quoted` is empty where the whole list is too long."""

    text: Text
    quoted: str


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list of the past or the one that holds."""

    number: int
    at: datetime
    unit: Text
    person: str
    rules: int
    href: str


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A row that the platform ships with."""

    kind: Text
    words: str
    others: str
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class WordsView:
    """`values` are the fields as they were filled in, `tried` a question with what is looked for beside it."""

    text: str
    number: int
    values: dict[str, str]
    problems: tuple[WrongLine, ...]
    trouble: Text | None
    saved: bool
    history: tuple[KeptList, ...]
    shipped: tuple[ShippedLine, ...]
    units: tuple[Text, ...]
    question: str
    tried: tuple[tuple[str, str], ...]
    files: tuple[Link, ...]
    examples: tuple[tuple[str, Text], ...]
    most: int
