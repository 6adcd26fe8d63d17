"""Values of JSON with their numbers as written: 0.10 keeps its zero, a number of twenty digits all of them."""

import json
import re
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from tianfu.model import Text

MARK = "\udfff"
"""Stands before a number where numbers and strings must be told apart. No text that can be encoded holds it."""
MARKED = re.compile(f'"{MARK}([^"]*)"')
EXPECTED = {
    "Expecting value": ("一个值", "a value"),
    "Expecting property name enclosed in double quotes": ("双引号括起的名称", "a name in double quotes"),
    "Expecting ':' delimiter": ("冒号 :", "':'"),
    "Expecting ',' delimiter": ("逗号 , 或右括号", "',' or a closing bracket"),
    "Illegal trailing comma before end of object": ("逗号后的名称", "a name behind the comma"),
    "Illegal trailing comma before end of array": ("逗号后的值", "a value behind the comma"),
    "Unterminated string starting at": ("成对的双引号", "double quotes in pairs"),
    "Invalid control character at": ("字符串中的控制字符写成 \\n、\\t 或 \\u00XX", "control characters written as \\n, \\t or \\u00XX"),
    "Invalid \\escape": ("反斜杠写成 \\\\", "a backslash written as \\\\"),
    "Invalid \\uXXXX escape": ("\\u 后的四位十六进制数字", "four hexadecimal digits behind \\u"),
}
TOO_DEEP = Text(zh="较浅的嵌套", en="less nesting")


class Unsound(ValueError):
    """JSON that readers understand differently: the same name twice, or NaN."""

    def __init__(self, cause: str, expected: Text) -> None:
        self.cause = cause
        self.expected = expected
        super().__init__(expected.zh)


def expected(error: JSONDecodeError) -> Text:
    """What should stand where the parser stopped."""
    zh, en = next((said for begin, said in EXPECTED.items() if error.msg.startswith(begin)), ("JSON", "JSON"))
    return Text(zh=zh, en=en)


def json_text(value: Any) -> str:
    """A list or object that was read with marks, as JSON with its numbers as written.

    >>> json_text(marking.decode('[0.10, "0.10", 1e3, null]'))
    '[0.10,"0.10",1e3,null]'
    """
    return MARKED.sub(r"\1", json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [n for n, _ in pairs]
        name = next(n for n in names if names.count(n) > 1)[:100]
        raise Unsound("repeated_name", Text(zh=f"名称“{name}”只出现一次", en=f"the name '{name}' once only"))
    return made


def _constant(text: str) -> NoReturn:
    raise Unsound("broken_json", Text(zh=f"数字或 null，不是 {text}", en=f"a number or null, not {text}"))


marking = JSONDecoder(parse_int=MARK.__add__, parse_float=MARK.__add__, parse_constant=_constant, object_pairs_hook=_object)
plain = JSONDecoder(parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_object)
"""Numbers as text and nothing else: twice as fast, for records without lists."""
lenient = JSONDecoder(parse_int=str, parse_float=str)
"""Only to find where something unsound ends."""
