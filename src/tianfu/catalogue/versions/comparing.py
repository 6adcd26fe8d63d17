"""Two versions compared for whoever asks: within a time, through the gate, and in words where one of them is not there."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from tianfu.catalogue.visit import BEIJING, Visit
from tianfu.model import Dataset, Text, Version
from tianfu.store import ExpiredVersion, UnknownVersion

from .changed import between, for_machines

if TYPE_CHECKING:
    from tianfu.store.diff import Diff, DiffRow

SECONDS = 20.0
ROWS = 20
ROWS_MOST = 200


class NoSuchVersion(UnknownVersion):
    """The dataset has versions, but not this one."""


def pair(versions: Sequence[Version], before: int | None, after: int | None) -> tuple[int, int] | None:
    """The versions that are meant: by default the newest and the one before it that can be read. None where there are not two."""
    numbers = sorted(v.number for v in versions if v.expired_at is None)
    last = after if after is not None else (numbers[-1] if numbers else None)
    if last is None:
        return None
    first = before if before is not None else next((n for n in reversed(numbers) if n < last), None)
    return None if first is None else (first, last)


def compared(visit: Visit, dataset: Dataset, before: int, after: int, limit: int = ROWS) -> "Diff":
    """The difference. Refused, ExpiredVersion, NoSuchVersion, QueryFailed."""
    try:
        return visit.store.diff(
            dataset.id,
            before,
            after,
            visit.reader,
            visit.purpose,
            today=visit.today,
            limit=max(0, min(limit, ROWS_MOST)),
            seconds=SECONDS,
        )
    except ExpiredVersion:
        raise
    except UnknownVersion as error:
        there = [v.number for v in visit.store.versions(dataset.id) if v.expired_at is None]
        if not there:
            raise
        raise NoSuchVersion(_with(error.text, there)) from error


def _with(text: Text, there: Sequence[int]) -> Text:
    some = [str(n) for n in there[-10:]]
    return Text(zh=f"{text.zh}可以比较的有：{'、'.join(some)}。", en=f"{text.en} There are: {', '.join(some)}.")


def too_few(dataset: Dataset) -> NoSuchVersion:
    return NoSuchVersion(
        Text(
            zh=f"{dataset.id} 没有更早的、仍可读取的版本可以比较。",
            en=f"{dataset.id} has no earlier version that can still be read: there is nothing to compare with.",
        )
    )


def in_json(visit: Visit, dataset: Dataset, before: int | None, after: int | None, limit: int) -> dict[str, Any]:
    """The answer of the API."""
    versions = visit.store.versions(dataset.id)
    numbers = pair(versions, before, after)
    if numbers is None and visit.decide(dataset).allowed:
        raise too_few(dataset)
    found = compared(visit, dataset, *(numbers or (1, 1)), limit)  # whoever may not read is told so first, whatever the numbers
    rows = [_row(r) for r in found.rows]
    return {
        "dataset": dataset.id,
        "from": found.before,
        "to": found.after,
        "by_key": found.by_key,
        "added": found.added,
        "removed": found.removed,
        "changed": found.changed,
        "by_column": found.by_column,
        "columns_added": list(found.columns_added),
        "columns_removed": list(found.columns_removed),
        "declaration": [for_machines(c) for c in between(versions, found.before, found.after)],
        "rows": rows,
        "truncated": len(rows) < found.added + found.removed + found.changed,
    }


def _row(row: "DiffRow") -> dict[str, Any]:
    sides = {"key": row.key, "before": row.before, "after": row.after}
    return {"what": row.what, **{side: {n: value_of(v) for n, v in values.items()} for side, values in sides.items()}}


def value_of(value: object) -> object:
    """As the row API writes values: instants with +08:00, decimals as numbers digit by digit."""
    if isinstance(value, Decimal):
        return orjson.Fragment(_digits(value))
    return value.astimezone(BEIJING).isoformat() if isinstance(value, datetime) else value


def in_text(value: object) -> object:
    """As cells read values."""
    if isinstance(value, Decimal):
        return _digits(value)
    return value.astimezone(BEIJING).isoformat() if isinstance(value, datetime) else value


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
