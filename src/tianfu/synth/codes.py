"""Codes that satisfy every published check and that nobody can hold.

Both kinds carry a division code from 519900 to 519999 where the registering division stands. Sichuan's codes begin with 51, but GB/T 2260
never had a prefecture 5199, so no authority ever issued a number with it. Mobile numbers begin with 154, a range that was never opened.
"""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .text import Letters, digits, fixed, letters

if TYPE_CHECKING:
    from .draw import Whole

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015."""
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714-1997."""
CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999."""
BODIES = 31**6
"""How many different organisation codes MA?????? there are."""
FIRST_BIRTH, LAST_BIRTH = date(1936, 1, 1), date(2025, 12, 31)
BIRTH_DAYS = (LAST_BIRTH - FIRST_BIRTH).days + 1
PERSONS = 100 * BIRTH_DAYS * 998
"""How many different citizen ids there are: 100 divisions, the birth dates, sequences 002 to 999."""

_LETTERS = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)


def credit_codes(bodies: "Whole", department: Letters, divisions: "Whole") -> pa.Array:
    """Social credit codes: department and category (two letters a row), division 5199dd, organisation code MA + body, both checks."""
    rest, body = bodies.astype(np.int64), np.empty((len(bodies), 6), dtype=np.uint8)
    for place in range(5, -1, -1):
        rest, digit = np.divmod(rest, 31)
        body[:, place] = _LETTERS[digit]
    body = np.hstack([letters("MA", len(bodies)), body])
    organisation = np.hstack([body, _organisation_check(body)])
    seventeen = np.hstack([department, letters("5199", len(bodies)), digits(divisions, 2), organisation])
    return fixed(seventeen, _credit_check(seventeen))


def citizen_ids(numbers: "Whole") -> tuple[pa.Array, "Whole", "Whole"]:
    """Citizen ids, birth dates as days since FIRST_BIRTH, and sexes (1, 2), a different id for each number below PERSONS."""
    rest, division = np.divmod(numbers, 100)
    sequence, day = np.divmod(rest, BIRTH_DAYS)
    sequence = sequence + 2
    births = _birth_digits()[day]
    seventeen = np.hstack([letters("5199", len(numbers)), digits(division, 2), births, digits(sequence, 3)])
    sums = (seventeen.astype(np.int32) - 48) @ np.array(CITIZEN_WEIGHTS, dtype=np.int32)
    check = np.frombuffer(b"10X98765432", dtype=np.uint8)[sums % 11]
    return fixed(seventeen, check[:, None]), day, 2 - sequence % 2


def citizen_check(text: str) -> str:
    """The last character that the first 17 of a citizen id call for.

    >>> citizen_check("11010519491231002")
    'X'
    """
    return "10X98765432"[sum(int(c) * w for c, w in zip(text, CITIZEN_WEIGHTS, strict=False)) % 11]


def mobiles(numbers: "Whole") -> pa.Array:
    """Mobile numbers of a range that was never opened."""
    return fixed(letters("154", len(numbers)), digits(numbers, 8))


def _organisation_check(body: Letters) -> Letters:
    values = np.where(body >= 65, body - np.uint8(55), body - np.uint8(48)).astype(np.int32)
    rest = 11 - (values @ np.array(ORGANISATION_WEIGHTS, dtype=np.int32)) % 11
    return np.frombuffer(b"?123456789X0", dtype=np.uint8)[rest][:, None]


def _credit_check(seventeen: Letters) -> Letters:
    value = np.zeros(128, dtype=np.int32)
    value[_LETTERS] = np.arange(31)
    sums = value[seventeen] @ np.array(CREDIT_WEIGHTS, dtype=np.int32)
    return _LETTERS[(31 - sums % 31) % 31][:, None]


def _birth_digits() -> Letters:
    first = np.datetime64(FIRST_BIRTH)
    texts = np.char.replace(np.datetime_as_string(first + np.arange(BIRTH_DAYS)), "-", "").astype("S8")
    return texts.view(np.uint8).reshape(BIRTH_DAYS, 8)
