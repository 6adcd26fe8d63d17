"""Codes by the date of the record: a code that was abolished later is right in an old record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import ibis

from tianfu.model import Dataset
from tianfu.standards import CodeList, element
from tianfu.standards.expressions.characters import among

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

INLINE = 1_000
"""Longer lists are joined; shorter ones become part of the query, which engines turn into a hash lookup."""
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Dating:
    """The day that chooses the edition: the record's own (`column`, of kind date or instant), or `today` where it has none."""

    column: str | None
    kind: str
    today: date

    @classmethod
    def of(cls, dataset: Dataset, today: date) -> "Dating":
        kind = element(dataset.column(dataset.time).element).type if dataset.time else ""
        return cls(dataset.time, kind, today) if kind in ("date", "instant") else cls(None, "date", today)

    def value(self, table: "ir.Table") -> "ir.Value":
        """When the record is of, or the beginning of `today`."""
        today = self.literal(self.today)
        return today if self.column is None else table[self.column].fill_null(today)

    def literal(self, day: date) -> "ir.Scalar":
        return ibis.literal(self.bound(day), type="date" if self.kind == "date" else "timestamp('UTC')")

    def bound(self, day: date) -> date | datetime:
        """The beginning of the day in Beijing. Instants are compared as such, so no session's time zone matters."""
        return day if self.kind == "date" else datetime.combine(day, time(), BEIJING).astimezone(UTC)


def in_force(codes: CodeList, value: "ir.StringValue", table: "ir.Table", dating: Dating) -> "ir.BooleanValue":
    """Whether the code is in the list and in force on the record's day."""
    if dating.column is None:
        return among(value, codes.codes(dating.today))
    periods = _periods(codes).items()
    return _any(among(value, members) & _within(first, last, table, dating) for (first, last), members in periods)


def lapsed(codes: CodeList, value: "ir.StringValue", table: "ir.Table", dating: Dating) -> "ir.BooleanValue":
    """Whether the list has the code, but not on the record's day. Only codes that ever changed are looked at."""
    if dating.column is None:
        return among(value, changing(codes, dating))
    periods = [(first, last, members) for (first, last), members in _periods(codes).items() if first or last]
    return _any(among(value, members) & ~_within(first, last, table, dating) for first, last, members in periods)


def known(codes: CodeList, value: "ir.StringValue") -> "ir.BooleanValue":
    """Whether the list ever had the code."""
    return among(value, codes.codes())


def changing(codes: CodeList, dating: Dating) -> tuple[str, ...]:
    """Codes that are not in force on every day that a record may be of."""
    entries = codes.entries.values()
    if dating.column is None:
        return tuple(e.code for e in entries if not e.in_force(dating.today))
    return tuple(e.code for e in entries if e.valid_from or e.valid_to)


def joined_name(codes: CodeList, dating: Dating) -> str:
    """The name under which the store registers a long list."""
    return f"codes_{codes.name}_{dating.kind}"


def code_table(codes: CodeList, dating: Dating) -> "pa.Table":
    """code, and the period [first, after) in which it is in force, in the type of the record's date; open ends are null."""
    import pyarrow as pa

    when = pa.date32() if dating.kind == "date" else pa.timestamp("us", "UTC")
    entries = codes.entries.values()
    first = [dating.bound(e.valid_from) if e.valid_from else None for e in entries]
    after = [dating.bound(e.valid_to + timedelta(days=1)) if e.valid_to else None for e in entries]
    return pa.table({"code": [e.code for e in entries], "first": pa.array(first, when), "after": pa.array(after, when)})


def join_codes(table: "ir.Table", column: str, codes: CodeList, dating: Dating) -> "ir.Table":
    """The table with `_code_`, `_first_` and `_after_<column>` of a long list; every row stays."""
    when = "date" if dating.kind == "date" else "timestamp('UTC')"
    listed = ibis.table({"code": "string", "first": when, "after": when}, name=joined_name(codes, dating))
    right = listed.select(**{f"_{name}_{column}": listed[name] for name in ("code", "first", "after")})
    return table.left_join(right, table[column] == right[f"_code_{column}"])


def joined_in_force(table: "ir.Table", column: str, dating: Dating) -> "ir.BooleanValue":
    """The same as `in_force`, of a joined list."""
    when, first, after = dating.value(table), table[f"_first_{column}"], table[f"_after_{column}"]
    return (
        (table[column] == table[f"_code_{column}"]).fill_null(table[column].isnull())
        & (first.isnull() | (when >= first))
        & (after.isnull() | (when < after))
    )


def _periods(codes: CodeList) -> dict[tuple[date | None, date | None], list[str]]:
    """Codes by the period in which they are in force."""
    periods: dict[tuple[date | None, date | None], list[str]] = {}
    for entry in codes.entries.values():
        periods.setdefault((entry.valid_from, entry.valid_to), []).append(entry.code)
    return periods


def _within(first: date | None, last: date | None, table: "ir.Table", dating: Dating) -> "ir.BooleanValue":
    when = dating.value(table)
    since = when >= dating.literal(first) if first else ibis.literal(value=True)
    return since & (when < dating.literal(last + timedelta(days=1))) if last else since


def _any(conditions: "Iterable[ir.BooleanValue]") -> "ir.BooleanValue":
    return reduce(lambda a, b: a | b, conditions)
