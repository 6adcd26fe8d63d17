"""Telephones (national numbering plan), number plates (GA 36-2018), bank cards (ISO/IEC 7812)."""

from typing import TYPE_CHECKING

from tianfu.model import Dimension, Severity, Text

from .characters import both, digits_only, let, place, total
from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

LANDLINES = "0(10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}"
SERVICES = "(400|800)[0-9]{7}|9[56][0-9]{3,4}|1[0-2][0-9]{1,3}"
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
ORDINARY = f"[{PROVINCES}][A-HJ-Z][A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]"
NEW_ENERGY = f"[{PROVINCES}][A-HJ-NP-Z]([A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[A-HJK])"
DIGITS = "0123456789"
DOUBLED = "0516273849"
"""Luhn: place of a digit here = the digit doubled, minus 9 if that has two digits."""


def luhn(text: "ir.StringValue") -> "ir.BooleanValue":
    """Luhn's check for up to 19 digits. Zeros in front change nothing, so every number is brought to 19."""
    return both(text.length() <= 19, let(text.lpad(19, "0"), _luhn_19))


def _luhn_19(text: "ir.StringValue") -> "ir.BooleanValue":
    return total(place(text, at, DIGITS if at % 2 else DOUBLED) - 1 for at in range(1, 20)) % 10 == 0


MOBILE = (
    Finding(
        "form",
        lambda text: digits_only(text, 11, 13_000_000_000, 19_999_999_999),
        Text(zh="11位数字，以13至19开头", en="11 digits beginning 13-19"),
    ),
)
PHONE = (
    Finding(
        "form",
        lambda text: text.re_search(f"^({LANDLINES}|{SERVICES})$"),
        Text(
            zh="区号（0开头）加7或8位号码（028、010等为8位），或400、800、95、12345等服务号码",
            en="area code with 0 and 7 or 8 digits (8 after 028, 010, 02x), or a service number",
        ),
    ),
)
PLATE = (
    Finding(
        "form",
        lambda text: text.re_search(f"^({ORDINARY}|{NEW_ENERGY})$"),
        Text(
            zh="省份简称、发牌机关字母和5位序号（新能源6位），序号不用字母I和O",
            en="province, letter of the office and 5 characters (6 on new-energy plates), without I and O",
        ),
    ),
    Finding(
        "new_energy",
        lambda text: ~text.re_search("^.[A-Z][DF][0-9]{4}$"),
        Text(
            zh="新能源号牌共8位（D、F开头的5位序号可能缺一位）", en="new-energy plates have 8 characters: one may be missing after D or F"
        ),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
BANK_CARD = (
    Finding("form", lambda text: text.re_search("^[0-9]{13,19}$"), Text(zh="13至19位数字", en="13 to 19 digits")),
    Finding(
        "luhn",
        luhn,
        Text(zh="末位校验码按 Luhn 算法相符（少数早期卡不符）", en="the last digit is the Luhn check digit (some early cards fail)"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
