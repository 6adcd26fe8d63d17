"""Rows as JSON values: instants with +08:00, decimals as numbers digit by digit, not-a-number and the infinite as null."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    import pyarrow as pa

CHINA = timezone(timedelta(hours=8))


def json_rows(rows: "pa.Table") -> list[dict[str, object]]:
    """A mapping per row, ready for orjson, which writes floats that JSON has no word for as null."""
    columns = [_prepared(column.to_pylist()) for column in rows.columns]
    names = rows.column_names
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _prepared(values: list[object]) -> list[object]:
    first = next((v for v in values if v is not None), None)
    convert: Callable[[object], object] | None = None
    if isinstance(first, Decimal):
        convert = _decimal
    elif isinstance(first, datetime):
        convert = _instant
    return values if convert is None else [None if v is None else convert(v) for v in values]


def _decimal(value: object) -> orjson.Fragment:
    assert isinstance(value, Decimal)
    text = f"{value:f}"
    return orjson.Fragment(text.rstrip("0").rstrip(".") if "." in text else text)


def _instant(value: object) -> str:
    assert isinstance(value, datetime)
    return value.astimezone(CHINA).isoformat()
