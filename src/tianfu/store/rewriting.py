"""Files of a table written anew with some rows replaced or left out. Rows keep their places, and files the order of their key."""

# ruff: noqa: S608 - names and paths are quoted

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tianfu.model import Part

from .engine import literal
from .footers import stats_of_files, whole

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    from .engine import Engine

OPTIONS: "dict[str, Any]" = {
    "compression": "zstd",
    "compression_level": 1,
    "row_group_size": 20_480,
    "store_schema": False,
    "store_decimal_as_integer": True,
}
"""As the engine writes them; see `parts`."""


@dataclass(frozen=True)
class Rewriting:
    """Where new files go and how they are called."""

    engine: "Engine"
    folder: Path
    attempt: str
    schema: pa.Schema
    """All columns of the table as it will be; those that a file lacks are missing in its rows."""
    numbers: Iterator[int]

    @classmethod
    def at(cls, engine: "Engine", folder: Path, attempt: str, schema: pa.Schema) -> "Rewriting":
        return cls(engine, folder, attempt, schema, count())

    def read(self, names: Sequence[str]) -> pa.Table:
        """The rows of files of the table, in their order."""
        return pa.concat_tables([self._read(self.folder / n) for n in names])

    def write(self, rows: pa.Table, like: str) -> Part:
        """The rows as a file of the attempt, its columns encoded as in the file `like`.

        Rows that lie in memory are written by Arrow: that costs two thirds of what handing them to the engine costs.
        """
        name = f"{self.attempt}-r{next(self.numbers):06}.parquet"
        words = _dictionaries(self.folder / like)
        pq.write_table(rows, self.folder / name, use_dictionary=words, **OPTIONS)
        types = {f.name: f.type for f in self.schema}
        with self.engine.session() as cursor:
            stats = stats_of_files(cursor, [str(self.folder / name)], types)
        return Part(name, rows.num_rows, (self.folder / name).stat().st_size, {n: whole(s) for n, s in stats.items()})

    def _read(self, path: Path) -> pa.Table:
        with pq.ParquetFile(path) as file:
            found = file.read([n for n in self.schema.names if n in file.schema_arrow.names])
        columns = [found[f.name].cast(f.type) if f.name in found.column_names else pa.nulls(found.num_rows, f.type) for f in self.schema]
        return pa.table(columns, schema=self.schema)


def _dictionaries(path: Path) -> list[str]:
    """The columns that a file keeps as numbers of the words in a dictionary: codes do, names do not."""
    meta = pq.read_metadata(path)
    columns = [meta.row_group(0).column(n) for n in range(meta.num_columns)] if meta.num_row_groups else []
    return [c.path_in_schema for c in columns if "RLE_DICTIONARY" in c.encodings or "PLAIN_DICTIONARY" in c.encodings]


def replaced(rows: pa.Table, places: "NDArray[np.int64]", by: pa.Table) -> pa.Table:
    """The rows with those at `places` replaced, one by one, by the rows of `by`."""
    order = np.arange(rows.num_rows)
    order[places] = rows.num_rows + np.arange(by.num_rows)
    return pa.concat_tables([rows, by]).combine_chunks().take(order)


def left_out(rows: pa.Table, places: "NDArray[np.int64]") -> pa.Table:
    """The rows without those at `places`."""
    keep = np.ones(rows.num_rows, dtype=bool)
    keep[places] = False
    return rows.filter(pa.array(keep))


def equal_rows(left: pa.Table, right: pa.Table, columns: Sequence[str]) -> "NDArray[np.bool_]":
    """Row by row, whether all these columns agree; missing agrees with missing and not-a-number with itself."""
    same = np.ones(left.num_rows, dtype=bool)
    for name in columns:
        same &= _equal(left[name], right[name])
    return same


def _equal(left: pa.ChunkedArray, right: pa.ChunkedArray) -> "NDArray[np.bool_]":
    equal = pc.or_(pc.fill_null(pc.equal(left, right), fill_value=False), pc.and_(pc.is_null(left), pc.is_null(right)))
    if pa.types.is_floating(left.type):
        equal = pc.or_(equal, pc.fill_null(pc.and_(pc.is_nan(left), pc.is_nan(right)), fill_value=False))
    return np.asarray(equal.to_numpy())


def by_file(found: pa.Table) -> "Iterator[tuple[int, pa.Table]]":
    """Rows of `file` and more, which come in the order of the files, a table for each."""
    files = found["file"].to_numpy()
    starts = np.flatnonzero(np.r_[True, files[1:] != files[:-1]]) if len(files) else np.array([], dtype=int)
    for start, end in zip(starts, [*starts[1:], len(files)], strict=True):
        yield int(files[start]), found.slice(start, end - start)


def places_of(cursor: "duckdb.DuckDBPyConnection", files: Sequence[str], more: str, rest: str, values: Sequence[object] = ()) -> pa.Table:
    """`file`, `row` and `more` of the rows that `rest` (JOIN, WHERE) leaves of the files, named `o`; in the order of the files."""
    listed = ", ".join(literal(f) for f in files)
    source = f"read_parquet([{listed}], union_by_name=true, file_row_number=true)"
    sql = f"SELECT o.file_index::BIGINT AS file, o.file_row_number AS row{more} FROM {source} o {rest} ORDER BY 1, 2"
    return cursor.execute(sql, list(values)).to_arrow_table()
