"""Text of a request as a value of a column's type, or a complaint that says what is expected."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from math import isfinite

from tianfu.model import Text

from .failures import StoreError

CHINA = timezone(timedelta(hours=8))
TRUE, FALSE = ("true", "1", "是"), ("false", "0", "否")
WHOLE = (-(2**63), 2**63 - 1)


class BadQuestion(StoreError, ValueError):
    """A question that cannot be asked: unknown column, value of another type, limit out of range. `text` says how to put it right."""

    def __str__(self) -> str:
        return f"{self.text.zh} {self.text.en}"


def value_from(text: str, kind: str, column: str) -> object:
    """The value; `kind` is the Arrow name of the column's type. BadQuestion if the text is none."""
    family = family_of(kind)
    try:
        return READ[family](text.strip()) if family != "text" else text
    except (ValueError, InvalidOperation, OverflowError):
        zh, en = EXPECTED[family]
        raise BadQuestion(
            Text(zh=f"“{text[:40]}”不能用于数据项 {column}：应为{zh}。", en=f"'{text[:40]}' does not fit column '{column}': expected {en}.")
        ) from None


def family_of(kind: str) -> str:
    """text, whole, number, decimal, boolean, date or instant."""
    for start, family in FAMILIES.items():
        if kind.startswith(start):
            return family
    raise TypeError(f"column type '{kind}' has no reading; expected one of {', '.join(FAMILIES)}")


FAMILIES = {
    "string": "text",
    "large_string": "text",
    "int": "whole",
    "double": "number",
    "decimal": "decimal",
    "bool": "boolean",
    "date": "date",
    "timestamp": "instant",
}
EXPECTED: Mapping[str, tuple[str, str]] = {
    "text": ("文本", "text"),
    "whole": ("整数", "a whole number"),
    "number": ("数字，如 12.5", "a number such as 12.5"),
    "decimal": ("数字，如 12.5", "a number such as 12.5"),
    "boolean": ("true 或 false", "true or false"),
    "date": ("日期，如 2026-11-24", "a date such as 2026-11-24"),
    "instant": ("时间，如 2026-11-24T08:00:00+08:00", "an instant such as 2026-11-24T08:00:00+08:00"),
}


def _whole(text: str) -> int:
    number = int(text)
    if not WHOLE[0] <= number <= WHOLE[1]:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError(text)


def _instant(text: str) -> datetime:
    """Without an offset it is China's time. A blank before the offset was a plus sign that somebody forgot to encode."""
    moment = datetime.fromisoformat(text if text[-6:-5] != " " else f"{text[:-6]}+{text[-5:]}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)


READ: Mapping[str, Callable[[str], object]] = {
    "whole": _whole,
    "number": _number,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "instant": _instant,
}
