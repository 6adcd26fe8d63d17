"""Measured values without a range of their own."""

from tianfu.model import Dimension, Severity, Text

from .findings import Finding

MARKS = (-999.0, -9999.0, -99999.0, 99999.0, 999990.0, 999999.0)
"""Numbers that instruments and meteorological files write for "no value" and that are rarely values."""

NO_MISSING_MARK = (
    Finding(
        "missing_mark",
        lambda number: number.notin(MARKS),
        Text(zh="不是常见的缺测标记（-999、-9999、999990等）", en="not a usual mark for a missing value (-999, -9999, 999990, ...)"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
