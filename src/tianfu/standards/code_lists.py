"""Code lists (代码表): dated codes with their titles and successors."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .shipped import UnknownCodeList, shipped

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("code", "title", "title_en", "parent", "valid_from", "valid_to", "successor")


@dataclass(frozen=True, slots=True)
class Code:
    """One code. It is in force from `valid_from` up to and including `valid_to`; missing bounds are open."""

    code: str
    title: str
    title_en: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    notations: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class CodeList:
    """A list of a standard edition; a code stands in it once."""

    name: str
    title: str
    title_en: str
    standard: str
    status: str
    entries: Mapping[str, Code]

    def codes(self, day: date | None = None) -> tuple[str, ...]:
        """The codes in force on a day; without a day, every code that ever was."""
        return tuple(e.code for e in self.entries.values() if day is None or e.in_force(day))

    def notations(self) -> dict[str, str]:
        """Other ways in which sources write the codes -> code: titles, and further columns of the file. Ambiguous ones are left out."""
        pairs = [(text, e.code) for e in self.entries.values() for text in (e.title, *e.notations) if text]
        meanings: dict[str, set[str]] = {}
        for text, code in pairs:
            meanings.setdefault(text.upper(), set()).add(code)
        return {text: codes.pop() for text, codes in meanings.items() if len(codes) == 1 and text not in self.entries}

    def table(self) -> "pa.Table":
        """Columns code, title, title_en, parent, successor (string), valid_from, valid_to (date32)."""
        import pyarrow as pa

        text, day = pa.string(), pa.date32()
        schema = pa.schema([(name, day if name.startswith("valid_") else text) for name in COLUMNS])
        return pa.table({name: [getattr(e, name) for e in self.entries.values()] for name in COLUMNS}, schema=schema)


def code_list(name: str) -> CodeList:
    """The list of that name; UnknownCodeList names the near one."""
    known = code_lists()
    if name not in known:
        raise UnknownCodeList(name, known)
    return known[name]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """All lists that the platform ships with, by name."""
    return MappingProxyType({name: _read(name, text) for name, text in shipped("codes", ".csv")})


def _read(name: str, text: str) -> CodeList:
    lines = text.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    entries = [_code(row) for row in csv.DictReader(line for line in lines if not line.startswith("#"))]
    by_code = {e.code: e for e in entries}
    if len(by_code) < len(entries):
        raise ValueError(f"codes/{name}.csv: a code is given twice")
    return CodeList(name, head["title"], head["title_en"], head["standard"], head["status"], MappingProxyType(by_code))


def _code(row: dict[str, str]) -> Code:
    days = [date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")]
    further = tuple(value for name, value in row.items() if name not in COLUMNS)
    return Code(row["code"], row["title"], row["title_en"], row["parent"] or None, days[0], days[1], row["successor"] or None, further)
