"""Typed columns as text, exactly: no float is rounded, no decimal loses a zero, an instant keeps its offset."""

import json
from base64 import b16encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .documents.values import MARK, json_text

FRACTION = r"^(\d+-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.0+|(\.\d+?)0*)?(.*)$"
OFFSET = r"([+-]\d\d):?(\d\d)$"


def texts(column: pa.Array) -> pa.Array:
    """Null is empty text, as in delimited files.

    >>> texts(pa.array([Decimal("0.10"), None])).to_pylist()
    ['0.10', '']
    """
    return _written(column).cast(pa.string()).fill_null("")


def _written(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return texts(column.dictionary).take(column.indices)
    if pa.types.is_timestamp(kind):
        return _instants(column.cast(pa.string()))
    if pa.types.is_decimal(kind):
        return _plain_numbers(column)
    if pa.types.is_nested(kind) or isinstance(kind, pa.BaseExtensionType):
        return _each(column, lambda v: json_text(json.loads(json.dumps(v, default=_in_json))))
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _bytes(column)
    return column


def _instants(written: pa.Array) -> pa.Array:
    """`2026-01-01 08:00:00.500000+0800` as `2026-01-01T08:00:00.5+08:00`."""
    without_zeros = pc.replace_substring_regex(written, FRACTION, r"\1T\2\3\4")
    return pc.replace_substring_regex(without_zeros, OFFSET, r"\1:\2")


def _plain_numbers(column: pa.Array) -> pa.Array:
    """Small ones would come as 1E-7."""
    written = column.cast(pa.string())
    short = pc.match_substring(written, "E").fill_null(False)  # noqa: FBT003
    return _each(column, lambda v: format(v, "f")) if pc.any(short).as_py() else written


def _bytes(column: pa.Array) -> pa.Array:
    """As the text they are, or else in hexadecimal."""
    try:
        return column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return _each(column, lambda v: b16encode(v).decode().lower())


def _each(column: pa.Array, text: Callable[[Any], str]) -> pa.Array:
    return pa.array([None if v is None else text(v) for v in column.to_pylist()], pa.string())


def _in_json(value: Any) -> Any:
    """What JSON has no word for; a decimal gets the mark of a number."""
    if isinstance(value, Decimal):
        return MARK + format(value, "f")
    if isinstance(value, bytes):
        return b16encode(value).decode().lower()
    return value.isoformat() if isinstance(value, date | datetime | time) else _duration(value)


def _duration(value: Any) -> str:
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():.6f}".rstrip("0").rstrip(".") + "S"
    return str(value)
