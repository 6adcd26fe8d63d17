"""Numbers of a spreadsheet as text: no trailing .0, no noise behind the 15th digit, and no digits that the spreadsheet made up."""

import re
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Look, Numbers

PLAIN = r"^(0|-?(0[.][0-9]{0,13}[1-9]|[1-9][0-9]{0,14}([.][0-9]{0,13}[1-9])?))$"
LONGEST_PLAIN = 16
DIGITS = re.compile(r"-?[0-9]{16,40}")
KEPT = 15
"""Digits that a spreadsheet keeps of what is typed."""
EXACT = 2**53


def number_text(raw: str) -> tuple[str, Look]:
    """The text of a number as the file has it. What is no number stays, for the checks to tell.

    >>> [number_text(r)[0] for r in ("3.0", "0.30000000000000004", "1E-7", "510102199001011234", "5.10102199001011E+17")]
    ['3', '0.3', '0.0000001', '510102199001011234', '5.10102199001011E+17']
    """
    if DIGITS.fullmatch(raw) and not _is_cut(raw):
        return raw, Look.ordinary
    try:
        value = float(raw)
    except ValueError:
        return raw, Look.ordinary
    return of_float(value) if np.isfinite(value) else (raw, Look.ordinary)


def of_float(value: float) -> tuple[str, Look]:
    """The text of a number that was kept in binary."""
    if abs(value) < 10**KEPT or not value.is_integer():
        written = f"{value + 0.0:.15g}"  # zero has no sign
        return (format(Decimal(written), "f") if "e" in written else written), Look.ordinary
    if abs(value) < EXACT and int(value) % 10:
        return str(int(value)), Look.ordinary
    return _scientific(value), Look.lost


def in_full(text: str) -> str:
    """A lost number as an amount, where its size matters and not its digits.

    >>> in_full("5.1E+17")
    '510000000000000000'
    """
    try:
        return format(Decimal(text), "f")
    except InvalidOperation:
        return text


def number_texts(raw: pa.StringArray) -> tuple[pa.StringArray, Numbers]:
    """Texts and looks of many; those that are plain already are left alone."""
    short = pc.less_equal(pc.binary_length(raw), LONGEST_PLAIN)
    plain = pc.and_(short, pc.match_substring_regex(raw, PLAIN)).to_numpy(zero_copy_only=False)
    looks = np.zeros(len(raw), np.int64)
    if plain.all():
        return raw, looks
    others = np.flatnonzero(~plain)
    distinct = raw.take(pa.array(others)).dictionary_encode()
    written = [number_text(r.strip()) for r in distinct.dictionary.to_pylist()]
    places = distinct.indices.to_numpy(zero_copy_only=False)
    looks[others] = np.array([look for _, look in written], np.int64)[places]
    texts = pa.array([text for text, _ in written], pa.string()).take(distinct.indices)
    return pc.replace_with_mask(raw, pa.array(~plain), texts), looks


def _is_cut(digits: str) -> bool:
    """Whether every digit behind the 15th is a zero, as a spreadsheet leaves them."""
    return not digits.lstrip("-")[KEPT:].strip("0")


def _scientific(value: float) -> str:
    """As the spreadsheet shows it: no check takes it for a code."""
    digits, _, exponent = f"{value:.14E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{int(exponent):+03d}"
