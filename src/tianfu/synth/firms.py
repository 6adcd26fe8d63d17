"""The register of firms: every firm of the province, as the market regulator would keep it, with what clerks and spreadsheets did to it."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa

from . import damage
from .chunk import Chunk, pairs
from .codes import BODIES, credit_codes, mobiles
from .draw import Draw, Rows, Whole, span
from .names import ethnic_groups, firm_names, person_names
from .places import LAST_DAY, addresses, area_codes, county_of, prefectures, vocabulary
from .planting import Kind, Plot
from .text import Letters, days, pick, words

KINDS = (
    Kind("last character replaced", "credit_code", damage.wrong_check, "flagged", "early_code"),
    Kind("repeated record", repeats=True),
    Kind("one character wrong", "credit_code", damage.wrong_inside, "quarantined", "check_digit"),
    Kind("full-width code", "credit_code", damage.full_width, "accepted"),
    Kind("amount with separators", "capital", damage.thousands, "quarantined", "thousands"),
    Kind("repeated under another form of name", "name", damage.other_form, "quarantined", repeats=True),
    Kind("day and month swapped", "founded_on", damage.month_out_of_range, "quarantined", "swapped_day_month"),
    Kind("lower-case code", "credit_code", damage.lower, "accepted"),
    Kind("letter for digit", "credit_code", damage.letter_for_digit, "quarantined", "letter_for_digit"),
    Kind("area by name", "area", damage.always("天府大道旁"), "quarantined", "name_for_code"),
    Kind("approved before founded", "approved_on", damage.always("1950-10-01"), "flagged"),
    Kind("code cut short", "credit_code", damage.cut_short, "quarantined", "truncated"),
    Kind("date with slashes", "founded_on", damage.slashes, "accepted"),
    Kind("no name", "name", damage.always(""), "quarantined"),
    Kind("amount with unit", "capital", damage.with_unit, "quarantined", "unit_inside"),
    Kind("number in groups", "mobile", damage.spaced, "accepted"),
    Kind("serial date", "founded_on", damage.serial_date, "quarantined", "serial_date"),
    Kind("date day first", "approved_on", damage.day_first, "quarantined", "day_first"),
    Kind("number cut short", "mobile", damage.cut_short, "quarantined", "truncated"),
    Kind("area by name, read in the wrong encoding", "area", damage.always(damage.mojibake("成都市")), "quarantined", "mojibake"),
    Kind("industry unknown", "industry", damage.always("9999"), "quarantined", "not_in_standard"),
)
FIRST_DAY = date(1985, 1, 1)


def rows(seed: int, total: int, start: int, stop: int) -> Chunk:
    """Records start to stop - 1 of a register of `total` records."""
    plot = plot_of(seed, total)
    records = span(start, stop)
    firms = plot.sources(records)
    columns = describe(seed, firms)
    return Chunk(columns, plot.spoil(start, columns), pairs(records, firms))


def plot_of(seed: int, total: int) -> Plot:
    """What is planted where."""
    return Plot(seed, "firms", total, KINDS)


def describe(seed: int, firms: Rows) -> dict[str, pa.Array]:
    """The right description of these firms; a firm is a number below 31^6."""
    draw = _draws(seed)
    prefecture = draw["prefecture"].weighted(firms, [p.firms for p in prefectures()])
    county = county_of(draw["county"], firms, prefecture)
    trade = draw["trade"].below(firms, len(vocabulary()["trades"]))
    form = draw["form"].weighted(firms, [int(w) for w in vocabulary()["forms"].values()])
    founded = _founded(draw, firms)
    approved = founded + draw["approved"].below(firms, (_last_day() - founded + 1))
    t = _tables()
    return {
        "credit_code": credit_codes(draw["body"].shuffled(firms, BODIES), _categories()[form], draw["division"].below(firms, 100)),
        "name": firm_names(seed, firms, prefecture, trade, form),
        "kind": pick(t["kinds"], form),
        "area": pick(area_codes(), county),
        "address": addresses(seed, "firms", firms, county),
        "industry": pick(industries(), trade),
        "capital": pick(t["capitals"], draw["capital"].below(firms, len(t["capitals"]))),
        "founded_on": pick(t["days"], founded),
        "approved_on": pick(t["days"], approved),
        "representative": representatives(seed, firms, prefecture),
        "mobile": mobiles(draw["mobile"].below(firms, 10**8)),
        "status": pick(t["states"], draw["state"].weighted(firms, [int(w) for w in vocabulary()["states"].values()])),
    }


def representatives(seed: int, firms: Rows, prefecture: Whole, stream: str = "firms.representative") -> pa.Array:
    """Names of legal representatives, as the people of the prefecture are called."""
    return person_names(seed, stream, firms, ethnic_groups(Draw(seed, f"{stream}.ethnic"), firms, prefecture))


def _founded(draw: dict[str, Draw], firms: Rows) -> Whole:
    """Days since FIRST_DAY: the later of two draws, since most firms are young."""
    last = _last_day()
    return np.maximum(draw["founded"].below(firms, last), draw["again"].below(firms, last))


def _last_day() -> int:
    return (LAST_DAY - FIRST_DAY).days


@cache
def industries() -> pa.Array:
    """The class of GB/T 4754 of each trade."""
    return words(list(vocabulary()["trades"].values()))


@cache
def _draws(seed: int) -> dict[str, Draw]:
    names = ["prefecture", "county", "trade", "form", "founded", "again", "approved", "body", "division", "capital", "mobile", "state"]
    return {n: Draw(seed, f"firms.{n}") for n in names}


@cache
def _tables() -> dict[str, pa.Array]:
    v = vocabulary()
    return {
        "kinds": words([v["kinds"][f] for f in v["forms"]]),
        "capitals": words(v["capitals"]),
        "states": words(list(v["states"])),
        "days": days(FIRST_DAY, FIRST_DAY + timedelta(days=_last_day())),
    }


@cache
def _categories() -> Letters:
    v = vocabulary()
    return np.array([list(v["categories"][f].encode()) for f in v["forms"]], dtype=np.uint8)
