"""Words that searches take for each other (同义词): abbreviations, short names, former names and their successors."""

import csv
from datetime import date
from functools import cache
from typing import Literal

from tianfu.model.values import Value

from .code_lists import code_list
from .shipped import shipped

DIVISIONS = "GB/T 2260-2007"


class SearchWords(Value):
    """One row. `same`: each word stands for all others. `former`, `narrower`: whoever types one of `words` means `others` as well."""

    kind: Literal["same", "former", "narrower"]
    words: tuple[str, ...]
    others: tuple[str, ...] = ()
    valid_from: date | None = None
    source: str


@cache
def search_words() -> tuple[SearchWords, ...]:
    """Every row that the platform ships with, in its order, and behind them the divisions that have a successor."""
    lines = next(text for name, text in shipped("vocabularies", ".csv") if name == "search_words").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return (*(_row(r) for r in rows), *_divisions())


def _row(row: dict[str, str]) -> SearchWords:
    cells = {name: tuple(w for w in row[name].split("|") if w) for name in ("words", "others")}
    return SearchWords.model_validate({**row, **cells, "valid_from": row["valid_from"] or None})


def _divisions() -> list[SearchWords]:
    """郫县 -> 郫都区: each former division with the one that its code leads to in the end."""
    areas = code_list("areas").entries
    found = []
    for area in areas.values():
        last, seen = area, {area.code}
        while (following := areas.get(last.successor or "")) and following.code not in seen:
            last = following
            seen.add(last.code)
        if last.title != area.title:
            found.append(
                SearchWords(kind="former", words=(area.title,), others=(last.title,), valid_from=last.valid_from, source=DIVISIONS)
            )
    return found
