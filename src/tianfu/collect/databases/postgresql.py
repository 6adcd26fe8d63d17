"""PostgreSQL, and what speaks like it."""

import re

import pyarrow as pa

ORDERED = re.compile(r"smallint|integer|bigint|numeric|date|timestamp")


class PostgreSQL:
    """The session's zone is UTC: instants with a zone are written in it. Times without one are Beijing's, and say so."""

    grammar = "postgres"

    def before(self, seconds: int) -> list[str]:
        """One worker and no shared scans: rows come in the same order again, and the department's users notice little."""
        return [
            "SET default_transaction_read_only = on",
            f"SET statement_timeout = '{seconds}s'",
            "SET TimeZone = 'UTC'",
            "SET DateStyle = 'ISO'",
            "SET IntervalStyle = 'iso_8601'",
            "SET extra_float_digits = 1",
            "SET synchronize_seqscans = off",
            "SET max_parallel_workers_per_gather = 0",
        ]

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def tables(self) -> str:
        return (
            "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END::text "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') "
            "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%' ORDER BY 1 LIMIT 2000"
        )

    def columns(self, schema: str, table: str) -> str:
        """A domain is told by what it stands for."""
        name = ".".join(self.quoted(p) for p in (schema, table) if p)
        return (
            "SELECT a.attname::text, format_type(CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END, NULL)::text "  # noqa: S608
            f"FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = to_regclass('{name}') "
            "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        )

    def types(self, relation: str, fields: list[str]) -> str | None:
        """Known without a single row: the fields of an empty left side have their types."""
        named = ", ".join(f"pg_typeof(q.{self.quoted(f)})::text" for f in fields)
        return f"SELECT {named} FROM (SELECT 1) one LEFT JOIN {relation} ON true LIMIT 1"  # noqa: S608 - names are quoted

    def text(self, value: str, kind: str) -> str:
        match kind:
            case "timestamp with time zone":
                return self._written(value, ":00")  # UTC is written +00
            case "timestamp without time zone":
                return self._written(value, "+08:00")
            case "bytea":
                return f"encode({value}, 'hex')"
            case "inet":  # as text it would carry a mask that nobody wrote
                return f"nullif(format('%s', {value}), '')"
            case "money":
                return f"{value}::numeric::text"
        return f"to_json({value})::text" if kind.endswith("[]") else f"{value}::text"

    def orders(self, kind: str) -> bool:
        return ORDERED.match(kind) is not None and not kind.endswith("[]")

    def literal(self, cursor: str) -> str:
        return f"'{cursor}'"

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch

    def _written(self, value: str, behind: str) -> str:
        """ISO 8601. Infinity stays a word, and fails the check of the column."""
        return f"CASE WHEN isfinite({value}) THEN replace({value}::text, ' ', 'T') || '{behind}' ELSE {value}::text END"
