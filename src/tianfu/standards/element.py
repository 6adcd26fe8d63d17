"""Data elements (数据元): what a value of a column means, how it is written and what it must satisfy."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from tianfu.model import DeclarationError, Problem, read_yaml
from tianfu.model.values import Name, Value

from .shipped import UnknownElement, shipped

Kind = Literal["text", "integer", "number", "decimal", "boolean", "date", "instant"]
Normalisation = Literal[
    "trim", "half_width", "upper", "lower", "compact", "no_country_prefix", "whole", "percent_sign", "notation", "truth", "iso"
]
Mask = Literal["name", "id_no", "phone", "plate", "card", "address", "year", "hide", "middle"]


class Element(Value):
    """A data element. `level` follows GB/T 43697 (1-4 general, 5 important, 6 core); `mask` is set where values are about a person.

    `normalise` lists the named normalisations in the order in which they are applied. Generic checks follow from `max_length`, `pattern`,
    `codes`, `low` and `high`; `check` names a check that needs more than that. Checks in `flagged` keep their row.
    """

    name: Name
    title: str = Field(min_length=1)
    title_en: str = Field(min_length=1)
    description: str = ""
    description_en: str = ""
    type: Kind = "text"
    unit: str | None = None
    standard: str = Field(default="", description="number with edition, such as GB 32100-2015")
    since: date | None = Field(default=None, description="when that edition took effect")
    level: int = Field(default=1, ge=1, le=6)
    mask: Mask | None = None
    codes: Name | None = Field(default=None, description="the code list that values come from")
    aliases: dict[str, str] = Field(default_factory=dict, description="other notations met in sources -> code (normalisation 'notation')")
    low: Decimal | None = None
    high: Decimal | None = None
    pattern: str | None = Field(default=None, description="the whole text matches (RE2 syntax)")
    expected: str = Field(default="", description="the pattern in words, Chinese")
    expected_en: str = ""
    max_length: int | None = None
    normalise: tuple[Normalisation, ...] = ("trim",)
    check: Name | None = None
    flagged: tuple[str, ...] = ()


def element(name: str) -> Element:
    """The element of that name; UnknownElement names the near one."""
    known = elements()
    if name not in known:
        raise UnknownElement(name, known)
    return known[name]


@cache
def elements() -> Mapping[str, Element]:
    """All elements that the platform ships with, by name."""
    found: dict[str, Element] = {}
    for theme, text in shipped("elements", ".yaml"):
        document = read_yaml(text, f"{theme}.yaml")
        for name, content in document.content.items():
            if name in found:
                raise DeclarationError([Problem(document.file, document.line((name,)), f"element '{name}' is declared twice")])
            found[name] = Element.model_validate({**content, "name": name})
    return MappingProxyType(found)
