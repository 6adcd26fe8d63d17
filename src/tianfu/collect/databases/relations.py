"""What a source reads from: a table that is there, or one SELECT; and the fields of it that the declaration needs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from tianfu.collect.fields import wanted
from tianfu.model import Database, Dataset

from .asking import Asking
from .failures import MissingFields, MissingTable, UnusableQuery

PART = re.compile(r"[^\W][\w$# -]{0,127}")
CHANGES = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Set, exp.Use, exp.Transaction, exp.Commit, exp.Rollback)
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Relation:
    """`text` stands behind FROM, under the name q. `types` of the needed fields; empty where the database cannot say one."""

    text: str
    types: Mapping[str, str]


def relation(asking: Asking, dataset: Dataset, source: Database) -> Relation:
    """MissingTable, MissingFields or UnusableQuery when the source cannot be read as declared."""
    fields = needed(dataset, source)
    return _of_table(asking, source.table, fields) if source.table is not None else _of_query(asking, source.query or "", fields)


def needed(dataset: Dataset, source: Database) -> list[str]:
    """The fields that are asked for: no others leave the department's database."""
    return list(dict.fromkeys([*wanted(dataset, source), *([source.cursor] if source.cursor else [])]))


def _of_table(asking: Asking, table: str, fields: Sequence[str]) -> Relation:
    dialect, parts = asking.dialect, table.split(".")
    if len(parts) > 2 or not all(PART.fullmatch(p) for p in parts):
        raise UnusableQuery(
            f"声明的表名“{table}”不能使用：应为“表名”或“模式.表名”，不含引号和标点。",
            f"'{table}' is no usable table name: write 'table' or 'schema.table', without quotes.",
        )
    schema, name = ("", *parts)[-2:]
    types = {n: t or "" for n, t in asking.texts(dialect.columns(schema, name)) if n}
    if not types:
        raise _no_table(table, [str(row[0]) for row in asking.texts(dialect.tables())], asking.connection.name)
    _all_there(fields, list(types), table)
    return Relation(f"{'.'.join(map(dialect.quoted, parts))} AS q", {f: types[f] for f in fields})


def _of_query(asking: Asking, query: str, fields: Sequence[str]) -> Relation:
    dialect = asking.dialect
    named = one_select(query, dialect.grammar)
    if "*" not in named:
        _all_there(fields, named, "query")
    text = f"(\n{query.strip().rstrip(';')}\n) AS q"
    asked = dialect.types(text, list(fields))
    types = asking.texts(asked)[0] if asked else [""] * len(fields)
    return Relation(text, {f: t or "" for f, t in zip(fields, types, strict=True)})


def one_select(query: str, grammar: str) -> list[str]:
    """The names of its fields, `*` for those that only the database knows. UnusableQuery unless it is one statement that only reads."""
    try:
        statements = [s for s in sqlglot.parse(query, read=grammar) if s is not None]
    except SqlglotError as error:
        said = str(error).splitlines()[0] if str(error) else "?"
        raise UnusableQuery(f"声明的查询有语法错误：{said}", f"the declared query has a mistake: {said}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query) or any(statements[0].find_all(*CHANGES)):
        raise UnusableQuery(
            "声明的查询须是一条 SELECT 语句，不能改动数据，也不能加锁。",
            "the declared query must be one SELECT that changes and locks nothing.",
        )
    return [
        "*" if isinstance(s, exp.Star) or n == "*" else n for s, n in zip(statements[0].selects, statements[0].named_selects, strict=True)
    ]


def _all_there(fields: Sequence[str], known: Sequence[str], where: str) -> None:
    if missing := [f for f in fields if f not in known]:
        near = {m: close[0] for m in missing if (close := get_close_matches(m, known, 1))}
        zh = "、".join(f"“{m}”" + (f"（是否为“{near[m]}”？）" if m in near else "") for m in missing)
        en = ", ".join(f"'{m}'" + (f" (did you mean '{near[m]}'?)" if m in near else "") for m in missing)
        raise MissingFields(
            f"“{where}”中没有字段 {zh}。其中的字段：{'、'.join(known[:SHOWN])}。请在声明中用 from_field 写明数据库里的名称。",
            f"'{where}' has no field {en}. It has: {', '.join(known[:SHOWN])}. Declare the database's name of it as 'from_field'.",
        )


def _no_table(table: str, known: Sequence[str], connection: str) -> MissingTable:
    near = get_close_matches(table, known, 1) or get_close_matches(table.split(".")[-1], known, 1)
    zh, en = (f"，是否为“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else ("", "")
    return MissingTable(
        f"数据库“{connection}”中没有表“{table}”{zh}，或平台的账号看不到它。请改正声明中的 table，或请提供部门授权。",
        f"the database '{connection}' has no table '{table}'{en}, or the account does not see it. "
        "Mend 'table', or ask the department for the permission.",
    )
