"""Free SQL over what a reader may see: `select ... from pack.dataset`, for the command line and the query page.

The query is parsed, held against a list of what is allowed, and written anew with every table replaced by what the gate leaves of it. It
runs in a process of its own (`sql_process`) that can read the tables and do nothing else. Columns that are masked are masked before the
query sees them, and where a grant limits the rows, no expression of the query meets a row outside.

Rows of single persons stay masked whatever is asked, and whoever may ask may also page through the same rows, so no answer tells more
than pages do. A reading under a quota takes all rows of each dataset, as `read` does: an aggregate has read them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from tianfu.model import Purpose, Reader

from .gate import Admitted, Gate
from .sql_failures import refused
from .sql_grammar import parsed
from .sql_pool import Question, SqlPool
from .sql_tables import Tables, check_columns, unknown_table

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlglot import exp

    from .shelves import Shelves

ROWS_MOST = 1_000_000
SECONDS_MOST = 600.0
ALL_ROWS = 2**63 - 1
"""A LIMIT that nothing reaches: the engine moves no condition below it, so nobody's expression meets rows that a grant leaves out."""
COLUMNS_NAMED = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query; `truncated` says that there were more."""

    table: "pa.Table"
    truncated: bool
    seconds: float


class Queries:
    """Free SQL through the gate."""

    def __init__(self, shelves: "Shelves", gate: Gate) -> None:
        self._shelves = shelves
        self._gate = gate
        self._pool = SqlPool(shelves.settings.threads)

    def query(self, sql: str, reader: Reader, purpose: Purpose, *, today: date, limit_rows: int, seconds: float) -> Answer:
        """The answer. QueryRefused for what is not allowed, Refused by the gate, QueryFailed for too much time or memory."""
        started = monotonic()
        tree = parsed(sql)
        tables = Tables(lambda name: unknown_table(name, self._shelves.datasets()))
        tree = _root(tree)
        tables.resolve(tree, {})
        opened = {i: self._gate.admit(i, reader, purpose, today=today) for i in tables.named}
        touched = self._touched(tree, opened)
        rows = max(1, min(limit_rows, ROWS_MOST))
        _limit(tree, rows + 1)
        text = tree.sql(dialect="duckdb", identify=True, comments=False)
        for admitted in opened.values():
            self._gate.consume(admitted, reader, purpose, partial(self._gate.count_rows, admitted))
        views = {name: self.view(opened[i]) for i, name in tables.named.items()}
        files = [f for a in opened.values() for f in self._gate.gated(a).files]
        returned: int | None = None
        try:
            found, cut = self._pool.ask(Question(views, files, text, max(0.05, min(seconds, SECONDS_MOST)), rows))
            returned = found.num_rows
        finally:
            self._journal(opened, touched, reader, purpose, returned)
        return Answer(found, cut, monotonic() - started)

    def close(self) -> None:
        self._pool.close()

    def _touched(self, tree: "exp.Expr", opened: Mapping[str, Admitted]) -> dict[str, tuple[str, ...]]:
        seen = {i: list(self._gate.gated(a).columns) for i, a in opened.items()}
        return check_columns(tree, seen, {i: [c.name for c in a.dataset.columns] for i, a in opened.items()})

    def view(self, admitted: Admitted) -> str:
        """The SELECT that a table of a query stands for."""
        select = self._gate.gated(admitted).sql
        return f"SELECT * FROM ({select}) LIMIT {ALL_ROWS}" if admitted.decision.rows else select  # noqa: S608 - the gate's own SELECT

    def _journal(
        self, opened: Mapping[str, Admitted], touched: Mapping[str, tuple[str, ...]], reader: Reader, purpose: Purpose, rows: int | None
    ) -> None:
        """One event for each dataset, with the columns that were named; never what they were compared with."""
        for dataset_id, admitted in opened.items():
            about: dict[str, str | int | None] = {"version": admitted.version.number, "rows": rows}
            about["columns"] = ",".join(touched[dataset_id][:COLUMNS_NAMED])
            self._gate.journal("query", dataset_id, reader, purpose, admitted.decision, **about)


def _root(tree: "exp.Query") -> "exp.Query":
    """A query that takes a LIMIT of its own."""
    from sqlglot import exp

    return exp.select("*").from_(tree) if isinstance(tree, exp.Subquery) else tree


def _limit(tree: "exp.Query", most: int) -> None:
    """The query's own LIMIT, or `most` if that is less."""
    from sqlglot import exp

    limit = tree.args.get("limit")
    own = limit.expression if limit is not None else None
    if isinstance(own, exp.Literal) and own.name.isdigit():
        most = min(most, int(own.name))
    elif own is not None:
        raise refused("LIMIT 后应是一个整数。", "LIMIT takes a whole number.")
    tree.set("limit", exp.Limit(expression=exp.Literal.number(most)))
