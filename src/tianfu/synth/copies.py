"""Persons as other departments know them: births, insured, pupils, marriages. Each holds some of the registered persons.

Nothing here is an error of writing; it is what makes departments disagree: names spelt otherwise, moves that one side has not heard of,
birth dates typed wrong, states that were true years ago, identity numbers that nobody wrote down. The truth names the person, and who is
right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import damage, persons
from .chunk import Chunk, Lines
from .codes import mobiles
from .draw import Draw, Rows, Whole, span
from .places import LAST_DAY, area_codes, county_of, prefectures
from .planting import Plot
from .text import choose, digits, fixed, letters, pick, words

Columns = Mapping[str, pa.Array]
MARITAL, EMPLOYMENT, SCHOOLS = ("10", "20", "40", "30"), ("在职", "灵活就业", "失业", "退休"), ("80", "70", "60")
"""Never married, married, divorced, widowed. Primary school up to 12, junior up to 15, then senior."""
SPELT, MISTYPED, MOVED, OTHER_MOBILE, STALE = 3, 1, 8, 20, 8
"""Copies in a hundred that differ in name, birth date, division, mobile number, marital state."""
RESIDENCE = ("insured",)
"""Whose division is where the person lives. Births and pupils have that of the hospital and the school, which is nobody's contradiction."""
YEARS = 12
"""How old a copy may be."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a department holds: of persons of these ages so many in a hundred, some without identity number, under a number of its own."""

    name: str
    number: str
    letter: str
    fields: tuple[str, ...]
    dated: str
    ages: tuple[int, int]
    share: int
    no_id: int


COPIES = (
    Copy("births", "certificate_no", "B", ("name", "sex", "birth_date", "area"), "issued_on", (0, 9), 90, 6),
    Copy(
        "insured",
        "insured_no",
        "S",
        ("name", "sex", "birth_date", "area", "mobile", "marital", "employment"),
        "changed_on",
        (18, 60),
        32,
        2,
    ),
    Copy("pupils", "pupil_no", "X", ("name", "sex", "birth_date", "area", "schooling"), "enrolled_on", (6, 18), 90, 2),
    Copy("marriages", "register_no", "M", ("name", "birth_date", "marital"), "registered_on", (22, 75), 22, 1),
)
"""Together about half as many records as the register of persons."""


def rows(copy: Copy, seed: int, total: int, start: int, stop: int) -> Chunk:
    """The copies of the persons that stand first in records start to stop - 1 of a register of `total`."""
    records = span(start, stop)
    first = records[Plot(seed, "persons", total, persons.KINDS).sources(records) == records]
    age = _ages(persons.describe(seed, first)["birth_date"])
    chosen = (age >= copy.ages[0]) & (age <= copy.ages[1]) & (_percent(seed, copy, "held", first) < copy.share)
    held, age = first[chosen], age[chosen]
    right = _right(seed, held, age)
    told, who = _told(copy, seed, held, right)
    number = fixed(letters(copy.letter, len(held)), digits(held.astype(np.int64) + 1, 10))
    identity = choose(_percent(seed, copy, "no_id", held) < copy.no_id, "", right["citizen_id"])
    columns = {copy.number: number, "citizen_id": identity, **told, copy.dated: _dated(copy, seed, held, right["birth_date"])}
    numbers = number.to_pylist()
    links: Lines = [(f"{copy.name}.csv", n, str(r + 1)) for n, r in zip(numbers, held.tolist(), strict=True)]
    return Chunk(columns, extra={"copies": links, "copy_conflicts": _conflicts(copy, numbers, right, told, who)})


def _right(seed: int, held: Rows, age: Whole) -> Columns:
    """What is true of these persons now."""
    marital = Draw(seed, "persons.marital").weighted(held, [25, 60, 10, 5])
    work = Draw(seed, "persons.work").weighted(held, [70, 15, 8, 7])
    states = {"marital": pick(words(MARITAL), marital), "employment": pick(words(EMPLOYMENT), work)}
    return {**persons.describe(seed, held), **states, "schooling": pick(words(SCHOOLS), np.digitize(age, [13, 16]))}


def _told(copy: Copy, seed: int, held: Rows, right: Columns) -> tuple[Columns, Mapping[str, str]]:
    """What the copy says, and of each field who is right where the two differ."""

    def some(what: str, hundredth: int) -> NDArray[np.bool_]:
        return _percent(seed, copy, what, held) < hundredth

    told = {name: right[name] for name in copy.fields}
    told["name"] = _changed(right["name"], some("name", SPELT), damage.traditional)
    told["birth_date"] = _changed(right["birth_date"], some("birth", MISTYPED), _year_before)
    if "area" in told:
        prefecture = Draw(seed, f"{copy.name}.prefecture").weighted(held, [p.people for p in prefectures()])
        elsewhere = pick(area_codes(), county_of(Draw(seed, f"{copy.name}.county"), held, prefecture))
        told["area"] = choose(some("moved", MOVED), elsewhere, right["area"])
    if "mobile" in told:
        told["mobile"] = choose(some("mobile", OTHER_MOBILE), mobiles(Draw(seed, f"{copy.name}.new").below(held, 10**8)), right["mobile"])
    if copy.name == "insured":
        told["marital"] = choose(some("marital", STALE), MARITAL[0], right["marital"])
    return told, {"name": "persons", "birth_date": "persons", "area": copy.name, "mobile": copy.name, "marital": "marriages"}


def _conflicts(copy: Copy, numbers: list[str], right: Columns, told: Columns, who: Mapping[str, str]) -> Lines:
    found: Lines = []
    for field, judge in who.items():
        if field in told and (field != "area" or copy.name in RESIDENCE):
            pairs = zip(numbers, right[field].to_pylist(), told[field].to_pylist(), strict=True)
            found += [(f"{copy.name}.csv", n, field, a, b, judge) for n, a, b in pairs if a != b]
    return found


def _changed(texts: pa.Array, where: NDArray[np.bool_], change: Callable[[str], str]) -> pa.Array:
    said: list[str] = texts.to_pylist()
    for place in np.flatnonzero(where).tolist():
        said[place] = change(said[place])
    return words(said)


def _year_before(text: str) -> str:
    """The year mistyped by one; leap days stay.

    >>> _year_before("2001-03-04")
    '2000-03-04'
    """
    return text if text.endswith("02-29") else f"{int(text[:4]) - 1}{text[4:]}"


def _ages(births: pa.Array) -> Whole:
    """Years completed on LAST_DAY."""
    texts: list[str] = births.to_pylist()
    today = LAST_DAY.isoformat()
    return np.array([LAST_DAY.year - int(t[:4]) - (t[5:] > today[5:]) for t in texts], dtype=np.int64)


def _dated(copy: Copy, seed: int, held: Rows, births: pa.Array) -> pa.Array:
    """The day of the copy: in the last years, and after the birth."""
    back = Draw(seed, f"{copy.name}.dated").below(held, YEARS * 365)
    days = np.maximum(np.datetime64(LAST_DAY) - back, np.array(births.to_pylist(), dtype="datetime64[D]"))
    return words(np.datetime_as_string(days).tolist())


def _percent(seed: int, copy: Copy, what: str, rows: Rows) -> Whole:
    return Draw(seed, f"{copy.name}.{what}").below(rows, 100)
