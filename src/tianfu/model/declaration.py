"""YAML text -> values, with every problem of a file at once: `file:line: what; did you mean ...`.

All scalars stay text until the model coerces them: plain YAML reads `no` as false, `010` as 8 and a date as a date object, and codes
are none of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from .dataset import Dataset

V = TypeVar("V", bound=BaseModel)
Where = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing a person can put right, and where it stands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DeclarationError(ValueError):
    """A declaration cannot be used. `problems` lists everything that is wrong with it, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class NestedTooDeeply(DeclarationError):
    """Nobody wrote this by hand, and nothing reads it."""


@dataclass(frozen=True)
class Document:
    """A YAML text as plain mappings, lists and text, and the line on which each part stands."""

    file: str
    content: Any
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """The line of the part, or of the nearest part around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read_yaml(text: str, file: str) -> Document:
    """The document; DeclarationError for bad syntax, keys given twice, anchors and tags."""
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except RecursionError:
        raise NestedTooDeeply([Problem(file, 1, "not YAML that a person wrote: its parts are nested too deeply")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError([Problem(file, line, f"not YAML: {error.problem or error.context}")]) from error
    except yaml.YAMLError as error:
        raise DeclarationError([Problem(file, 1, f"not YAML: {error}")]) from error
    lines: dict[Where, int] = {(): 1}
    problems: list[Problem] = []
    content = _plain(node, (), file, lines, problems, set()) if node else {}
    if problems:
        raise DeclarationError(problems)
    return Document(file, content, lines)


def declare(model: type[V], text: str, file: str, **given: object) -> V:
    """The value that the text declares; `given` adds what the path says (a dataset's id)."""
    return _validated(model, read_yaml(text, file), given)


def declare_dataset(text: str, file: str, dataset_id: str) -> Dataset:
    """A dataset file: `source:` may stand for a single entry of `sources:`."""
    return _validated(Dataset, _with_sources(read_yaml(text, file)), {"id": dataset_id})


def declare_each(model: type[V], text: str, file: str) -> dict[str, V]:
    """`name: value` lines, each of which declares a value. DeclarationError lists the problems of all."""
    document = read_yaml(text, file)
    problems: list[Problem] = []
    found: dict[str, V] = {}
    if not isinstance(document.content, dict):
        raise DeclarationError([Problem(file, 1, f"expected 'name: ...' lines, each of which describes a {model.__name__.lower()}")])
    for name, content in document.content.items():
        lines = {where[1:]: line for where, line in document.lines.items() if where[:1] == (name,)}
        try:
            found[name] = _validated(model, Document(file, content, lines), {})
        except DeclarationError as error:
            problems += error.problems
    if problems:
        raise DeclarationError(problems)
    return found


def _with_sources(document: Document) -> Document:
    content = document.content
    if not isinstance(content, dict) or "source" not in content or "sources" in content:
        return document
    lines: dict[Where, int] = {("sources",): document.line(("source",))}
    lines |= {(("sources", 0, *w[1:]) if w[:1] == ("source",) else w): n for w, n in document.lines.items()}
    return Document(document.file, {k: v for k, v in content.items() if k != "source"} | {"sources": [content["source"]]}, lines)


def _validated(model: type[V], document: Document, given: dict[str, object]) -> V:
    content = document.content
    if not isinstance(content, dict):
        raise DeclarationError([Problem(document.file, 1, f"expected 'key: value' lines that describe a {model.__name__.lower()}")])
    clash = [Problem(document.file, document.line((k,)), f"'{k}' follows from the path; remove the line") for k in given if k in content]
    try:
        value = model.model_validate({**content, **given})
    except ValidationError as error:
        raise DeclarationError(clash + list(_problems(error, document, model))) from error
    if clash:
        raise DeclarationError(clash)
    return value


def _plain(node: yaml.Node, where: Where, file: str, lines: dict[Where, int], problems: list[Problem], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(where, line)
    if id(node) in seen and not isinstance(node, yaml.ScalarNode):
        problems.append(Problem(file, line, "anchors and aliases are not used here: write the part out"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in result:
                problems.append(Problem(file, key.start_mark.line + 1, f"'{key.value}' is given twice"))
            lines[(*where, key.value)] = key.start_mark.line + 1
            result[key.value] = _plain(value, (*where, key.value), file, lines, problems, seen)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, i), file, lines, problems, seen) for i, item in enumerate(node.value)]
    return node.value


def _problems(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    for item in error.errors(include_url=False):
        if item["type"] == "too_short" and item["input"]:  # its members failed: they say why
            continue
        where = tuple(part for part in item["loc"])
        place = _in_document(where, document)
        yield Problem(document.file, document.line(place), _message(item, where, place, model))


def _in_document(where: Where, document: Document) -> Where:
    """Pydantic adds the tags of unions to the place; the document does not have them."""
    place: Where = ()
    for part in where:
        if (*place, part) in document.lines:
            place = (*place, part)
    return place


def _message(item: Any, where: Where, place: Where, model: type[BaseModel]) -> str:
    kind, last = item["type"], where[-1] if where else ""
    path = ".".join(str(p) for p in place) or "the declaration"
    if kind == "extra_forbidden":
        known = _known_keys(model, where[:-1])
        near = get_close_matches(str(last), known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; known here: {', '.join(sorted(known))}" if known else ""
        return f"'{last}' is not known here{hint}"
    if kind == "missing":
        return f"'{last}' is missing" + (f" in {path}" if place else "")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        context = item.get("ctx", {})
        expected = str(context.get("expected_tags", "")).replace("'", "")
        tag, key = context.get("tag", ""), str(context.get("discriminator", "")).strip("'")
        near = get_close_matches(str(tag), expected.split(", "), 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        return f"{path}: {key} '{tag}' is not one of {expected}{hint}" if tag else f"{path}: '{key}' is missing; expected one of {expected}"
    if kind == "value_error":
        return f"{path}: {item['ctx']['error']}" if place else str(item["ctx"]["error"])
    if kind in ("enum", "literal_error"):
        expected = item["ctx"]["expected"]
        near = get_close_matches(str(item["input"]), [w.strip(" '") for w in expected.replace(" or ", ",").split(",")], 1)
        return f"{path}: '{item['input']}' is not one of {expected}" + (f"; did you mean '{near[0]}'?" if near else "")
    if kind == "string_pattern_mismatch":
        return f"{path}: '{item['input']}' is not a name: use lower-case letters, digits and _, beginning with a letter"
    return f"{path}: {item['msg'][0].lower()}{item['msg'][1:]}, got {item['input']!r}"


def _known_keys(model: type[BaseModel], where: Where) -> list[str]:
    """The keys that the model knows at a place; a union's members are found by the tag that the place holds."""
    current: list[type[BaseModel]] = [model]
    for part in where:
        if isinstance(part, int):
            continue
        steps = [m for c in current if part in c.model_fields for m in _models(c.model_fields[str(part)].annotation)]
        named = [c for c in current if c.__name__.lower() == part]
        tagged = [c for c in current if any(part in get_args(f.annotation) for f in c.model_fields.values())]
        current = steps or named or tagged or current
    names = {name for c in current for name in c.model_fields}
    return sorted(names | {"source"} if "sources" in names else names)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in get_args(annotation) for m in _models(a)]
