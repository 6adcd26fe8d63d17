"""Small dated vocabularies: data levels, quality dimensions, sharing classes, themes, licences, likely causes of failures."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from tianfu.model import Text, read_yaml
from tianfu.model.values import Value

from .shipped import shipped


class Term(Value):
    """A word of a vocabulary: `title` is what people read, `text` says what it means or what to do, `standard` where it is written."""

    id: str
    title: Text
    text: Text = Text(zh="")
    standard: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    url: str = ""

    @property
    def zh(self) -> str:
        return self.title.zh

    @property
    def en(self) -> str:
        return self.title.en


def levels() -> Mapping[str, Term]:
    """Data levels `1` to `6` of GB/T 43697-2024: general data 1-4, important, core."""
    return _vocabularies()["levels"]


def dimensions() -> Mapping[str, Term]:
    """The six quality dimensions of GB/T 36344-2018, with the formula of each."""
    return _vocabularies()["dimensions"]


def sharing_classes() -> Mapping[str, Term]:
    """always, on_request, never: 无条件、有条件、不予 of State Council order 809."""
    return _vocabularies()["sharing_classes"]


def themes() -> Mapping[str, Term]:
    """Themes of the catalogue (主题信息资源) and the five base registers (基础信息资源)."""
    return _vocabularies()["themes"]


def licences() -> Mapping[str, Term]:
    """Licences that datasets are opened under or come with."""
    return _vocabularies()["licences"]


def causes() -> Mapping[str, Term]:
    """Likely causes of a failed check: what happened, and what puts it right."""
    return _vocabularies()["causes"]


@cache
def _vocabularies() -> Mapping[str, Mapping[str, Term]]:
    return MappingProxyType({name: _terms(name, text) for name, text in shipped("vocabularies", ".yaml")})


def _terms(name: str, text: str) -> Mapping[str, Term]:
    content = read_yaml(text, f"{name}.yaml").content
    return MappingProxyType({key: Term.model_validate({**term, "id": key}) for key, term in content.items()})
