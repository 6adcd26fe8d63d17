"""Which rows are read: all of them, or those behind the last value of the cursor.

The end is asked for before the rows, so what is read and what is remembered agree. A value is remembered only when no more rows of it can
come: rows appended with a cursor that is no key hold the newest value back until a newer one is there. With `upsert` the last value is read
once more instead, and its rows take their own places.
"""

import re
from dataclasses import dataclass

from tianfu.model import Database, Dataset, Mode

from .asking import Asking
from .failures import UnusableCursor
from .relations import Relation

GROWS = re.compile(r"-?\d{1,60}(\.\d+)?|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?")
"""Numbers, days and times. Nothing else is put into a statement."""


@dataclass(frozen=True, slots=True)
class Span:
    """`condition` stands behind WHERE; empty: every row. `cursor`: what the next read begins with."""

    condition: str = ""
    cursor: str | None = None


def span(asking: Asking, dataset: Dataset, source: Database, relation: Relation, since: str | None) -> Span:
    """The rows to read; UnusableCursor when the cursor cannot tell what is new."""
    if source.cursor is None:
        return Span()
    ends = _Ends(asking, source.cursor, relation)
    ends.usable(asking.connection.name)
    is_append = dataset.mode is Mode.append
    if is_append and since is None:
        ends.without_nulls()
    upto = ends.greatest()
    if is_append and not _is_key(dataset, source.cursor) and upto is not None:
        upto = ends.greatest(below=upto)
    return Span(ends.between(since, upto, is_append=is_append), upto if upto is not None else since)


def _is_key(dataset: Dataset, cursor: str) -> bool:
    """Whether no two rows have the same value: declared, and checked with every load."""
    return [dataset.column(k).field for k in dataset.key] == [cursor]


@dataclass(frozen=True, slots=True)
class _Ends:
    asking: Asking
    cursor: str
    relation: Relation

    @property
    def field(self) -> str:
        return f"q.{self.asking.dialect.quoted(self.cursor)}"

    @property
    def kind(self) -> str:
        return self.relation.types[self.cursor]

    def usable(self, connection: str) -> None:
        if not self.asking.dialect.orders(self.kind):
            raise _unusable(self.cursor, f"类型是 {self.kind}", f"its type is {self.kind}", connection)

    def greatest(self, below: str | None = None) -> str | None:
        """The greatest value there is, or the greatest below another."""
        dialect = self.asking.dialect
        where = f" WHERE {self.field} < {dialect.literal(below)}" if below is not None else ""
        greatest = dialect.text(f"max({self.field})", self.kind)
        ((value,),) = self.asking.texts(f"SELECT {greatest} AS a FROM {self.relation.text}{where}")  # noqa: S608
        if value is not None and not GROWS.fullmatch(value):
            raise _unusable(self.cursor, "其中有不是数字或日期的值", "it holds values that are no numbers, days or times")
        return value

    def without_nulls(self) -> None:
        """A row without a value of the cursor would be read now or never."""
        counted = self.asking.dialect.text("count(*)", "")
        asked = f"SELECT {counted} AS a FROM {self.relation.text} WHERE {self.field} IS NULL"  # noqa: S608
        ((count,),) = self.asking.texts(asked)
        if count != "0":
            raise _unusable(self.cursor, f"有 {count} 行没有值", f"{count} rows have no value")

    def between(self, since: str | None, upto: str | None, *, is_append: bool) -> str:
        literal = self.asking.dialect.literal
        if upto is None:
            return "1 = 0" if is_append else f"{self.field} IS NULL"
        sign = ">" if is_append else ">="
        behind = f"{self.field} {sign} {literal(since)} AND " if since is not None else ""
        rows = f"{behind}{self.field} <= {literal(upto)}"
        return rows if is_append else f"({rows}) OR {self.field} IS NULL"


def _unusable(cursor: str, zh: str, en: str, connection: str = "") -> UnusableCursor:
    where = f"（{connection}）" if connection else ""
    return UnusableCursor(
        f"字段“{cursor}”{where}不能用作游标：{zh}。游标须是只增不减的数字、日期或时间，且每行都有值；"
        "否则请用 mode: upsert，或去掉 cursor 整表读取。",
        f"'{cursor}' cannot be the cursor: {en}. It must be a number, day or time that only grows, with a value in every row; "
        "else declare mode: upsert, or read the whole table without a cursor.",
    )
