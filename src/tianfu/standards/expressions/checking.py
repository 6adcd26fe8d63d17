"""What a value of an element must satisfy, as vectorised checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dimension, Severity, Text
from tianfu.standards.code_lists import code_list
from tianfu.standards.element import Element

from . import citizens, contacts, measures, organisations, places
from .casting import cast
from .characters import among
from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

FAMILIES: dict[str, tuple[Finding, ...]] = {
    "credit_code": organisations.CREDIT_CODE,
    "organisation_code": organisations.ORGANISATION_CODE,
    "industry": organisations.INDUSTRY,
    "citizen_id": citizens.CITIZEN_ID,
    "mobile": contacts.MOBILE,
    "phone": contacts.PHONE,
    "plate": contacts.PLATE,
    "bank_card": contacts.BANK_CARD,
    "area": places.AREA,
    "no_missing_mark": measures.NO_MISSING_MARK,
    "sichuan_longitude": places.SICHUAN_LONGITUDE,
    "sichuan_latitude": places.SICHUAN_LATITUDE,
}


@dataclass(frozen=True)
class ElementCheck:
    """One check of an element.

    `passes` takes the normalised text or, just as well, the typed value that `cast` makes of it. It is never null: a missing value passes
    (`required` asks for values), text that does not cast passes here too and fails as such.
    """

    id: str
    passes: Callable[["ir.Value"], "ir.BooleanValue"]
    expected: Text
    standard: str
    severity: Severity
    dimension: Dimension


def checks(element: Element) -> tuple[ElementCheck, ...]:
    """The element's checks: length, pattern, codes and range as far as it declares them, then those of its family."""
    found = [*_generic(element), *(FAMILIES[element.check] if element.check else ())]
    return tuple(_check(element, finding) for finding in found)


def _check(element: Element, finding: Finding) -> ElementCheck:
    severity = Severity.flag if finding.id in element.flagged else finding.severity
    return ElementCheck(finding.id, partial(_passes, element, finding), finding.expected, element.standard, severity, finding.dimension)


def _passes(element: Element, finding: Finding, value: "ir.Value") -> "ir.BooleanValue":
    typed = cast(element, value) if value.type().is_string() else value
    return ibis.coalesce(finding.holds(typed), typed.isnull())


def _generic(element: Element) -> Iterator[Finding]:
    if (limit := element.max_length) is not None:
        expected = Text(zh=f"不超过{limit}个字符", en=f"at most {limit} characters")
        yield Finding("length", lambda text: text.length() <= limit, expected)
    if (pattern := element.pattern) is not None:
        expected = Text(zh=element.expected or f"符合 {pattern}", en=element.expected_en or f"matches {pattern}")
        yield Finding("pattern", lambda text: text.re_search(f"^({pattern})$"), expected)
    if element.codes is not None:
        codes = code_list(element.codes)
        expected = Text(zh=f"{codes.title}（{codes.standard}）中的代码", en=f"a code of {codes.standard}, {codes.title_en}")
        yield Finding("codes", lambda text: among(text, codes.codes()), expected)
    if element.low is not None or element.high is not None:
        yield Finding("range", partial(_within, element), _range(element), dimension=Dimension.accuracy)


def _within(element: Element, value: "ir.NumericValue") -> "ir.BooleanValue":
    number = int if element.type == "integer" else measures.double
    if element.high is None:
        return value >= number(element.low or 0)
    if element.low is None:
        return value <= number(element.high)
    return value.between(number(element.low), number(element.high))


def _range(element: Element) -> Text:
    unit, low, high = element.unit or "", element.low, element.high
    if high is None:
        return Text(zh=f"不小于{low}{unit}", en=f"at least {low} {unit}".strip())
    if low is None:
        return Text(zh=f"不大于{high}{unit}", en=f"at most {high} {unit}".strip())
    return Text(zh=f"{low}至{high}{unit}", en=f"{low} to {high} {unit}".strip())
