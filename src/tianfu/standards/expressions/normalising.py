"""Named normalisations. Clean values, nearly all, take one cheap test; only the others go through the steps."""

from functools import reduce
from typing import TYPE_CHECKING

import ibis

from tianfu.standards.code_lists import code_list
from tianfu.standards.element import Element

from .characters import BLANKS, FULL_WIDTH, HALF_WIDTH, among, both, holds_any, is_ascii, let
from .dates import iso_date, iso_instant, untidy_date, untidy_instant

if TYPE_CHECKING:
    import ibis.expr.types as ir

WIDE = "[\uff01-\uff5e\u3000\u00a0\u2212\u2010\u2011\u2013\ufeff\u200b]"
TRUE = ("true", "t", "yes", "y", "1", "是", "有", "真", "对", "√")
FALSE = ("false", "f", "no", "n", "0", "否", "无", "假", "错", "×")


def normalise(element: Element, text: "ir.StringValue") -> "ir.StringValue":
    """The text after the element's normalisations, in order; null where nothing is left."""
    if not element.normalise:
        return text
    untidy = reduce(lambda a, b: a | b, [_untidy(step, element, text) for step in element.normalise])
    tidied = reduce(lambda t, step: _step(step, element, t), element.normalise, text)
    return ibis.ifelse(untidy, tidied.nullif(""), text)


def _untidy(step: str, element: Element, text: "ir.StringValue") -> "ir.BooleanValue":
    """Whether the step may change the text as delivered."""
    match step:
        case "trim":
            return _blank_ends(text, ascii_follows="half_width" in element.normalise)
        case "half_width":
            return both(~is_ascii(text), text.re_search(WIDE))
        case "upper":
            return text != text.upper()
        case "lower":
            return text != text.lower()
        case "compact":
            return holds_any(text, "- ()")
        case "no_country_prefix":
            return text.length() > 11
        case "whole":
            return text.endswith(".0")
        case "percent_sign":
            return text.endswith("%")
        case "notation":
            return ~among(text, _codes(element))
        case "truth":
            return text.notin(("true", "false"))
        case "iso":
            return untidy_date(text) if element.type == "date" else untidy_instant(text)
    raise ValueError(f"{element.name}: no normalisation '{step}'")


def _step(step: str, element: Element, text: "ir.StringValue") -> "ir.StringValue":
    match step:
        case "trim":
            return text.replace("\ufeff", "").replace("\u200b", "").re_replace("^[\\s\u00a0\u3000]+|[\\s\u00a0\u3000]+$", "")
        case "half_width":
            return _half_width(text)
        case "upper":
            return text.upper()
        case "lower":
            return text.lower()
        case "compact":
            return text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
        case "no_country_prefix":
            return let(text, lambda number: _without_country(element, number))
        case "whole":
            return text.re_replace("^([+-]?[0-9]+)[.]0+$", "\\1")
        case "percent_sign":
            return text.re_replace("%$", "").strip()
        case "notation":
            return _notation(element, text)
        case "truth":
            return let(text, lambda word: ibis.cases((word.lower().isin(TRUE), "true"), (word.lower().isin(FALSE), "false"), else_=word))
        case "iso":
            return iso_date(text) if element.type == "date" else iso_instant(text)
    raise ValueError(f"{element.name}: no normalisation '{step}'")


def _blank_ends(text: "ir.StringValue", *, ascii_follows: bool) -> "ir.BooleanValue":
    """A comparison sees a blank or control character in front. Where no other test finds all but ASCII, wide blanks are sought too."""
    ends = (text < "!") | text.endswith(" ") | text.endswith("\t") | text.endswith("\r") | text.endswith("\n")
    if ascii_follows:
        return ends
    return ends | text.endswith("\u3000") | text.startswith("\u3000") | text.endswith("\u00a0") | holds_any(text, BLANKS[-2:])


def _half_width(text: "ir.StringValue") -> "ir.StringValue":
    """`translate` takes 9 s per million rows of Chinese: only texts that hold a wide character get it."""
    return let(text, lambda t: ibis.ifelse(t.re_search(WIDE), t.translate(FULL_WIDTH, HALF_WIDTH).strip(), t))


def _without_country(element: Element, text: "ir.StringValue") -> "ir.StringValue":
    """Abroad one dials +86 28 ..., at home 028 ...: a landline gets its zero back."""
    zero = "0" if element.name == "phone" else ""
    return ibis.cases(
        *((text.startswith(p) & (text.length() >= len(p) + 10), ibis.literal(zero) + text.substr(len(p))) for p in ("+86", "0086", "86")),
        else_=text,
    )


def _codes(element: Element) -> tuple[str, ...]:
    return code_list(element.codes).codes() if element.codes else ()


def _notation(element: Element, text: "ir.StringValue") -> "ir.StringValue":
    meanings = (code_list(element.codes).notations() if element.codes else {}) | element.aliases
    return let(text, lambda t: ibis.coalesce(let(t.upper(), lambda u: u.cases(*meanings.items(), else_=ibis.null("string"))), t))
