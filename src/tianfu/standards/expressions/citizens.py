"""Citizen identity numbers, GB 11643-1999, with residence permits, the foreigners' card of 2023 and 15-digit numbers.

The check needs the sum of 17 digits with weights 2^17 .. 2^1 modulo 11. Since 10 = -1 (mod 11), the digit of N at 10^k is
(-1)^k (N mod 10^(k+1) - N mod 10^k): remainders give the sum without 17 substrings (280 against 700 ms per million rows). The area and the
part from the date of birth on are two numbers, because remainders of small numbers are cheaper; neither begins with 0, so a number of
6 or 11 digits proves that the text is digits.
"""

from functools import reduce
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dimension, Severity, Text

from .characters import digits_only, holds_any, let, total, whole
from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROVINCES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
"""First two digits, as ranges; 81-83 are the residence permits for residents of Hong Kong, Macao and Taiwan."""
CHECK_CHARACTERS = "10X98765432"
FOREIGN = 9
"""First digit of the foreigners' permanent residence card, edition of 2023: same length and check, another layout inside."""


def valid(text: "ir.StringValue") -> "ir.BooleanValue":
    """18 characters with province, date of birth and check character; or an old number of 15 digits with province and date."""
    remainder = ibis.ifelse(text.startswith(str(FOREIGN)), _foreign(text), _domestic(text))
    return ibis.cases(
        (text.length() == 18, ibis.coalesce(remainder == ibis.literal(CHECK_CHARACTERS).find(text.substr(17, 1)), text.isnull())),
        (text.length() == 15, _valid_15(text)),
        (text.notnull(), False),
        else_=None,
    )


def born(n: "ir.IntegerValue", below: int) -> "ir.BooleanValue":
    """Whether n's digits above 10^below are a date of the years 1800-2099."""
    unit = 10**below
    day, month = n % (unit * 100), n % (unit * 10_000)
    in_range = (
        day.between(unit, 32 * unit - 1) & month.between(100 * unit, 1300 * unit - 1) & n.between(18_000_000 * unit, 21_000_000 * unit - 1)
    )
    return ibis.ifelse(day < 29 * unit, in_range, in_range & _late_day(n, unit))


def _late_day(n: "ir.IntegerValue", unit: int) -> "ir.BooleanValue":
    """Whether the 29th, 30th or 31st is a day of its month; CASE computes this for one row in twelve."""
    month_day = n % (unit * 10_000) - n % unit
    impossible = [d * unit for d in (230, 231, 431, 631, 931, 1131)]
    return month_day.notin(impossible) & ((month_day != 229 * unit) | _leap(n - n % (unit * 10_000), unit * 10_000))


def _leap(year: "ir.IntegerValue", unit: int) -> "ir.BooleanValue":
    return (year % (4 * unit) == 0) & ((year % (100 * unit) != 0) | (year % (400 * unit) == 0))


def _domestic(text: "ir.StringValue") -> "ir.IntegerValue":
    """Remainder of the first 17 digits, as a place in the check characters; null where they are no digits, province or date."""
    exponent = holds_any(text, "Ee")
    area = let(whole(text.substr(0, 6)), lambda n: ibis.cases((_province(n, 10**4), _weighted(n, 6)), else_=None))
    person = let(whole(text.substr(6, 11)), lambda n: ibis.cases((born(n, 3), _weighted(n, 11)), else_=None))
    return ibis.cases((exponent, None), else_=(area * pow(2, 11) + person) * 2 % 11)


def _foreign(text: "ir.StringValue") -> "ir.IntegerValue":
    return ibis.cases((holds_any(text, "Ee"), None), else_=let(whole(text.substr(0, 17)), _foreign_remainder))


def _foreign_remainder(n: "ir.IntegerValue") -> "ir.IntegerValue":
    return ibis.cases((n >= FOREIGN * 10**16, _weighted(n, 17) * 2 % 11), else_=None)


def _weighted(n: "ir.IntegerValue", digits: int) -> "ir.IntegerValue":
    """A number that is, modulo 11, the sum of n's digits times 2^place."""
    last = pow(-2, digits - 1) % 11
    return total([n * last, *(n % 10**k * (3 * pow(-2, k - 1) % 11) for k in range(1, digits))]) % 11


def _province(n: "ir.IntegerValue", unit: int) -> "ir.BooleanValue":
    """Digits that begin with a province; all of them, since none begins with 0."""
    first, *rest = (n.between(low * unit, (high + 1) * unit - 1) for low, high in PROVINCES)
    return reduce(lambda a, b: a | b, rest, first)


def _valid_15(text: "ir.StringValue") -> "ir.BooleanValue":
    """Province, then YYMMDD of the 20th century, then three digits."""
    return digits_only(text, 15, 11 * 10**13, 999 * 10**12) & let(whole(text), _known_15)


def _known_15(n: "ir.IntegerValue") -> "ir.BooleanValue":
    return _province(n, 10**13) & born(n % 10**9 + 19 * 10**9, 3)


CITIZEN_ID = (
    Finding(
        "identity_number",
        valid,
        Text(
            zh="18位：省级区划、出生日期和校验码正确（15位旧号：区划和日期正确）",
            en="18 characters with a known province, a real date of birth and the right check character (old ones: 15 digits)",
        ),
        dimension=Dimension.accuracy,
    ),
    Finding(
        "edition",
        lambda text: text.length() != 15,
        Text(zh="18位号码（15位旧号自2013年1月1日起停用）", en="18 characters (numbers of 15 digits ceased on 2013-01-01)"),
        severity=Severity.flag,
        dimension=Dimension.timeliness,
    ),
)
