"""Masks: what a personal value looks like to a reader who may see that it is there. Vectorised, on any engine.

A masked value is never a possible real one: each mask either puts asterisks in it or shortens it to a year. What is too short to hide
anything in becomes asterisks as a whole. Missing stays missing, except under `hide`, where its absence would tell as much as the value.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

STARS = "***"
CARD_SHORTEST = 12
PHONE_SHORTEST = 11
PLATE_SHORTEST = 6
ID_SHORTEST = 8
DISTRICT = r"^(?:\p{Han}{2,8}?(?:省|自治区|特别行政区))?(?:\p{Han}{1,10}?(?:市|自治州|地区|盟))?(?:\p{Han}{1,10}?(?:新区|区|县|市|旗))?"
"""Province, prefecture and county at the head of an address: millions live there."""
YEAR = r"^(?:18|19|20)\d\d"


def mask(name: str, value: "ir.Value") -> "ir.Value":
    """The value under the mask of that name; KeyError lists the masks there are."""
    if name not in MASKS:
        raise KeyError(f"no mask '{name}'; there are {', '.join(MASKS)}")
    return MASKS[name](value)


def _text(value: "ir.Value") -> "ir.StringValue":
    return value if value.type().is_string() else value.cast("string")


def _stars(count: "ir.IntegerValue") -> "ir.StringValue":
    return ibis.literal("*").repeat(count)


def _ends(value: "ir.Value", head: int, tail: int, shortest: int) -> "ir.StringValue":
    """The first and last characters around asterisks; all asterisks where the text is shorter than `shortest`."""
    text = _text(value)
    length = text.length()
    shown = text.left(head) + _stars(length - head - tail) + text.right(tail)
    return ibis.ifelse(length >= shortest, shown, _stars(length))


def _name(value: "ir.Value") -> "ir.StringValue":
    """张三丰 -> 张**, 张三 -> 张*. Names without a surname (Tibetan, Yi) keep their first character; long ones do not show their length."""
    text = _text(value)
    length = text.length()
    kept = text.left(1) + _stars(ibis.least(length - 1, 2))
    return ibis.ifelse(length >= 2, kept, _stars(length))


def _id_no(value: "ir.Value") -> "ir.StringValue":
    """Only the first and the last character: 5****************X."""
    return _ends(value, 1, 1, ID_SHORTEST)


def _phone(value: "ir.Value") -> "ir.StringValue":
    """138****5678; of a shorter number only the last two."""
    text = _text(value)
    return ibis.ifelse(text.length() >= PHONE_SHORTEST, _ends(text, 3, 4, PHONE_SHORTEST), _ends(text, 0, 2, 5))


def _plate(value: "ir.Value") -> "ir.StringValue":
    """川A****5: region and office, and the last character."""
    return _ends(value, 2, 1, PLATE_SHORTEST)


def _card(value: "ir.Value") -> "ir.StringValue":
    """The last four digits."""
    return _ends(value, 0, 4, CARD_SHORTEST)


def _address(value: "ir.Value") -> "ir.StringValue":
    """Down to the county: 四川省成都市武侯区***."""
    text = _text(value)
    return ibis.ifelse(text == "", text, text.re_extract(DISTRICT, 0) + STARS)


def _year(value: "ir.Value") -> "ir.StringValue":
    """The year of a date or instant, as text. Of a text that does not begin with a year, nothing."""
    kind = value.type()
    if kind.is_date() or kind.is_timestamp():
        return value.year().cast("string")
    text = _text(value)
    year = text.re_extract(YEAR, 0)
    return ibis.ifelse(text.re_search(YEAR), year, _stars(text.length()))


def _hide(value: "ir.Value") -> "ir.Value":
    """Asterisks for text, missing for all else: the same for every row."""
    kind = value.type()
    return ibis.literal(STARS) if kind.is_string() else ibis.null(kind)


def _middle(value: "ir.Value") -> "ir.StringValue":
    """A quarter at each end, two characters at most: li**********cn."""
    text = _text(value)
    length = text.length()
    kept = ibis.least(2, (length / 4).floor().cast("int64"))
    return text.left(kept) + _stars(length - kept - kept) + text.right(kept)


MASKS: Mapping[str, Callable[["ir.Value"], "ir.Value"]] = MappingProxyType(
    {
        "name": _name,
        "id_no": _id_no,
        "phone": _phone,
        "plate": _plate,
        "card": _card,
        "address": _address,
        "year": _year,
        "hide": _hide,
        "middle": _middle,
    }
)
"""By the names that data elements use."""
