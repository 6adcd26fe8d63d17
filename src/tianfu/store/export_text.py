"""Rows as lines of CSV and of JSON. The engine writes each line, all its threads at once; here the bytes are only passed on.

CSV is that of RFC 4180. A cell of text that a spreadsheet would take for a formula is led by an apostrophe; numbers stay numbers.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import orjson

from .engine import literal, quoted
from .typed import family_of

if TYPE_CHECKING:
    import pyarrow as pa

BOM = b"\xef\xbb\xbf"
"""By which spreadsheets know UTF-8."""
FORMULA = r"^[=+@\t\r\n＝＋－＠-]"
NEEDS_QUOTES = r'[",\r\n]'


def csv_header(names: list[str]) -> bytes:
    """The line of names; declared names need no quotes."""
    return (",".join(names) + "\r\n").encode()


def csv_line(columns: Mapping[str, str]) -> str:
    """SQL of a line of CSV; `columns`: name -> Arrow type. A missing value and not-a-number are empty cells."""
    cells = [f"coalesce({_csv_cell(quoted(n), family_of(kind))}, '')" for n, kind in columns.items()]
    joined = ", ',', ".join(cells)
    return f"concat({joined}, chr(13), chr(10))"


def json_line(columns: Mapping[str, str]) -> str:
    """SQL of a line of JSON with the same values as a page: what JSON has no word for is null."""
    cells = [f"coalesce({_json_value(quoted(n), family_of(kind))}, 'null')" for n, kind in columns.items()]
    names = [literal(("{" if n == 0 else ",") + orjson.dumps(name).decode() + ":") for n, name in enumerate(columns)]
    members = ", ".join(f"{name}, {cell}" for name, cell in zip(names, cells, strict=True))
    return f"concat({members}, '}}', chr(10))"


def _csv_cell(name: str, family: str) -> str:
    if family != "text":
        return _value(name, family)
    tame = f"CASE WHEN regexp_matches({name}, {literal(FORMULA)}) THEN concat('''', {name}) ELSE {name} END"
    quote = f"concat('\"', replace({tame}, '\"', '\"\"'), '\"')"
    return f"CASE WHEN regexp_matches({name}, {literal(NEEDS_QUOTES)}) THEN {quote} ELSE {tame} END"


def _json_value(name: str, family: str) -> str:
    if family == "text":
        return f"to_json({name})::VARCHAR"
    if family == "number":
        return f"CASE WHEN isfinite({name}) THEN {name}::VARCHAR END"
    value = _value(name, family)
    return f"'\"' || {value} || '\"'" if family in ("date", "instant") else value


def _value(name: str, family: str) -> str:
    """The value as text; null where there is none."""
    match family:
        case "number":
            return f"CASE WHEN NOT isnan({name}) THEN {name}::VARCHAR END"
        case "decimal":
            return f"regexp_replace(regexp_replace({name}::VARCHAR, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')"
        case "instant":
            return _instant(name)
        case _:
            return f"{name}::VARCHAR"


def _instant(name: str) -> str:
    """ISO 8601 with China's offset, to the second where nothing is finer. The engine's sessions are in UTC."""
    shifted = f"({name} + INTERVAL 8 HOUR)"
    finer = f"CASE WHEN microsecond({name}) % 1000000 = 0 THEN '' ELSE strftime({shifted}, '.%f') END"
    return f"CASE WHEN {name} IS NOT NULL THEN concat(strftime({shifted}, '%Y-%m-%dT%H:%M:%S'), {finer}, '+08:00') END"


def lines(batch: "pa.RecordBatch") -> bytes:
    """The bytes of a batch of lines: an Arrow column of texts is its texts one after the other."""
    import pyarrow as pa

    column = batch.column(0)
    if not len(column):
        return b""
    wide = pa.types.is_large_string(column.type)
    offsets = memoryview(column.buffers()[1]).cast("q" if wide else "i")
    first, last = offsets[column.offset], offsets[column.offset + len(column)]
    return bytes(column.buffers()[2].slice(first, last - first))


def texts(batches: "Iterator[pa.RecordBatch]") -> Iterator[tuple[int, bytes]]:
    """Rows and bytes of each batch."""
    for batch in batches:
        yield batch.num_rows, lines(batch)
