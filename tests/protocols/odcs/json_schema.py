"""The words of JSON Schema (2019-09) that the standard's schema uses. A word that is not known here fails, so nothing passes by silence."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

TYPES: Mapping[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}
SILENT = {"$schema", "$defs", "title", "description", "default", "examples", "deprecated", "format", "then"}
"""Words that state nothing by themselves."""


class Schema:
    """`problems` of a value, as sentences with their places."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root

    def problems(self, value: Any) -> list[str]:
        return list(self._problems(self.root, value, "$")[0])

    def _problems(self, schema: Any, value: Any, at: str) -> tuple[list[str], set[str]]:
        """What is wrong, and the members of an object that the schema has looked at."""
        if isinstance(schema, bool):
            return ([] if schema else [f"{at}: nothing may stand here"]), set()
        if unknown := set(schema) - SILENT - set(_Words.KNOWN):
            raise NotImplementedError(f"JSON Schema words {sorted(unknown)}")
        found: list[str] = []
        seen: set[str] = set()
        for word in _Words.KNOWN:  # unevaluatedProperties comes last: it asks what the others have seen
            if word in schema:
                problems, members = getattr(_Words, word.strip("$") + "_")(self, schema, value, at, seen)
                found += problems
                seen |= members
        return found, seen


def _is(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name]) or (name == "integer" and isinstance(value, float) and value.is_integer())


Answer = tuple[list[str], set[str]]


class _Words:
    """A function for each word: (schema, value, place, members seen so far) -> problems, members seen."""

    KNOWN = (
        *("$ref", "type", "enum", "const", "required", "pattern", "minimum", "exclusiveMinimum", "minItems", "maxItems", "uniqueItems"),
        *("items", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not", "if", "unevaluatedProperties"),
    )

    @staticmethod
    def ref_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        part: Any = whole.root
        for name in schema["$ref"].removeprefix("#/").split("/"):
            part = part[name]
        return whole._problems(part, value, at)

    @staticmethod
    def type_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        return ([] if any(_is(n, value) for n in names) else [f"{at}: {value!r} is no {names}"]), set()

    @staticmethod
    def enum_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([] if value in schema["enum"] else [f"{at}: {value!r} is none of {schema['enum']}"]), set()

    @staticmethod
    def const_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([] if value == schema["const"] else [f"{at}: {value!r} is not {schema['const']!r}"]), set()

    @staticmethod
    def required_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([f"{at}: lacks {n}" for n in schema["required"] if n not in value] if isinstance(value, dict) else []), set()

    @staticmethod
    def pattern_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        fits = not isinstance(value, str) or re.search(schema["pattern"], value)
        return ([] if fits else [f"{at}: {value!r} does not match {schema['pattern']}"]), set()

    @staticmethod
    def minimum_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([f"{at}: {value} is too small"] if _is("number", value) and value < schema["minimum"] else []), set()

    @staticmethod
    def exclusiveMinimum_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([f"{at}: {value} is too small"] if _is("number", value) and value <= schema["exclusiveMinimum"] else []), set()

    @staticmethod
    def minItems_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([f"{at}: too few"] if isinstance(value, list) and len(value) < schema["minItems"] else []), set()

    @staticmethod
    def maxItems_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([f"{at}: too many"] if isinstance(value, list) and len(value) > schema["maxItems"] else []), set()

    @staticmethod
    def uniqueItems_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        twice = schema["uniqueItems"] and isinstance(value, list) and any(v in value[:n] for n, v in enumerate(value))
        return ([f"{at}: the same twice"] if twice else []), set()

    @staticmethod
    def items_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        members = value if isinstance(value, list) else []
        return [p for n, v in enumerate(members) for p in whole._problems(schema["items"], v, f"{at}[{n}]")[0]], set()

    @staticmethod
    def properties_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        members = {n: s for n, s in schema["properties"].items() if n in value} if isinstance(value, dict) else {}
        return [p for n, s in members.items() for p in whole._problems(s, value[n], f"{at}.{n}")[0]], set(members)

    @staticmethod
    def additionalProperties_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        others = set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else set()
        return [p for n in sorted(others) for p in whole._problems(schema["additionalProperties"], value[n], f"{at}.{n}")[0]], others

    @staticmethod
    def allOf_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        answers = [whole._problems(s, value, at) for s in schema["allOf"]]
        return [p for problems, _ in answers for p in problems], {n for _, members in answers for n in members}

    @staticmethod
    def anyOf_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        fitting = list(_fitting(whole, schema["anyOf"], value, at))
        return ([] if fitting else [f"{at}: fits none of the choices"]), {n for members in fitting for n in members}

    @staticmethod
    def oneOf_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        fitting = list(_fitting(whole, schema["oneOf"], value, at))
        said = [] if len(fitting) == 1 else [f"{at}: fits {len(fitting)} of the choices, not one"]
        return said, {n for members in fitting for n in members}

    @staticmethod
    def not_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        return ([] if whole._problems(schema["not"], value, at)[0] else [f"{at}: must not fit"]), set()

    @staticmethod
    def if_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        problems, members = whole._problems(schema["if"], value, at)
        if problems:
            return [], set()
        found, more = whole._problems(schema.get("then", True), value, at)
        return found, members | more

    @staticmethod
    def unevaluatedProperties_(whole: Schema, schema: Any, value: Any, at: str, seen: set[str]) -> Answer:
        others = set(value) - seen if isinstance(value, dict) else set()
        return [p for n in sorted(others) for p in whole._problems(schema["unevaluatedProperties"], value[n], f"{at}.{n}")[0]], others


def _fitting(whole: Schema, choices: list[Any], value: Any, at: str) -> Iterator[set[str]]:
    """The members that each choice has seen that the value fits."""
    for choice in choices:
        problems, members = whole._problems(choice, value, at)
        if not problems:
            yield members
