"""Rows as the XML of a worksheet, said in SQL: the engine writes it with all its threads.

Text is text, whatever it looks like: formulas, codes with leading zeros, long digits. What a spreadsheet would not hold exactly is text
too: numbers of more than 15 digits, times finer than a millisecond, days before March 1900 (its calendar has a 29 February 1900). Instants
are China's time. What XML has no character for is written as spreadsheets write it: _x0001_.
"""

from collections.abc import Mapping

from .engine import literal, quoted
from .export_text import decimal, digits_of, instant, local
from .typed import family_of

ROWS_MOST = 1_048_575
CELL_MOST = 32_767
DAY, SECOND, MILLISECOND = "1", "2", "3"
"""Numbers of the styles of dates, times, and finer times."""
EXACT = 10**15
FIRST_DAY = "DATE '1900-03-01'"
DAY_ZERO = "DATE '1899-12-30'"
EPOCH_DAY = 25_569
TO_ESCAPE = "[&<>_\\x00-\\x1f\\x{FFFE}\\x{FFFF}]|^\\s|\\s$"
CONTROLS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{FFFE}\\x{FFFF}]"
NO_XML = [c for c in (*range(32), 0xFFFE, 0xFFFF) if c not in (9, 10, 13)]


def letters(n: int) -> str:
    """A column as spreadsheets name it.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    return (letters(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


def sheet_row(columns: Mapping[str, str]) -> str:
    """SQL of a row's XML; `_n` is its number on the sheet as text. Missing values have no cell."""
    cells = []
    for n, (name, kind) in enumerate(columns.items()):
        cell = _cell(quoted(name), kind, f"'<c r=\"{letters(n)}', _n, '\"")
        cells.append(f"CASE WHEN {quoted(name)} IS NOT NULL THEN {cell} END")
    return f"concat('<row r=\"', _n, '\">', {', '.join(cells)}, '</row>')"


def _cell(name: str, kind: str, ref: str) -> str:
    match family_of(kind):
        case "text":
            plain = _text(name, ref)
            return f"CASE WHEN regexp_matches({name}, {literal(TO_ESCAPE)}) THEN {_text(_escaped(name), ref, kept=True)} ELSE {plain} END"
        case "whole":
            exact = f"{name} > -{EXACT} AND {name} < {EXACT}"
            return f"CASE WHEN {exact} THEN {_number(f'{name}::VARCHAR', ref)} ELSE {_text(f'{name}::VARCHAR', ref)} END"
        case "number":
            return f"CASE WHEN isfinite({name}) THEN {_number(f'{name}::VARCHAR', ref)} END"
        case "decimal":
            return _decimal(name, kind, ref)
        case "boolean":
            return f"concat({ref} t=\"b\"><v>', {name}::INTEGER, '</v></c>')"
        case "date":
            day = f"({name} - {DAY_ZERO})::VARCHAR"
            return f"CASE WHEN {name} >= {FIRST_DAY} THEN {_number(day, ref, DAY)} ELSE {_text(f'{name}::VARCHAR', ref)} END"
        case _:
            return _instant(name, ref)


def _number(value: str, ref: str, style: str = "") -> str:
    styled = f' s="{style}"' if style else ""
    return f"concat({ref}{styled}><v>', {value}, '</v></c>')"


def _text(value: str, ref: str, *, kept: bool = False) -> str:
    """`kept`: blanks at the ends and ends of lines stay."""
    space = ' xml:space="preserve"' if kept else ""
    return f"concat({ref} t=\"inlineStr\"><is><t{space}>', {value}, '</t></is></c>')"


def _decimal(name: str, kind: str, ref: str) -> str:
    digits, scale = digits_of(kind)
    text = decimal(name, kind)
    if digits <= 15:
        return _number(text, ref)
    bound = 10 ** max(15 - scale, 0)
    return f"CASE WHEN {name} > -{bound} AND {name} < {bound} THEN {_number(text, ref)} ELSE {_text(text, ref)} END"


def _instant(name: str, ref: str) -> str:
    """Days since the beginning of the spreadsheet's calendar, by the clock of China."""
    micros = f"epoch_us({name})"
    days = f"(({micros} + 28800000000) / 86400000000 + {EPOCH_DAY})::VARCHAR"
    return (
        f"CASE WHEN {local(name)} < {FIRST_DAY} OR {micros} % 1000 != 0 THEN {_text(instant(name), ref)} "
        f"WHEN {micros} % 1000000 != 0 THEN {_number(days, ref, MILLISECOND)} ELSE {_number(days, ref, SECOND)} END"
    )


def _escaped(name: str) -> str:
    """Text as XML; escapes of its own kind are escaped themselves, so that it comes out as it went in."""
    ours = f"regexp_replace({name}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g')"
    marked = f"replace(replace(replace({ours}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    text = f"replace({marked}, chr(13), '&#13;')"
    without = text
    for code in NO_XML:
        without = f"replace({without}, chr({code}), '_x{code:04X}_')"
    return f"CASE WHEN regexp_matches({name}, {literal(CONTROLS)}) THEN {without} ELSE {text} END"


def longest(columns: Mapping[str, str]) -> str:
    """SQL of the length of the longest text as spreadsheets count it, where rare characters are two."""
    texts = [quoted(n) for n, kind in columns.items() if family_of(kind) == "text"]
    rare = "length(regexp_replace({0}, '[^\\x{{10000}}-\\x{{10FFFF}}]', '', 'g'))"
    units = [f"max(CASE WHEN strlen({n}) > {CELL_MOST} THEN length({n}) + {rare.format(n)} END)" for n in texts]
    return f"greatest({', '.join(units)}, 0)" if units else "0"
