"""Departments as dated data: who can be the steward of a dataset."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the province. `tier` is province, city or county (层级)."""

    id: str
    title: str
    title_en: str
    tier: str
    valid_from: date
    valid_to: date | None = None


@cache
def units() -> dict[str, Unit]:
    """All units that the platform ships with, by id."""
    text = files(__package__).joinpath("units.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["id"]: _unit(r) for r in rows}


def _unit(row: dict[str, str]) -> Unit:
    until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return Unit(row["id"], row["title"], row["title_en"], row["tier"], date.fromisoformat(row["valid_from"]), until)
