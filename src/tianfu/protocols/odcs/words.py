"""The standard's words and ours, side by side."""

from collections.abc import Mapping

from tianfu.model import Access, Refresh, Severity

API_VERSION = "v3.1.0"
OURS = "tianfu"
"""Name of the custom properties that hold what the standard has no word for, and of the engine that runs our rules."""
LOGICAL: Mapping[str, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp",
}
"""Type of an element -> logicalType."""
PHYSICAL: Mapping[str, str] = {
    "text": "string",
    "integer": "bigint",
    "number": "double",
    "decimal": "decimal(18,4)",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp",
}
ELEMENTS: Mapping[str, str] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "instant",
    "time": "text",
}
"""logicalType of somebody else's contract -> the plain element of that type."""
PHYSICAL_ELEMENTS: tuple[tuple[str, str], ...] = (
    (r"decimal|numeric|money", "decimal"),
    (r"big ?int|small ?int|tiny ?int|int", "integer"),
    (r"double|float|real|number", "number"),
    (r"bool", "boolean"),
    (r"timestamp|datetime", "instant"),
    (r"date", "date"),
)
"""The same for contracts that name physical types only."""
CLASSES: Mapping[str, int] = {"public": 1, "internal": 2, "restricted": 3, "confidential": 3, "secret": 4} | {
    str(n): n for n in range(1, 7)
}
SEVERITIES: Mapping[Severity, str] = {Severity.quarantine: "error", Severity.flag: "warning"}
DIMENSIONS: Mapping[str, str] = {
    "required": "completeness",
    "unique": "uniqueness",
    "matches": "conformity",
    "in_codes": "conformity",
    "between": "accuracy",
    "expression": "consistency",
    "refers": "consistency",
    "custom": "consistency",
    "monotone": "timeliness",
    "jump": "consistency",
}
ROLES: Mapping[str, str] = {"departments": "to_departments", "public": "to_public", "operators": "to_operation"}
"""Role -> the door of sharing that it stands before."""
ACCESS: Mapping[Access, str] = {
    Access.always: "无条件  unconditional",
    Access.on_request: "有条件，须申请  on request",
    Access.never: "不予  not given",
}
FREQUENCIES: Mapping[Refresh, tuple[int, str]] = {
    Refresh.realtime: (0, "s"),
    Refresh.hourly: (1, "h"),
    Refresh.daily: (1, "d"),
    Refresh.weekly: (7, "d"),
    Refresh.monthly: (1, "m"),
    Refresh.quarterly: (3, "m"),
    Refresh.half_yearly: (6, "m"),
    Refresh.yearly: (1, "y"),
}
UNITS: Mapping[str, str] = {"second": "s", "hour": "h", "day": "d", "week": "w", "month": "m", "mo": "m", "yr": "y", "year": "y"}
