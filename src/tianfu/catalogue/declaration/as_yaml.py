"""A declaration as YAML: as people write it, a line for each column and rule; and in full, a line for each part, to be checked."""

from collections.abc import Mapping
from typing import Any

import yaml

WIDE = 1_000_000
LINE = 140
NUMBERS = ("level", "low", "high")
IN_ROWS = ("columns", "rules")


class _Texts(yaml.SafeDumper):
    """Numbers stand without quotes where numbers are meant; a text of several lines is written in one, so that each part has its line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - as the library calls it
        super().increase_indent(flow, indentless=False)

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)

    def represent_named(self, parts: Mapping[str, Any]) -> yaml.MappingNode:
        return self.represent_mapping("tag:yaml.org,2002:map", [(k, _meant(k, v)) for k, v in parts.items()])

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Texts.add_representer(str, _Texts.represent_text)
_Texts.add_representer(dict, _Texts.represent_named)


def in_full(content: Mapping[str, Any]) -> str:
    """Every part on a line of its own."""
    return _dumped(content, flow=False)


def in_one_line(value: Any) -> str:
    """In flow style.

    >>> in_one_line({"rule": "jump", "by": ["a"], "limit": "5", "low": "0"})
    "{rule: jump, by: [a], limit: '5', low: 0}"
    """
    return _dumped(value, flow=True).strip().removesuffix("\n...").strip()


def for_people(content: Mapping[str, Any]) -> str:
    """As packs hold it."""
    return "".join(_part(name, value) for name, value in content.items())


def _part(name: str, value: Any) -> str:
    line = f"{name}: {in_one_line(value)}\n"
    if name in IN_ROWS and isinstance(value, list):
        return f"{name}:\n" + "".join(f"  - {in_one_line(item)}\n" for item in value)
    if len(line) > LINE and isinstance(value, dict):
        return f"{name}:\n" + "".join(f"  {k}: {in_one_line(_meant(k, v))}\n" for k, v in value.items())
    return line


def _dumped(value: Any, *, flow: bool) -> str:
    text: str = yaml.dump(value, Dumper=_Texts, allow_unicode=True, sort_keys=False, width=WIDE, default_flow_style=flow)
    return text


def _meant(name: str, value: Any) -> Any:
    if name == "required" and value == "true":
        return True
    if name in NUMBERS and isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> Any:
    """A number that is written as it reads; any other stays a text.

    >>> _number("5"), _number("0.25"), _number("007"), _number("1.50")
    (5, 0.25, '007', '1.50')
    """
    for kind in (int, float):
        try:
            if str(kind(text)) == text and text[-1].isdigit() and "e" not in text:
                return kind(text)
        except ValueError:
            continue
    return text
