"""Two firms in five as the tax office knows them: other spellings, later addresses, other representatives, codes that are missing.

Nothing here is an error of writing; it is what makes registers hard to join. The truth names each pair of records and who is right.
"""

import numpy as np
import pyarrow as pa

from . import damage, firms
from .chunk import Chunk, Lines
from .codes import mobiles
from .draw import Draw, Rows, span
from .places import LAST_DAY, addresses, area_codes, county_of, prefectures
from .planting import Kind, Plot
from .text import choose, days, digits, fixed, letters, pick

KINDS = (
    Kind("name in another form", "name", damage.other_form, "accepted"),
    Kind("code missing", "credit_code", damage.always(""), "accepted"),
    Kind("region in brackets", "name", damage.bracketed, "accepted"),
    Kind("space inside the name", "name", damage.traditional, "accepted"),
    Kind("number of the old register", "credit_code", damage.always("510100000123456"), "quarantined", "old_licence"),
)
SHARE = (2, 5)


def rows(seed: int, total: int, start: int, stop: int) -> Chunk:
    """Records start to stop - 1 of `total`, which is two fifths of the register of firms."""
    register = total * SHARE[1] // SHARE[0]
    here = span(start, stop)
    record = Draw(seed, "taxpayers.order").shuffled(here, register).astype(np.uint64)
    firm = firms.plot_of(seed, register).sources(record)
    right = firms.describe(seed, firm)
    moved, other = Draw(seed, "taxpayers.moved").below(here, 10) == 0, Draw(seed, "taxpayers.person").below(here, 20) == 0
    prefecture = Draw(seed, "firms.prefecture").weighted(firm, [p.firms for p in prefectures()])
    county = county_of(Draw(seed, "taxpayers.county"), firm, prefecture)
    columns = {
        "taxpayer_no": fixed(letters("T", len(here)), digits(here.astype(np.int64) + 1, 10)),
        "credit_code": right["credit_code"],
        "name": right["name"],
        "area": choose(moved, pick(area_codes(), county), right["area"]),
        "address": choose(moved, addresses(seed, "taxpayers", firm, county), right["address"]),
        "representative": choose(other, firms.representatives(seed, firm, prefecture, "taxpayers.representative"), right["representative"]),
        "mobile": choose(other, mobiles(Draw(seed, "taxpayers.mobile").below(firm, 10**8)), right["mobile"]),
        "changed_on": pick(_CHANGES, Draw(seed, "taxpayers.changed").below(here, len(_CHANGES))),
    }
    conflicts = _conflicts(start, record, right, columns, {"address": (moved, "taxpayers"), "representative": (other, "firms")})
    links: Lines = [(str(start + i + 1), str(f + 1)) for i, f in enumerate(record.tolist())]
    return Chunk(
        columns, Plot(seed, "taxpayers", total, KINDS, every=8).spoil(start, columns), extra={"links": links, "conflicts": conflicts}
    )


def _conflicts(
    start: int, record: Rows, right: dict[str, pa.Array], columns: dict[str, pa.Array], where: dict[str, tuple[np.ndarray, str]]
) -> Lines:
    found: Lines = []
    for field, (differs, who) in where.items():
        for i in np.flatnonzero(differs).tolist():
            ours, theirs = right[field][i].as_py(), columns[field][i].as_py()
            if ours != theirs:
                found.append((str(start + i + 1), str(int(record[i]) + 1), field, ours, theirs, who))
    return found


_CHANGES = days(firms.FIRST_DAY.replace(year=2019), LAST_DAY)
