"""Normalised text -> typed value; null where it does not cast. Stricter than the engines: no rounding, no NaN, no `1_000`, no `epoch`."""

from typing import TYPE_CHECKING

import ibis

from tianfu.standards.element import Element

from .characters import holds_any
from .measures import double

if TYPE_CHECKING:
    import ibis.expr.types as ir

GREATEST_DOUBLE = "1.7976931348623157e308"
BEIJING = "+08:00"


def cast(element: Element, text: "ir.StringValue") -> "ir.Value":
    """The value in the element's type: string, int64, float64, decimal(18, 4), boolean, date or timestamp in UTC."""
    match element.type:
        case "text":
            return text
        case "integer":
            return _integer(text)
        case "number":
            return _number(text)
        case "decimal":
            return _decimal(text)
        case "boolean":
            return ibis.cases((text == "true", True), (text == "false", False), else_=None)
        case "date":
            return ibis.ifelse(text.length() == 10, text.try_cast("date"), None)
        case "instant":
            return _instant(text)


def _integer(text: "ir.StringValue") -> "ir.IntegerValue":
    """Engines round or cut 1.5 and take 1e3: neither is a whole number as written."""
    return ibis.ifelse(holds_any(text, ".eE_x"), None, text.try_cast("int64"))


def _number(text: "ir.StringValue") -> "ir.FloatingValue":
    """NaN and infinities are no measured values; both lie above the greatest double in every engine's order."""
    value = text.try_cast("float64")
    return ibis.cases((~text.contains("_") & (value.abs() <= double(GREATEST_DOUBLE)), value), else_=None)


def _decimal(text: "ir.StringValue") -> "ir.DecimalValue":
    return ibis.ifelse(holds_any(text, "eE_"), None, text.try_cast("decimal(18, 4)"))


def _instant(text: "ir.StringValue") -> "ir.TimestampValue":
    """Text without an offset is Beijing time. The offset is written out, so the session's own time zone never matters."""
    offset = text.contains("+") | text.endswith("Z") | ((text.length() > 19) & text.substr(19).contains("-"))
    clean = text.length().between(19, 35)
    return ibis.ifelse(clean, ibis.ifelse(offset, text, text + BEIJING).try_cast("timestamp('UTC')"), None)
