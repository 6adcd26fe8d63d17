"""The rows and columns that a decision leaves, as one SELECT: the only text that ever stands between a reader and the files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tianfu.model import Decision
from tianfu.model.grant import Between, Eq, In, RowFilter, Under
from tianfu.protect import BY_OPEN_FIELD

from .engine import literal, scan
from .facts import BY_FIELD, BY_RECORD, OF_PROBLEMS, Facts
from .typed import value_from

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

SOURCE = "_rows"
WITH = f"WITH {SOURCE} AS ("
AT = "_at"
"""A row's place in the files of one version: number of the file << 32 | number of the row in it."""


@dataclass(frozen=True, slots=True)
class Gated:
    """`columns`: name -> Arrow type as it comes out; `plain`: those shown as they are, which alone may be filtered and sorted by."""

    sql: str
    columns: dict[str, str]
    plain: frozenset[str]
    files: tuple[str, ...]
    all_rows: bool
    """Whether every row comes through, masked or not: then the files' own key ranges are those of the answer."""
    placed: str
    """The same with `_at`, a row's place in the files."""
    source: "pa.Schema | None" = None
    """The columns that are read from the files."""
    shows: tuple[str, ...] = ()
    """What stands behind `WITH _rows AS (files)` in `sql` and in `placed`; nothing where the files are shown as they are."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of those columns."""
        return tuple(self.source.names) if self.source is not None else tuple(self.columns)

    def narrowed(self, sql: str, tail: str) -> str:
        """One of the SELECTs of here over only those rows that `tail` leaves: masks are computed for a page of rows, not for all.

        `tail` is WHERE, ORDER BY and LIMIT on plain columns; it may be used where all rows come through.
        """
        shown = next((s for s in self.shows if sql.endswith(s)), None)
        if shown is None:
            return f"SELECT * FROM ({sql}){tail}"  # noqa: S608 - made here
        files = sql.removeprefix(WITH).removesuffix(f") {shown}")
        return f"{WITH}SELECT * FROM ({files}){tail}) {shown}"  # noqa: S608

    def over(self, files: Sequence[str], lacking: Collection[str] = ()) -> str:
        """The SELECT over some of the files, none of which has the columns that are `lacking`."""
        return self._narrow(self.sql, files, lacking)

    def positioned(self, start: int = 0, lacking: Collection[str] = ()) -> str:
        """The SELECT with `_at`, from the file of that number on; `lacking` as in `over`."""
        if not start:
            return self.placed
        rest = self.rest(start)
        first = len(self.files) - len(rest)
        return self._narrow(self.placed, rest, lacking).replace("(file_index::BIGINT", f"(({first} + file_index)::BIGINT", 1)

    def rest(self, start: int) -> tuple[str, ...]:
        """The files from that number on; at least the last one."""
        return self.files[start:] or self.files[-1:]

    def _narrow(self, sql: str, files: Sequence[str], lacking: Collection[str]) -> str:
        listed = sql.replace(_listed(self.files), _listed(files), 1)
        if not lacking or self.source is None:
            return listed
        return listed.replace(_heads(self.source), _heads(self.source, lacking), 1)


def gated(facts: Facts, decision: Decision, files: Sequence[str], schema: "pa.Schema") -> Gated:
    """What the decision leaves of these files. Technical columns never come through: only declared ones do."""
    import pyarrow as pa

    shown = [n for n in facts.levels if n in schema.names and (n in decision.columns or n in decision.masks)]
    plain = frozenset(n for n in shown if n not in decision.masks)
    if not decision.rows and len(plain) == len(shown):
        columns = pa.schema([schema.field(n) for n in shown])
        types = {n: str(schema.field(n).type) for n in shown}
        return Gated(scan(files, columns), types, plain, tuple(files), all_rows=True, placed=_placed(files, columns), source=columns)
    return _expressed(facts, decision, files, schema, shown, plain)


def _expressed(
    facts: Facts, decision: Decision, files: Sequence[str], schema: "pa.Schema", shown: list[str], plain: frozenset[str]
) -> Gated:
    import ibis
    import pyarrow as pa

    needed = list(
        dict.fromkeys([*shown, *(f.column for f in decision.rows), *(["field"] if set(OF_PROBLEMS) & set(decision.masks.values()) else [])])
    )
    declared = pa.schema([schema.field(n) for n in needed])
    rows = ibis.table(ibis.Schema.from_pyarrow(declared.append(pa.field(AT, pa.int64()))), name=SOURCE)
    kept = rows.filter([row_filter(rows, f, str(schema.field(f.column).type)) for f in decision.rows]) if decision.rows else rows
    columns = {n: _masked(kept, n, decision.masks.get(n), facts) for n in shown}
    seen = kept.select(**columns)
    shows = tuple(str(ibis.to_sql(t, dialect="duckdb")) for t in (kept.select(**columns, **{AT: kept[AT]}), seen))
    placed, sql = (f"{WITH}{rows}) {shown}" for rows, shown in zip((_placed(files, declared), scan(files, declared)), shows, strict=True))
    types = {f.name: str(f.type) for f in seen.schema().to_pyarrow()}
    return Gated(sql, types, plain, tuple(files), all_rows=not decision.rows, placed=placed, source=declared, shows=shows)


def _placed(files: Sequence[str], columns: "pa.Schema") -> str:
    if not files:
        return f"SELECT *, 0::BIGINT AS {AT} FROM ({scan(files, columns)})"  # noqa: S608 - nothing but NULLs
    inner = scan(files, columns, ", file_row_number=true")
    return inner.replace(" FROM ", f", (file_index::BIGINT << 32) | file_row_number AS {AT} FROM ", 1)


def _heads(source: "pa.Schema", lacking: Collection[str] = ()) -> str:
    """How the SELECT from the files begins."""
    return scan(("",), source, "", lacking).partition(" FROM ")[0]


def _listed(files: Sequence[str]) -> str:
    return ", ".join(literal(f) for f in files)


def _masked(rows: "ir.Table", name: str, mask_name: str | None, facts: Facts) -> "ir.Value":
    from tianfu.protect.masks import mask

    from .problem_masks import by_field, by_open_field, by_record

    if mask_name is None:
        return rows[name]
    if mask_name == BY_FIELD:
        return by_field(rows[name], rows["field"], facts)
    if mask_name == BY_OPEN_FIELD:
        return by_open_field(rows[name], rows["field"], facts)
    if mask_name == BY_RECORD:
        return by_record(rows[name], facts)
    return mask(mask_name, rows[name])


def row_filter(rows: "ir.Table", which: RowFilter, kind: str) -> "ir.BooleanValue":
    """The rows that a grant covers; its texts are read as values of the column's type. A missing value is never covered."""
    import ibis

    column = rows[which.column]

    def value(text: str) -> "ir.Scalar":
        return ibis.literal(value_from(text, kind, which.column), type=column.type())

    match which:
        case Eq():
            return column == value(which.value)
        case In():
            return column.isin([value(v) for v in which.values])
        case Between():
            bounds = [column >= value(which.low)] if which.low is not None else []
            bounds += [column < value(which.high)] if which.high is not None else []
            return ibis.and_(column.notnull(), *bounds)
        case Under():
            return column.cast("string").startswith(area_prefix(which.area))


def area_prefix(area: str) -> str:
    """What the codes of an area and of all areas in it begin with.

    >>> area_prefix("510000"), area_prefix("510100"), area_prefix("510104"), area_prefix("510104001000")
    ('51', '5101', '510104', '510104001')
    """
    while len(area) > 6 and area.endswith("000"):
        area = area[:-3]
    while len(area) in (4, 6) and area.endswith("00"):
        area = area[:-2]
    return area
