"""The likely cause of a failure, from the look of the text as delivered. Runs on failing rows only, so it may be slow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import ibis

from tianfu.standards.code_lists import code_list
from tianfu.standards.element import Element

from .casting import cast
from .characters import FULL_WIDTH, HALF_WIDTH, both, let, whole
from .citizens import born
from .measures import double
from .organisations import FORM, organisation_fits

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Branch = tuple[ir.BooleanValue, str]

MONTHS = "(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*"
SCIENTIFIC = ("^[0-9]([.][0-9]+)?E[+]?[0-9]+$", "scientific")
MISSING = ("^(NA|N/A|NULL|NONE|NAN|-+|—+|/|缺测|缺失|缺|无|暂无|不详|未知|\\\\N)$", "missing_mark")
ANY = (
    ("^#(REF|N/A|VALUE|NAME|DIV|NUM|NULL)|^#+$", "spreadsheet_error"),
    ("\ufffd|锟斤拷|[ÃÂÅÆÇÈÉÄåæçèéä][\u0080-\u00bf]|[锛鍥涓鐨鎴鏄浠闂缁鍖甯璺愰兘]{2}", "mojibake"),
)
NUMBERS = (
    ("^-9{2,}([.]0+)?$|^9{3,}0?([.]0+)?$|^-?3276[78]([.]0+)?$|^-?1E[+]?(20|30)$", "missing_mark"),
    ("^[<＜≤﹤]|未检出|^N[.]?D[.]?$|^[0-9]+([.][0-9]+)?L$", "below_detection"),
    MISSING,
    ("^[+-]?[0-9]{1,3}([,，' ][0-9]{3})+([.][0-9]+)?$", "thousands"),
    (f"^[0-9]{{1,2}}-{MONTHS}|^{MONTHS}-[0-9]{{2}}$|^[0-9]{{1,2}}月[0-9]{{1,2}}日$", "spreadsheet_date"),
    ("^[+-]?[0-9OIL.]*[OIL][0-9OIL.]*$", "letter_for_digit"),
    ("^[+-]?[0-9]+([.][0-9]+)?\\s*[^0-9.,E\\s]+.*$", "unit_inside"),
)
DATES = (
    ("^(0000-00-00|9999-99-99)|^9{8}$|^0+$", "missing_mark"),
    MISSING,
    ("^[2-5][0-9]{4}([.][0-9]+)?$", "serial_date"),
    (f"^[0-9]{{1,2}}-{MONTHS}|^{MONTHS}-[0-9]{{2,4}}$", "spreadsheet_date"),
    ("^[0-9]{4}[-/.年]?(1[3-9]|2[0-9]|3[01])[-/.月]?(0[1-9]|1[0-2]|[1-9])([^0-9]|$)", "swapped_day_month"),
    ("^[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4})([^0-9]|$)", "day_first"),
    ("^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}", "impossible_date"),
    ("^[12][0-9]{7}([0-9]{4,6})?$", "impossible_date"),
    ("^[0-9]{4}[-/.年]?[0-9]{0,2}月?$", "truncated"),
)
INSTANTS = (("^[12][0-9]{3}[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0?[1-9]|[12][0-9]|3[01])日?$", "no_time"),)
FAMILIES: dict[str, tuple[tuple[str, str], ...]] = {
    "credit_code": (
        SCIENTIFIC,
        ("^[0-9]{15}0{3}$", "precision_lost"),
        ("^[0-9]{15}$", "old_licence"),
        ("^[0-9A-Z]{8}-?[0-9X]$", "organisation_code"),
        ("^[0-9A-Z]{0,17}[IOSVZ][0-9A-Z]*$", "letter_for_digit"),
        ("^[^\u4e00-\u9fff]{1,17}$", "truncated"),
        ("^[^\u4e00-\u9fff]{19,}$", "too_long"),
    ),
    "organisation_code": (
        SCIENTIFIC,
        ("^[0-9A-Z]{18}$", "too_long"),
        ("^[0-9]{1,7}[0-9X]$", "lost_zeros"),
        ("^.{1,8}$", "truncated"),
        ("^.{10,}$", "too_long"),
        ("^[0-9A-Z]{8}[0-9X]$", "check_digit"),
    ),
    "citizen_id": (
        SCIENTIFIC,
        ("^[0-9]{15}000$", "precision_lost"),
        ("^[0-9OIL]*[OIL][0-9OIL]*X?$", "letter_for_digit"),
        ("^[^\u4e00-\u9fff]{1,14}$|^[^\u4e00-\u9fff]{16,17}$", "truncated"),
        ("^[^\u4e00-\u9fff]{19,}$", "too_long"),
    ),
    "mobile": (
        SCIENTIFIC,
        ("^1?[0-9OIL]*[OIL][0-9OIL]*$", "letter_for_digit"),
        ("^1(0[0-9]|4[0-9])[0-9]{10}$|^([+]|00)[0-9]+$", "foreign_number"),
        ("^[0-9]{1,10}$", "truncated"),
        ("^[0-9]{12,}$", "too_long"),
    ),
    "phone": (
        SCIENTIFIC,
        ("^(10|2[0-9])[2-9][0-9]{7}$|^[3-9][0-9]{2}[2-9][0-9]{6,7}$", "lost_zeros"),
        ("^[0-9]{3,10}$", "truncated"),
        ("^[0-9]{13,}$", "too_long"),
    ),
    "plate": (
        MISSING,
        ("^..[A-Z0-9]*[OI]", "letter_for_digit"),
        ("^.[A-Z][A-Z0-9]{0,4}$|^.[A-Z][DF][0-9]{4}$", "truncated"),
        ("^.[A-Z][A-Z0-9]{7,}$", "too_long"),
    ),
    "bank_card": (
        SCIENTIFIC,
        ("^[0-9]{15}0{2,4}$", "precision_lost"),
        ("^[0-9OIL]*[OIL][0-9OIL]*$", "letter_for_digit"),
        ("^[0-9]{1,12}$", "truncated"),
        ("^[0-9]{20,}$", "too_long"),
        ("^[0-9]{13,19}$", "check_digit"),
    ),
    "area": (
        SCIENTIFIC,
        ("[\u4e00-\u9fff]", "name_for_code"),
        ("^[0-9OIL]*[OIL][0-9OIL]*$", "letter_for_digit"),
        ("^[0-9]{1,5}$|^[0-9]{7,8}$|^[0-9]{10,11}$", "truncated"),
        ("^[0-9]{13,}$", "too_long"),
        ("^[0-9]+$", "not_in_standard"),
    ),
    "industry": (
        ("[\u4e00-\u9fff]", "name_for_code"),
        ("^[1-9]$", "lost_zeros"),
        ("^[A-Z]?[0-9]*$", "not_in_standard"),
    ),
    "postcode": (("^[0-9]{5}$", "lost_zeros"), ("^[0-9]{1,4}$", "truncated"), ("^[0-9]{7,}$", "too_long"), ("[OIL]", "letter_for_digit")),
}
CODED = (MISSING, ("[\u4e00-\u9fff]", "name_for_code"), ("^[A-Z0-9]+$", "not_in_standard"))


def cause(element: Element, text: "ir.StringValue") -> "ir.StringValue":
    """Id of the likely cause (a key of `standards.causes()`), or null where nothing is likely."""
    plain = text.translate(FULL_WIDTH, HALF_WIDTH).strip().upper()
    branches = [*_looks(ANY, text), *_meaning(element, plain), *_looks(_family(element), plain), *_structure(element, plain)]
    last = [
        (text.re_search("[\uff01-\uff5e\u3000]"), "full_width"),
        (text.re_search("[\\x00-\\x1f\\x7f]"), "control_characters"),
    ]
    return ibis.cases(*branches, *last, else_=ibis.null("string"))


def _looks(looks: tuple[tuple[str, str], ...], text: "ir.StringValue") -> "list[Branch]":
    return [(text.re_search(pattern), name) for pattern, name in looks]


def _family(element: Element) -> tuple[tuple[str, str], ...]:
    """The looks that matter for the element."""
    if element.type in ("integer", "number", "decimal"):
        return NUMBERS
    if element.type == "instant":
        return (*INSTANTS, *DATES)
    if element.type == "date":
        return DATES
    if element.codes:
        return CODED
    return FAMILIES.get(element.check or element.name, (SCIENTIFIC,))


def _meaning(element: Element, text: "ir.StringValue") -> "Iterator[Branch]":
    """Causes that the meaning of the element suggests, before the look of the text does."""
    number = cast(element, text)
    match element.name:
        case "longitude":
            yield number.between(double(3.8), double(53.6)), "lat_lon_swapped"
        case "latitude":
            yield number.between(double(73.4), double(135.1)), "lat_lon_swapped"
        case "air_co":
            yield number.between(150, 999) | number.between(1000, 150_000), "wrong_unit"
        case "area":
            yield text.isin([c.code for c in code_list("areas").entries.values() if c.successor]), "abolished_code"
    if element.name in ("longitude", "latitude"):
        yield number == 0, "no_fix"
        yield number.between(300, 18_000), "degrees_minutes"
    if element.codes:
        codes = code_list(element.codes).codes()
        yield (ibis.literal("0") + text).isin(codes) | (ibis.literal("00") + text).isin(codes), "lost_zeros"


def _structure(element: Element, text: "ir.StringValue") -> "Iterator[Branch]":
    """Causes inside a code of the right length."""
    if element.check == "credit_code":
        yield both(text.re_search(FORM), organisation_fits(text, 9)), "early_code"
        yield text.re_search(FORM), "check_digit"
    if element.check == "citizen_id":
        shape = "^[0-9]{6}(18|19|20)[0-9]{2}"
        yield text.re_search(f"{shape}(1[3-9]|2[0-9]|3[01])(0[1-9]|1[0-2])[0-9]{{3}}[0-9X]$"), "swapped_day_month"
        yield both(text.re_search("^[0-9]{15}$"), ~_born(ibis.literal("19") + text.substr(6, 6))), "impossible_date"
        yield both(text.re_search("^[0-9]{17}[0-9X]$"), ~_born(text.substr(6, 8)) & ~text.startswith("9")), "impossible_date"
        yield text.re_search("^[0-9]{17}[0-9X]$"), "check_digit"


def _born(digits: "ir.StringValue") -> "ir.BooleanValue":
    return let(whole(digits), lambda n: born(n, 0))
