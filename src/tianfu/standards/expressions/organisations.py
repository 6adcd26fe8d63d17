"""Unified social credit codes (GB 32100-2015), organisation codes (GB 11714-1997), industries (GB/T 4754-2017).

The credit code's sum modulo 31 and the proof that every character belongs to the alphabet are one number: the alphabet is written with
STEP - 1 fillers after each letter, so the offset of a letter is its value times STEP, and that of an unknown character -1. With weights
that are 1 modulo STEP, the sum is minus the number of unknown letters modulo STEP, and the standard's sum modulo 31.
"""

from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dimension, Severity, Text
from tianfu.standards.code_lists import code_list

from .characters import both, let, place, total, whole
from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
STEP = 13
SPACED = "".join(letter + "0" * (STEP - 1) for letter in LETTERS)
PLACES = (1, 2, *range(9, 19))
"""Places of letters; 3-8 are the digits of the area."""
ALL = STEP * 31
FORM = f"^[{LETTERS}]{{2}}[0-9]{{6}}[{LETTERS}]{{10}}$"

ORGANISATION_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def _weight(at: int) -> int:
    """3^(at-1), 1 for the check character, divided by STEP modulo 31; and 1 modulo STEP."""
    modulo_31 = pow(3, at - 1 if at < 18 else 0, 31) * pow(STEP, -1, 31) % 31
    return next(n for n in range(1, ALL, STEP) if n % 31 == modulo_31)


AREA_DIGITS = tuple(pow(3, 7 - k, 31) * pow(10, -k, 31) % 31 for k in range(6))
"""Weight of area mod 10^(k+1) - area mod 10^k, which is 10^k times the digit there."""
AREA_WEIGHTS = (AREA_DIGITS[5], *((AREA_DIGITS[k - 1] - AREA_DIGITS[k]) % 31 for k in range(1, 6)))
"""The same sum by weights of the area and of area mod 10^1 .. 10^5."""
AREA_STEP = next(n for n in range(0, ALL, STEP) if n % 31 == 1)


def check_character_fits(text: "ir.StringValue") -> "ir.BooleanValue":
    """18 characters of the alphabet, six digits in places 3-8, and the check character of GB 32100."""
    letters = [ibis.literal(SPACED).find(text.substr(at - 1, 1)) * _weight(at) for at in PLACES]
    return total([*letters, let(_area(text), _area_sum) * AREA_STEP]) % ALL == 0


def organisation_fits(text: "ir.StringValue", start: int = 1) -> "ir.BooleanValue":
    """The check character of the nine characters from `start`, GB 11714: c = 11 - sum mod 11, 10 -> X, 11 -> 0."""
    body = [(place(text, start + i, ORGANISATION_LETTERS) - 1) * w for i, w in enumerate(ORGANISATION_WEIGHTS)]
    return total([*body, place(text, start + 8, "0123456789X") - 1]) % 11 == 0


def tolerable(text: "ir.StringValue") -> "ir.BooleanValue":
    """Fits, or at least the organisation code inside does: some early codes were issued with another check character."""
    fits = ibis.array([None, True])[check_character_fits(text).cast("int64")]
    return ibis.coalesce(fits, both(text.re_search(FORM), organisation_fits(text, 9)))


def _area(text: "ir.StringValue") -> "ir.IntegerValue":
    """Places 3-8 as a number; null unless they are six digits of a text of 18 characters."""
    area = text.substr(2, 6)
    return ibis.cases((text.length() != 18, None), (text.contains("E") & area.contains("E"), None), else_=whole(area))


def _area_sum(area: "ir.IntegerValue") -> "ir.IntegerValue":
    """Weighted sum of the digits, right modulo 31; null for numbers with fewer than six."""
    whole_and_remainders = [area, *(area % 10**k for k in range(1, 6))]
    return ibis.cases((area >= 100_000, total(r * w for r, w in zip(whole_and_remainders, AREA_WEIGHTS, strict=True)) % 31), else_=None)


def _industry(text: "ir.StringValue") -> "ir.BooleanValue":
    """A section letter; or a division 01-97 with group and class digits, led by its own section's letter or none."""
    shape = text.re_search("^([A-T]|[A-T]?(0[1-9]|[1-8][0-9]|9[0-7])[0-9]{0,2})$")
    division = text.substr(1, 2)
    sections = list(code_list("industries").entries.values())
    own = [text.startswith(s.code) & division.between(*s.notations) for s in sections]
    agrees = own[0]
    for section in own[1:]:
        agrees = agrees | section
    return ibis.cases((~shape, False), ((text >= "A") & (text.length() > 1), agrees), else_=True)


CREDIT_CODE = (
    Finding(
        "form",
        tolerable,
        Text(
            zh="18位：数字和大写字母（不含 I O S V Z），第3至8位为数字，校验码正确",
            en="18 characters, digits and capitals without I O S V Z, digits in places 3-8, with the right check character",
        ),
    ),
    Finding(
        "check_character",
        check_character_fits,
        Text(zh="第18位校验码按 GB 32100 计算相符", en="the 18th character is the check character of GB 32100"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
ORGANISATION_CODE = (
    Finding(
        "check_character",
        lambda text: both(text.re_search("^[0-9A-Z]{8}[0-9X]$"), organisation_fits(text)),
        Text(zh="8位数字或大写字母和1位正确的校验码", en="8 digits or capitals and the right check character"),
        dimension=Dimension.accuracy,
    ),
)
INDUSTRY = (
    Finding(
        "form",
        _industry,
        Text(
            zh="门类字母A至T，或2至4位数字（大类01至97），字母与大类相符",
            en="a section A-T, or 2-4 digits (divisions 01-97) that agree with the letter if there is one",
        ),
    ),
)
