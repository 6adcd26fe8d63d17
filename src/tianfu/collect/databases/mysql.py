"""MySQL and MariaDB."""

import re

import pyarrow as pa

ORDERED = re.compile(r"(tiny|small|medium|big)?int|decimal|date|datetime|timestamp|year|$")
ZERO = "'0000-00-00 00:00:00'"


class MySQL:
    """The session's zone is Beijing's: a TIMESTAMP, kept in UTC, and a DATETIME, which has no zone, then mean the same clock."""

    grammar = "mysql"

    def before(self, seconds: int) -> list[str]:
        """The limit has another name in each: comments that only one of the two reads."""
        limit = f"/*M!100000 , SESSION max_statement_time = {seconds} */ /*!50708 , SESSION max_execution_time = {seconds * 1000} */"
        return [
            f"SET SESSION time_zone = '+08:00' {limit}",
            "SET SESSION TRANSACTION READ ONLY",
        ]

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def tables(self) -> str:
        return (
            "SELECT CAST(IF(table_schema = DATABASE(), table_name, CONCAT(table_schema, '.', table_name)) AS CHAR) "
            "FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') "
            "ORDER BY 1 LIMIT 2000"
        )

    def columns(self, schema: str, table: str) -> str:
        inside = f"'{schema}'" if schema else "DATABASE()"
        return (
            "SELECT CAST(column_name AS CHAR), CAST(column_type AS CHAR) FROM information_schema.columns "  # noqa: S608 - plain words
            f"WHERE table_schema = {inside} AND table_name = '{table}' ORDER BY ordinal_position"
        )

    def types(self, relation: str, fields: list[str]) -> str | None:
        """It has no word for the type of an expression: fields of a query are cast to text as they are."""
        return None

    def text(self, value: str, kind: str) -> str:
        plain = f"CAST({value} AS CHAR CHARACTER SET utf8mb4)"
        if kind.startswith(("datetime", "timestamp")):
            written = f"CONCAT(REPLACE({plain}, ' ', 'T'), '+08:00')"
            return f"CASE WHEN {plain} LIKE '0000-00-00%' THEN {ZERO} ELSE {written} END"
        if kind.startswith("float"):  # six digits as text; as a double all that it holds
            return f"CAST({value} + 0e0 AS CHAR)"
        if kind.startswith("bit"):
            return f"CAST({value} + 0 AS CHAR)"
        if re.match(r"(tiny|medium|long)?blob|(var)?binary", kind):
            return f"LOWER(HEX({value}))"
        if re.match(r"(multi)?(point|linestring|polygon)|geom", kind):
            return f"ST_AsText({value})"
        return plain

    def orders(self, kind: str) -> bool:
        return ORDERED.match(kind) is not None

    def literal(self, cursor: str) -> str:
        """Numbers are compared as numbers; times as the session's clock shows them."""
        if "-" not in cursor[1:]:
            return cursor
        return "'" + cursor.replace("T", " ").removesuffix("+08:00") + "'"

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch
