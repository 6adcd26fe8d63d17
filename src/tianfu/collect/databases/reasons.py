"""What a driver says, in words: what is wrong, and who can do something about it."""

import re

from tianfu.collect.failures import CollectError

from .connections import Connection
from .failures import RefusedByDatabase, UnreachableDatabase

MOST = 300
VALUE = re.compile(r""": \\*(["'`]).*\1""", re.DOTALL)
"""`invalid input syntax for type integer: "..."`: somebody's data. Names of tables and fields stand without a colon."""
LATE = re.compile(r"statement timeout|max_statement_time|max_execution_time|maximum statement execution time", re.IGNORECASE)
ACCOUNT = re.compile(
    r"password authentication failed|no password supplied|\b1045\b|role .* does not exist|no pg_hba.conf entry|\b1698\b", re.I
)
DATABASE = re.compile(r"database .* does not exist|\b1049\b", re.IGNORECASE)
DENIED = re.compile(r"permission denied|\b1142\b|\b1143\b|\b1044\b|command denied", re.IGNORECASE)
WRITES = re.compile(r"read-only transaction|READ ONLY transaction|\b1792\b|readonly database", re.IGNORECASE)
BROKEN = re.compile(
    r"connection (closed|reset|refused)|terminating connection|server closed|broken pipe|os error|\b1053\b|\b2013\b|unexpected EOF|"
    r"shutting down|starting up|kind: (Io|Closed)|IoError|CodecError|unable to open database|timed out waiting for connection",
    re.IGNORECASE,
)


def explained(connection: Connection, message: str, *, is_late: bool) -> CollectError:
    """The error for what the driver said. The rest of it is quoted, without anything of the address."""
    name, said = connection.name, shown(connection, message)
    if is_late or LATE.search(message):
        return RefusedByDatabase(
            f"数据库“{name}”没有在时限内返回数据，查询已终止，没有装载任何数据。请为游标字段建立索引，或把查询改小。",
            f"the database '{name}' did not answer in time; the query was ended and nothing loaded. Index the cursor, or ask for less.",
        )
    if ACCOUNT.search(message):
        return UnreachableDatabase(
            f"数据库“{name}”拒绝了账号或口令。请管理员核对 TIANFU_CONNECTION_{name.upper()}，口令中的特殊字符须按 URL 编码。",
            f"the database '{name}' refused the account or password. Ask the operator to check TIANFU_CONNECTION_{name.upper()}; "
            "special characters of a password are URL-encoded.",
        )
    if DATABASE.search(message):
        return UnreachableDatabase(
            f"连接“{name}”的地址中写的库不存在。请管理员核对 TIANFU_CONNECTION_{name.upper()}。",
            f"the address of '{name}' names a database that is not there. Ask the operator to check TIANFU_CONNECTION_{name.upper()}.",
        )
    if DENIED.search(message):
        return RefusedByDatabase(
            f"平台的账号无权读取“{name}”中的这张表或字段（{said}）。请提供部门授予 SELECT 权限。",
            f"the account may not read this table or field of '{name}' ({said}). Ask the department to grant SELECT.",
        )
    if WRITES.search(message):
        return RefusedByDatabase(
            f"声明的查询要改动数据库“{name}”，已被拒绝：只读取，不写入。请改为只查询的语句。",
            f"the declared query would change the database '{name}' and was refused: reading only. Write a query that only reads.",
        )
    if not message or BROKEN.search(message):
        return UnreachableDatabase(
            f"与数据库“{name}”的连接中断，没有装载任何数据，稍后会自动重试。{said}",
            f"the connection to the database '{name}' broke off; nothing was loaded, and it is tried again. {said}".strip(),
        )
    return RefusedByDatabase(
        f"数据库“{name}”不能执行这次读取：{said}。没有装载任何数据，请核对声明的表、字段和查询。",
        f"the database '{name}' cannot run this read: {said}. Nothing was loaded; check the declared table, fields and query.",
    )


def shown(connection: Connection, message: str) -> str:
    """The sentence of the database in what the driver says, in one line. Its details and the values that it quotes are left out."""
    inner = re.search(r'message: "((?:[^"\\]|\\.)*)"', message) or re.search(r"MySqlError \{ (?:ERROR )?(.*?) \}", message)
    text = inner[1] if inner else re.sub(r"^db error: (ERROR: )?", "", message)
    text = VALUE.sub(": ***", re.split(r"\b(?:DETAIL|HINT|CONTEXT):", text)[0])
    return connection.hushed(" ".join(text.split()))[:MOST]
