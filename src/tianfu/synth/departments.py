"""Eight bureaus in each of the 21 prefectures: a small file, the same for every size."""

import numpy as np

from . import damage
from .chunk import Chunk
from .codes import credit_codes
from .draw import Draw, span
from .places import prefectures, vocabulary
from .planting import Kind, Plot
from .text import letters, words

KINDS = (Kind("leading zero lost", "phone", damage.lost_zero, "quarantined", "lost_zeros"),)
TOTAL = 21 * 8


def rows(seed: int, total: int, start: int, stop: int) -> Chunk:
    """Records start to stop - 1 of TOTAL."""
    numbers = span(start, stop)
    places = [(prefectures()[n // 8], n % 8) for n in range(start, stop)]
    drawn = Draw(seed, "departments.phone").below(numbers, 10**8).tolist()
    columns = {
        "unit": words([f"{p.code}-{b + 1:02d}" for p, b in places]),
        "name": words([p.name + vocabulary()["bureaus"][b] for p, b in places]),
        "tier": words(["prefecture"] * len(places)),
        "area": words([p.code for p, _ in places]),
        "credit_code": credit_codes(numbers.astype(np.int64), letters("11", len(places)), np.array([b for _, b in places])),
        "phone": words([_phone(p.phone, n) for (p, _), n in zip(places, drawn, strict=True)]),
    }
    return Chunk(columns, Plot(seed, "departments", total, KINDS).spoil(start, columns))


def _phone(area: str, drawn: int) -> str:
    """A number that nobody has: local numbers never begin with 9. They have eight digits behind 028, else seven."""
    width = 7 if area == "028" else 6
    return f"{area}9{drawn % 10**width:0{width}d}"
