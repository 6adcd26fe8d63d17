"""The place a page ends: an opaque text that names the last row's place in the order, so that the next page needs no counting."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isnan

import orjson

from tianfu.model import Text

from .gated import AT
from .typed import BadQuestion, family_of, value_from

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Ordering:
    """Columns that order the rows, most important first, each with its Arrow type. The last of them make every place unique."""

    columns: tuple[tuple[str, str], ...]
    descending: tuple[bool, ...]
    version: int
    nullable: bool = False
    """Whether the first column may be missing: a key never is."""

    @property
    def signature(self) -> str:
        """What a cursor must agree on. Places in files belong to one version; keys are understood in all."""
        names = ",".join(("-" if d else "") + n for (n, _), d in zip(self.columns, self.descending, strict=True))
        return f"{names}@{self.version}" if any(n == AT for n, _ in self.columns) else names


def cursor_of(ordering: Ordering, values: Sequence[object]) -> str:
    """The place of a row with these values in the ordering's columns."""
    return urlsafe_b64encode(orjson.dumps([ordering.signature, *map(_as_text, values)])).rstrip(b"=").decode()


def place_of(cursor: str, ordering: Ordering) -> tuple[object, ...]:
    """The values that a cursor holds, typed. BadQuestion for one that was made up, cut, or made for another order or version."""
    try:
        parts = orjson.loads(urlsafe_b64decode(cursor[:LONGEST].encode("ascii") + b"=" * (-len(cursor) % 4)))
        signature, *texts = parts
    except (ValueError, TypeError, UnicodeEncodeError, binascii.Error):
        raise _unusable() from None
    if signature != ordering.signature or len(texts) != len(ordering.columns):
        raise _other_order()
    if not all(t is None or isinstance(t, str) for t in texts):
        raise _unusable()
    try:
        return tuple(None if t is None else _value(t, kind, name) for t, (name, kind) in zip(texts, ordering.columns, strict=True))
    except (BadQuestion, ValueError):
        raise _unusable() from None


def after(ordering: Ordering, place: Sequence[object]) -> tuple[str, list[object]]:
    """The rows behind the place, as SQL with question marks. Missing values come last in either direction."""
    ways: list[str] = []
    values: list[object] = []
    for n, value in enumerate(place):
        if value is None and n == 0:
            continue  # among missing values only what follows decides
        equal = [_equal(ordering, i, place[i]) for i in range(n)]
        behind, bound = _behind(ordering, n, value)
        ways.append("(" + " AND ".join([*(sql for sql, _ in equal), behind]) + ")")
        values += [v for _, some in equal for v in some] + bound
    sql = "(" + " OR ".join(ways) + ")"
    if len(ways) > 1 and place[0] is not None:  # lets the engine skip row groups, which it does not for OR
        sign = "<=" if ordering.descending[0] else ">="
        name = expression(ordering, 0)
        also = f" OR {name} IS NULL" if ordering.nullable else ""
        return f"({name} {sign} ?{also}) AND {sql}", [place[0], *values]
    return sql, values


def _equal(ordering: Ordering, n: int, value: object) -> tuple[str, list[object]]:
    name = expression(ordering, n)
    return (f"{name} IS NULL", []) if value is None else (f"{name} = ?", [value])


def _behind(ordering: Ordering, n: int, value: object) -> tuple[str, list[object]]:
    name, sign = expression(ordering, n), "<" if ordering.descending[n] else ">"
    also = f" OR {name} IS NULL" if n == 0 and ordering.nullable else ""
    return (f"({name} {sign} ?{also})" if also else f"{name} {sign} ?"), [value]


def expression(ordering: Ordering, n: int) -> str:
    """The column as it is ordered: not-a-number counts as missing, as it does in JSON."""
    name, kind = ordering.columns[n]
    return f"nullif(\"{name}\", 'nan'::DOUBLE)" if family_of(kind) == "number" else f'"{name}"'


def order_by(ordering: Ordering) -> str:
    return ", ".join(f"{expression(ordering, n)} {'DESC' if d else 'ASC'} NULLS LAST" for n, d in enumerate(ordering.descending))


def _value(text: str, kind: str, name: str) -> object:
    """A row may hold an infinite number, which nobody can ask for."""
    return float(text) if family_of(kind) == "number" else value_from(text, kind, name)


def _as_text(value: object) -> str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return None if isnan(value) else repr(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else str(value)


def _unusable() -> BadQuestion:
    return BadQuestion(
        Text(zh="after 不是有效的翻页位置，请从第一页重新开始。", en="'after' is not a place in these rows; start from the first page.")
    )


def _other_order() -> BadQuestion:
    return BadQuestion(
        Text(
            zh="after 属于另一种排序或另一版数据，请从第一页重新开始。",
            en="'after' belongs to another order or version of the data; start from the first page.",
        )
    )
