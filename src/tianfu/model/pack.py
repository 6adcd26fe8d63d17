"""A domain pack as its folder declares it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import Field

from .dataset import Dataset
from .entry import Entry
from .values import Name, Value


class Dated(Value):
    """A value from the day it took effect, and where that is written."""

    value: Any
    source: str = Field(alias="from")


class PackDeclaration(Value):
    """pack.yaml: what the domain is, which policy items it answers, what it reads of other packs (parameter -> dataset id)."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    items: tuple[int, ...]
    stewards: tuple[str, ...]
    theme: str = ""
    reads: dict[Name, str] = Field(default_factory=dict)
    icon: str = "database"


@dataclass(frozen=True)
class Pack:
    """A loaded pack. `figures`: name -> date it took effect -> value; `analyses` and `rules`: functions by name."""

    name: str
    declaration: PackDeclaration
    datasets: Mapping[str, Dataset]
    figures: Mapping[str, Mapping[date, Dated]] = field(default_factory=dict)
    analyses: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    rules: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, bytes] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    in_tree: bool = True
