"""The form of a declaration as it was filled in: fields, and numbered rows of columns and rules."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tianfu.model import Text

PLAIN = ("title", "title_en", "description", "description_en", "steward", "theme", "entry", "time", "refresh", "mode", "licence")
DOORS = ("to_departments", "to_public", "to_operation", "basis")
FIELDS = ("id", *PLAIN, *DOORS, "key", "channel", "files", "sheet", "missing", "blank", "more")
COLUMN = ("name", "title", "element", "from_field", "unit", "level", "required", "title_en", "description")
RULE = ("rule", "columns", "low", "high", "pattern", "codes", "severity", "because", "yaml")
OTHER = "other"
"""A rule that no row has fields for: it is written as YAML."""
CHOSEN = ("level", "required", "rule", "severity")
"""Chosen from lists or ticked: alone they mean nothing."""
MOST: Mapping[str, int] = {"columns": 300, "rules": 100}
LONG, LONGEST = 4_000, 60_000
"""Characters of a field; of the rest in YAML."""
NUMBERED = re.compile(r"(columns|rules)\.(\d{1,5})\.([a-z_]+)")
DROPPED = re.compile(r"drop (columns|rules) (\d{1,5})")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Control characters, and what no file can hold: nobody types them."""
EMPTY: Mapping[str, str] = {
    "channel": "administrative",
    "blank": "1",
    "refresh": "irregular",
    "mode": "replace",
    "to_departments": "on_request",
    "to_public": "on_request",
    "to_operation": "on_request",
}
"""What a new form begins with."""

Row = Mapping[str, str]
Problems = dict[str, tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """`left_out`: how many rows of each kind were beyond what the form holds."""

    values: Mapping[str, str] = field(default_factory=lambda: dict(EMPTY))
    columns: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def filled(pairs: Iterable[tuple[str, str]]) -> Filled:
    """The form's fields. Rows without anything in them, and the one that `do` takes away, are left out."""
    values: dict[str, str] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {"columns": {}, "rules": {}}
    dropped = ("", "")
    for name, value in pairs:
        numbered = NUMBERED.fullmatch(name)
        if numbered and numbered[3] in (COLUMN if numbered[1] == "columns" else RULE):
            rows[numbered[1]].setdefault(int(numbered[2]), {})[numbered[3]] = seen(value).strip()
        elif name in FIELDS:
            values[name] = seen(value).strip("\n") if name == "more" else seen(value).strip()
        elif name == "do" and (found := DROPPED.fullmatch(value)):
            dropped = (found[1], found[2])
    kept = {k: [r for n, r in sorted(of.items()) if (k, str(n)) != dropped and says_something(r)] for k, of in rows.items()}
    left_out = {k: len(of) - MOST[k] for k, of in kept.items() if len(of) > MOST[k]}
    return Filled(values, tuple(kept["columns"][: MOST["columns"]]), tuple(kept["rules"][: MOST["rules"]]), left_out)


def seen(text: str) -> str:
    """The text without what nobody sees; lines end as they do in files.

    >>> seen("a\\x00b\\r\\nc")
    'ab\\nc'
    """
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def says_something(row: Row) -> bool:
    return any(v for n, v in row.items() if n not in CHOSEN) or row.get("rule", "") not in ("", OTHER)
