"""Values as cells of CSV and as members of JSON, said in SQL: the engine writes whole files with all its threads.

CSV is that of RFC 4180. A cell of text that a spreadsheet would take for a formula is led by an apostrophe; numbers stay numbers.
"""

from collections.abc import Mapping

from .engine import literal, quoted
from .typed import family_of

BOM = "\ufeff"
"""By which spreadsheets know UTF-8."""
LEADS = "=+@\t\r\n＝＋－＠-"
EIGHT_HOURS = 28_800_000_000
SECOND = 1_000_000


def csv_cells(columns: Mapping[str, str], *, mark: bool) -> str:
    """The SELECT list of a CSV file; `columns`: name -> Arrow type. A missing value and not-a-number are empty cells.

    `mark`: the first name is led by the sign of UTF-8, and so is the file.
    """
    named = [(BOM if mark and n == 0 else "") + name for n, name in enumerate(columns)]
    return ", ".join(f"{_csv_cell(quoted(c), kind)} AS {quoted(name)}" for name, (c, kind) in zip(named, columns.items(), strict=True))


def json_object(columns: Mapping[str, str]) -> str:
    """SQL of a row as a JSON object with the same values as a page: what JSON has no word for is null."""
    members = ", ".join(f"{literal(n)}: {json_value(quoted(n), kind)}" for n, kind in columns.items())
    return f"to_json({{{members}}})"


def json_value(name: str, kind: str) -> str:
    """SQL that `to_json` makes the right JSON of."""
    match family_of(kind):
        case "number":
            return f"CASE WHEN isfinite({name}) THEN {name} END"
        case "decimal":
            return f"({decimal(name, kind)})::JSON"
        case "instant":
            return instant(name)
        case _:
            return name


def _csv_cell(name: str, kind: str) -> str:
    match family_of(kind):
        case "text":
            return tame(name)
        case "number":
            return f"CASE WHEN NOT isnan({name}) THEN {name} END"
        case "decimal":
            return decimal(name, kind)
        case "instant":
            return instant(name)
        case _:
            return name


def tame(name: str) -> str:
    """Text that no spreadsheet computes. A list, not IN: that would become a join, which loses the order of rows."""
    codes = ", ".join(str(ord(c)) for c in LEADS)
    return f"CASE WHEN list_contains([{codes}], unicode({name})) THEN concat('''', {name}) ELSE {name} END"


def decimal(name: str, kind: str) -> str:
    """All digits, without the zeros that say nothing."""
    digits, scale = digits_of(kind)
    if scale <= 0:
        return f"{name}::VARCHAR"
    return f"CASE WHEN {name} % 1 = 0 THEN {name}::DECIMAL({digits}, 0)::VARCHAR ELSE rtrim({name}::VARCHAR, '0') END"


def digits_of(kind: str) -> tuple[int, int]:
    """Digits in all and behind the point.

    >>> digits_of("decimal128(18, 4)")
    (18, 4)
    """
    digits, scale = kind.partition("(")[2].rstrip(")").split(",")
    return int(digits), int(scale)


def instant(name: str) -> str:
    """ISO 8601 with China's offset, to the second where nothing is finer. Times with a zone are slow in the engine: it counts instead."""
    finer = f"strftime({local(name)}, '%Y-%m-%dT%H:%M:%S.%f+08:00')"
    return f"CASE WHEN epoch_us({name}) % {SECOND} = 0 THEN strftime({local(name)}, '%Y-%m-%dT%H:%M:%S+08:00') ELSE {finer} END"


def local(name: str) -> str:
    """The instant as China's clocks show it."""
    return f"make_timestamp(epoch_us({name}) + {EIGHT_HOURS})"
