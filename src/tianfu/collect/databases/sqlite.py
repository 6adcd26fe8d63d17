"""SQLite, in which every value has a type of its own."""

import re

import pyarrow as pa
import pyarrow.compute as pc

NUMBER = re.compile(r"-?\d+(\.\d+)?")


class SQLite:
    """The driver takes the type of a column from its first row and fails on a null there: so null is sent as '', and a text behind '='."""

    grammar = "sqlite"

    def before(self, seconds: int) -> list[str]:
        """The file itself is opened for reading only."""
        return []

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def tables(self) -> str:
        return "SELECT '=' || name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1 LIMIT 2000"

    def columns(self, schema: str, table: str) -> str:
        inside = f", '{schema}'" if schema else ""
        return f"SELECT '=' || name, '=' || lower(type) FROM pragma_table_info('{table}'{inside}) ORDER BY cid"  # noqa: S608

    def types(self, relation: str, fields: list[str]) -> str | None:
        return None

    def text(self, value: str, kind: str) -> str:
        """Binary in hexadecimal; a double in the digits it needs to be the same again."""
        plain = f"CAST({value} AS TEXT)"
        double = f"CASE WHEN CAST({plain} AS REAL) = {value} THEN {plain} ELSE printf('%!.17g', {value}) END"
        written = f"CASE typeof({value}) WHEN 'blob' THEN lower(hex({value})) WHEN 'real' THEN {double} ELSE {plain} END"
        return f"ifnull('=' || {written}, '')"

    def orders(self, kind: str) -> bool:
        """Types are the values' own: the cursor itself is looked at."""
        return True

    def literal(self, cursor: str) -> str:
        return cursor if NUMBER.fullmatch(cursor) else f"'{cursor}'"

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Without the sign in front."""
        columns = [pc.if_else(pc.equal(c, ""), pa.scalar(None, pa.string()), pc.utf8_slice_codeunits(c, 1)) for c in batch.columns]
        return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
