"""How each database is asked: quoting, what a table holds, and every value as text. The text is written by the database itself.

The driver's own conversions are not used: it makes doubles of decimals, drops zones, has no word for arrays and zero dates, and reads the
type of an SQLite column from its first row.
"""

from typing import Protocol

import pyarrow as pa

from .connections import Kind
from .mysql import MySQL
from .postgresql import PostgreSQL
from .sqlite import SQLite


class Dialect(Protocol):
    """`grammar` is what sqlglot calls it."""

    grammar: str

    def before(self, seconds: int) -> list[str]:
        """Statements that make the session read-only, fix its zone, and end what takes longer."""
        ...

    def quoted(self, name: str) -> str: ...

    def tables(self) -> str:
        """A query of the names of all tables that the account sees, as a source would write them."""
        ...

    def columns(self, schema: str, table: str) -> str:
        """A query of name and type of each column of a table; no rows where there is no such table. An empty schema is the usual one."""
        ...

    def types(self, relation: str, fields: list[str]) -> str | None:
        """A query of the types of a query's fields, one row; None where the database cannot say them."""
        ...

    def text(self, value: str, kind: str) -> str:
        """The expression that writes a value of this type as text; null stays null."""
        ...

    def orders(self, kind: str) -> bool:
        """Whether values of the type grow: numbers, days and times. Texts are ordered otherwise by each database."""
        ...

    def literal(self, cursor: str) -> str:
        """A cursor as a value that is compared with its field."""
        ...

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What came of `text`, with nulls where the database had none."""
        ...


DIALECTS: dict[Kind, Dialect] = {"postgresql": PostgreSQL(), "mysql": MySQL(), "sqlite": SQLite()}


def dialect_of(kind: Kind) -> Dialect:
    return DIALECTS[kind]
