"""The register of persons: names of many kinds, ids that nobody can hold, and the damage that registers of persons show."""

from datetime import date
from functools import cache

import numpy as np
import pyarrow as pa

from . import damage
from .chunk import Chunk, pairs
from .codes import FIRST_BIRTH, LAST_BIRTH, PERSONS, citizen_ids, mobiles
from .draw import Draw, Rows, span
from .names import ethnic_codes, ethnic_groups, person_names
from .places import LAST_DAY, addresses, area_codes, county_of, prefectures
from .planting import Kind, Plot
from .text import days, pick, words

KINDS = (
    Kind("check character wrong", "citizen_id", damage.wrong_check, "quarantined", "check_digit"),
    Kind("repeated record", repeats=True),
    Kind("fifteen digits kept", "citizen_id", damage.fifteen_digits, "quarantined", "precision_lost"),
    Kind("full-width id", "citizen_id", damage.full_width, "accepted"),
    Kind("sex against id", "sex", damage.among({"1": "2", "2": "1"}), "flagged"),
    Kind("repeated under another spelling", "name", damage.traditional, "quarantined", repeats=True),
    Kind("day and month swapped", "birth_date", damage.month_out_of_range, "quarantined", "swapped_day_month"),
    Kind("sex in words", "sex", damage.among({"1": "男", "2": "女"}), "accepted"),
    Kind("birth date against id", "birth_date", damage.earlier, "flagged"),
    Kind("ethnic group outside the standard", "ethnic", damage.always("97"), "flagged", "not_in_standard"),
    Kind("id in scientific notation", "citizen_id", damage.scientific, "quarantined", "scientific"),
    Kind("leading zero lost", "ethnic", damage.lost_zero, "accepted"),
    Kind("id cut short", "citizen_id", damage.cut_short, "quarantined", "truncated"),
    Kind("two characters swapped", "citizen_id", damage.swapped, "quarantined", "check_digit"),
    Kind("no name", "name", damage.always(""), "quarantined"),
    Kind("sex unknown to the standard", "sex", damage.always("3"), "quarantined", "not_in_standard"),
    Kind("sex in words, read in the wrong encoding", "sex", damage.always(damage.mojibake("男")), "quarantined", "mojibake"),
    Kind("number in groups", "mobile", damage.spaced, "accepted"),
    Kind("area code abolished", "area", damage.always("511522"), "flagged", "abolished_code"),
    Kind("impossible day", "birth_date", damage.impossible_day, "quarantined", "impossible_date"),
    Kind("number cut short", "mobile", damage.cut_short, "quarantined", "truncated"),
)
FIRST_DAY = date(2012, 1, 1)


def rows(seed: int, total: int, start: int, stop: int) -> Chunk:
    """Records start to stop - 1 of a register of `total` records."""
    plot = Plot(seed, "persons", total, KINDS)
    records = span(start, stop)
    persons = plot.sources(records)
    columns = describe(seed, persons)
    return Chunk(columns, plot.spoil(start, columns), pairs(records, persons))


def describe(seed: int, persons: Rows) -> dict[str, pa.Array]:
    """The right description of these persons; a person is a number below `codes.PERSONS`."""
    draw = _draws(seed)
    prefecture = draw["prefecture"].weighted(persons, [p.people for p in prefectures()])
    county = county_of(draw["county"], persons, prefecture)
    ethnic = ethnic_groups(draw["ethnic"], persons, prefecture)
    ids, birth, sex = citizen_ids(draw["id"].shuffled(persons, PERSONS))
    births, registrations = _days()
    return {
        "citizen_id": ids,
        "name": person_names(seed, "persons", persons, ethnic),
        "sex": pick(words(["1", "2"]), sex - 1),
        "ethnic": pick(ethnic_codes(), ethnic),
        "birth_date": pick(births, birth),
        "area": pick(area_codes(), county),
        "address": addresses(seed, "persons", persons, county),
        "mobile": mobiles(draw["mobile"].below(persons, 10**8)),
        "registered_on": pick(registrations, np.maximum(birth - _offset(), draw["registered"].below(persons, len(registrations)))),
    }


def _offset() -> int:
    return (FIRST_DAY - FIRST_BIRTH).days


@cache
def _days() -> tuple[pa.Array, pa.Array]:
    return days(FIRST_BIRTH, LAST_BIRTH), days(FIRST_DAY, LAST_DAY)


@cache
def _draws(seed: int) -> dict[str, Draw]:
    return {n: Draw(seed, f"persons.{n}") for n in ("prefecture", "county", "ethnic", "id", "mobile", "registered")}
