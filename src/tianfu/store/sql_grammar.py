"""Free SQL as a tree that holds nothing but what `sql_words` lists. What is run is written from the tree, never the text as it came."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .sql_failures import QueryRefused, near, refused
from .sql_words import CLAUSES, FUNCTIONS, MARKS, PLAIN_FUNCTIONS, QUERIES, SYNTAX, TYPES, UNITS, WRITTEN

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST = 20_000
NODES_MOST = 4_000
DEEPEST = 120
NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?")
NAME = re.compile(r"[^\W_][\w ./%()（）、·-]{0,119}")
"""Identifiers: anything readable that does not begin with an underscore, as our own names do."""


def parsed(sql: str) -> "exp.Query":
    """The tree of the one SELECT that the text is. QueryRefused says what else it holds."""
    if len(sql) > LONGEST:
        raise refused(f"查询过长，最多 {LONGEST} 个字符。", f"The query is longer than {LONGEST} characters.")
    if any(ord(c) < 32 and c not in "\t\r\n" for c in sql):
        raise refused("查询中有控制字符。", "The query holds control characters.")
    try:
        tree = _one(sql)
        _check(tree)
    except RecursionError:
        raise _too_deep() from None
    return tree


def _one(sql: str) -> "exp.Query":
    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it writes statements that it does not know to standard error
    try:
        trees = [t for t in sqlglot.parse(sql, read="duckdb") if t is not None]
    except SqlglotError as error:
        raise _syntax(error) from None
    if len(trees) != 1:
        raise refused("一次只能写一条查询。", "One query at a time.")
    if type(trees[0]).__name__ not in QUERIES:
        raise refused(f"不能执行 {_called(trees[0])}。", f"{_called(trees[0])} is not allowed.")
    return trees[0]  # type: ignore[return-value]  # QUERIES are queries


def _syntax(error: Exception) -> QueryRefused:
    """The parser's place of the mistake; its text would repeat the query."""
    found = getattr(error, "errors", None) or [{}]
    line, column = found[0].get("line"), found[0].get("col")
    at_zh, at_en = (f"（第 {line} 行第 {column} 个字符附近）", f" near line {line}, character {column}") if line else ("", "")
    return refused(f"看不懂这条查询{at_zh}。", f"The query cannot be understood{at_en}.")


def _check(tree: "exp.Expr") -> None:
    for count, (node, depth) in enumerate(_walk(tree)):
        if depth > DEEPEST:
            raise _too_deep()
        if count > NODES_MOST:
            raise refused("查询过于复杂。", "The query is too complex.")
        _check_node(node)


def _walk(tree: "exp.Expr") -> Iterator[tuple["exp.Expr", int]]:
    """Every node with its depth, parents first."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in node.iter_expressions()]


def _check_node(node: "exp.Expr") -> None:
    from sqlglot import exp

    kind = type(node).__name__
    if kind == "Anonymous":
        _check_name(node)
    elif (kind == "Star" and not _may_be_star(node)) or (kind == "Select" and not node.expressions):
        raise refused("SELECT 后应是数据项、表达式或单独的 *。", "SELECT takes columns, expressions or a * of its own.")
    elif kind not in SYNTAX and kind not in FUNCTIONS:
        if isinstance(node, exp.Func):
            raise _no_function(_called(node).lower())
        raise refused(f"不能使用 {_called(node)}。", f"{_called(node)} is not allowed.")
    for key, value in node.args.items():
        for each in value if isinstance(value, list) else [value]:
            if each and not isinstance(each, exp.Expr):
                _check_word(node, kind, key, each)


def _check_name(node: "exp.Expr") -> None:
    name = node.this
    if not isinstance(name, str) or name.lower() not in PLAIN_FUNCTIONS:
        raise _no_function(str(getattr(name, "name", name))[:60].lower())


def _may_be_star(star: "exp.Expr") -> bool:
    """Alone, as `table.*`, or counted."""
    from sqlglot import exp

    owner = star.parent.parent if isinstance(star.parent, exp.Column) else star.parent
    return isinstance(owner, exp.Select | exp.Count)


def _check_word(node: "exp.Expr", kind: str, key: str, word: object) -> None:
    """Whatever a node holds that is no node itself."""
    match kind, key:
        case "Identifier", "this":
            sound = NAME.fullmatch(str(word)) is not None
        case "Literal", "this":
            sound = node.is_string or NUMBER.fullmatch(str(word)) is not None
        case "Var", "this":
            sound = str(word).upper() in UNITS
        case "DataType", "this":
            sound = getattr(word, "name", "") in TYPES
        case "Anonymous", "this":
            sound = True
        case _:
            sound = f"{kind}.{key}" in MARKS and (isinstance(word, bool) or str(word).upper() in CLAUSES)
    if not sound:
        shown = str(getattr(word, "name", word))[:60]
        what = f"{_called(node)} {key.upper()}" if isinstance(word, bool) else shown
        raise refused(f"不能使用“{what}”。", f"'{what}' is not allowed.")


def _no_function(name: str) -> QueryRefused:
    zh, en = near(name, WRITTEN)
    return refused(f"不能使用函数“{name}”{zh}", f"Function '{name}' is not allowed{en}")


def _called(node: "exp.Expr") -> str:
    """What the node is called in SQL, more or less."""
    from sqlglot import exp

    if isinstance(node, exp.Command):
        return str(node.this).upper()[:30]
    if isinstance(node, exp.Func):
        return node.sql_name()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).upper()


def _too_deep() -> QueryRefused:
    return refused("查询嵌套过深。", "The query is nested too deeply.")
