"""Names of persons and firms, of the kinds that real registers hold."""

from functools import cache

import numpy as np
import pyarrow as pa

from .draw import Draw, Rows, Whole
from .places import prefectures, vocabulary
from .text import join, pick, words

HAN, TIBETAN, YI, QIANG, HUI, UYGUR = "01", "04", "07", "33", "03", "05"
_SHARES = {"513200": (250, 540, 2, 180, 28), "513300": (180, 780, 20, 2, 18), "513400": (440, 14, 530, 2, 14)}
"""Han, Tibetan, Yi, Qiang, Hui per thousand in the three autonomous prefectures (rounded); elsewhere nearly all are Han."""
_ELSEWHERE = (960, 8, 12, 6, 14)


def ethnic_groups(draw: Draw, rows: Rows, prefecture: Whole) -> Whole:
    """The place of each row's ethnic group in (Han, Tibetan, Yi, Qiang, Hui, Uygur)."""
    ends = np.cumsum(np.array([(*_SHARES.get(p.code, _ELSEWHERE), 1) for p in prefectures()]), axis=1)
    drawn = draw.below(rows, 1001)[:, None]
    places: Whole = np.minimum((drawn >= ends[prefecture]).sum(axis=1), 5).astype(np.int64)
    return places


def ethnic_codes() -> pa.Array:
    """The codes of GB 3304 in the order of `ethnic_groups`."""
    return words([HAN, TIBETAN, YI, QIANG, HUI, UYGUR])


def person_names(seed: int, stream: str, rows: Rows, ethnic: Whole) -> pa.Array:
    """Names that fit the group: surname and one or two characters, compound surnames, and names without surname."""
    surnames, weights = _surnames()
    given, starts, sizes = _given()
    family = Draw(seed, f"{stream}.surname").weighted(rows, weights) + 1
    kind = np.array([0, 1, 2, 0, 0, 3])[ethnic]
    place = starts[kind] + Draw(seed, f"{stream}.given").below(rows, sizes[kind])
    return join(pick(surnames, np.where(kind == 0, family, 0)), pick(given, place))


def firm_names(seed: int, rows: Rows, prefecture: Whole, trade: Whole, form: Whole) -> pa.Array:
    """Prefecture, an invented brand of four characters, trade and legal form."""
    regions, forms = words([p.short for p in prefectures()]), words(list(vocabulary()["forms"]))
    return join(pick(regions, prefecture), brands(seed, "firms", rows), pick(trades(), trade), pick(forms, form))


def brands(seed: int, stream: str, rows: Rows) -> pa.Array:
    """Brands of four characters that no real firm is likely to bear."""
    table = _brands()
    return pick(table, Draw(seed, f"{stream}.brand").below(rows, len(table)))


@cache
def trades() -> pa.Array:
    """What a firm does, as its name says it."""
    return words(list(vocabulary()["trades"]))


@cache
def _brands() -> pa.Array:
    return words([a + b for a in vocabulary()["brands"] for b in vocabulary()["brands"]])


@cache
def _surnames() -> tuple[pa.Array, list[int]]:
    table = vocabulary()["surnames"]
    return words(["", *table]), [int(w) for w in table.values()]


@cache
def _given() -> tuple[pa.Array, Whole, Whole]:
    """All given names in one table, with where each kind (Han, Tibetan, Yi, dotted) starts and how many it has."""
    v = vocabulary()
    singles = [c for c in v["given"] for _ in range(20)]
    han = [a + b for a in v["given"] for b in v["given"]] + singles
    tibetan = [a + b for a in v["tibetan"] for b in v["tibetan"] if a != b] + v["tibetan"] * 6
    yi = [a + b for a in v["yi_clans"] for b in v["yi_given"]]
    kinds = [han, tibetan, yi, list(v["dotted"])]
    sizes = np.array([len(k) for k in kinds])
    return words([n for k in kinds for n in k]), np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes
