"""A plan as DuckDB SQL. ibis builds it once per shape of the input, not once per chunk."""

from threading import Lock
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir
    import pyarrow as pa

COMPILING = Lock()
CHUNK = "chunk"
"""The name under which rows as delivered are registered."""


class Compiled:
    """The queries of a plan over a table named `chunk`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._apply: dict[str, str] = {}
        self._explain: dict[str, str] = {}

    def apply(self, schema: "pa.Schema") -> str:
        """Typed columns, `_record` and mask words of every row, in the order of the records: a join with a code list loses it."""
        sql = _sql(self._apply, self.plan.apply, schema)
        return f"SELECT * FROM ({sql}) ORDER BY _record" if self.plan.codes else sql  # noqa: S608 - compiled, no text from outside

    def explain(self, schema: "pa.Schema") -> str:
        """A row per record and failed check."""
        return _sql(self._explain, self.plan.explain, schema)


def _sql(known: dict[str, str], build: "Callable[[ir.Table], ir.Table]", schema: "pa.Schema") -> str:
    key = str(schema)
    with COMPILING:
        if key not in known:
            known[key] = str(ibis.to_sql(build(ibis.table(ibis.Schema.from_pyarrow(schema), name=CHUNK)), dialect="duckdb"))
    return known[key]
