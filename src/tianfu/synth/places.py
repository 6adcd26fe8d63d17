"""The 21 prefectures and their counties, with the words the province is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa

from tianfu.model import read_yaml
from tianfu.standards import code_list

from .draw import Draw, Rows, Whole
from .text import choose, join, pick, words

LAST_DAY = date(2026, 11, 22)
"""Nothing in the province is later than this day."""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture, about where its seat lies, and its share of firms and people per thousand."""

    code: str
    name: str
    short: str
    longitude: float
    latitude: float
    altitude: int
    firms: int
    people: int
    phone: str


@dataclass(frozen=True, slots=True)
class County:
    """A county-level division, and the number of its prefecture."""

    code: str
    name: str
    prefecture: int


@cache
def vocabulary() -> Mapping[str, Any]:
    """The lists of words.yaml, all scalars text."""
    text = files("tianfu.synth").joinpath("words.yaml").read_text("utf-8")
    content: Mapping[str, Any] = read_yaml(text, "words.yaml").content
    return content


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """In the order of their codes."""
    names = code_list("areas").entries
    return tuple(
        Prefecture(code, names[code].title, short, float(lon), float(lat), int(height), int(firms), int(people), phone)
        for code, (short, lon, lat, height, firms, people, phone) in vocabulary()["prefectures"].items()
    )


@cache
def counties() -> tuple[County, ...]:
    """The counties whose code has never changed, so that it fits records of any date; in the order of `prefectures()`."""
    places = {p.code: i for i, p in enumerate(prefectures())}
    found = [e for e in code_list("areas").entries.values() if e.parent in places and e.valid_from is None and e.valid_to is None]
    return tuple(sorted((County(e.code, e.title, places[e.parent or ""]) for e in found), key=lambda c: (c.prefecture, c.code)))


def county_of(draw: Draw, rows: Rows, prefecture: Whole) -> Whole:
    """A county of each row's prefecture."""
    sizes = np.bincount([c.prefecture for c in counties()], minlength=len(prefectures()))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return starts[prefecture] + draw.below(rows, sizes[prefecture])


@cache
def area_codes() -> pa.Array:
    """The table of county codes."""
    return words([c.code for c in counties()])


def roads(seed: int, stream: str, rows: Rows) -> pa.Array:
    """Roads that do not exist."""
    table = _address_words()[1]
    return pick(table, Draw(seed, f"{stream}.road").below(rows, len(table)))


def addresses(seed: int, stream: str, rows: Rows, county: Whole) -> pa.Array:
    """Addresses in these counties, on roads that do not exist."""
    places, _, numbers, rooms = _address_words()
    number = pick(numbers, Draw(seed, f"{stream}.number").below(rows, len(numbers)))
    room = pick(rooms, Draw(seed, f"{stream}.room").below(rows, len(rooms)))
    has_room = Draw(seed, f"{stream}.has_room").below(rows, 10) < 6
    return join(pick(places, county), roads(seed, stream, rows), number, choose(has_room, room, ""))


@cache
def _address_words() -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
    v = vocabulary()
    return (
        words([prefectures()[c.prefecture].name + c.name for c in counties()]),
        words([a + b + c for a in v["roads"] for b in ("", "东", "南", "西", "北") for c in v["ways"]]),
        words([f"{n}号" for n in range(1, 400)]),
        words([f"{b}栋{u}单元{r:02d}{d:02d}室" for b in range(1, 13) for u in (1, 2) for r in range(1, 19) for d in (1, 2, 3, 4)]),
    )
