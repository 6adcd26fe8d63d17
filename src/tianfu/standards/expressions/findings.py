"""A check before it belongs to an element."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tianfu.model import Dimension, Severity, Text

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Finding:
    """`holds` maps a typed value to true or false; null counts as false for a value that is there."""

    id: str
    holds: Callable[["ir.Value"], "ir.BooleanValue"]
    expected: Text
    severity: Severity = Severity.quarantine
    dimension: Dimension = Dimension.normativity
