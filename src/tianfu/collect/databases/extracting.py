"""From a database to a raw file: what was read is kept as Parquet, of text columns, before anything is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from tianfu.collect.labels import label
from tianfu.model import Database, Dataset, Origin

from .asking import Asking, asking
from .connections import connection
from .relations import Relation, relation
from .spans import Span, span

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Extract:
    """One read of a source, kept. `is_whole`: everything that there was, not only what was new."""

    origin: Origin
    rows: int
    cursor: str | None
    is_whole: bool


def extract(store: "Store", dataset: Dataset, source: Database, *, since: str | None, now: datetime) -> Extract:
    """What the source holds, behind `since` where it has a cursor. CollectError in words; nothing is kept of a read that breaks off."""
    with asking(connection(store.settings, source.connection)) as database, TemporaryFile(dir=store.settings.home) as file:
        found = relation(database, dataset, source)
        asked = span(database, dataset, source, found, since)
        rows = _written(database.batches(_select(database, found, asked)), list(found.types), cast("BinaryIO", file))
        file.seek(0)
        origin = store.raw.keep(cast("BinaryIO", file), _name(source, now))
    return Extract(origin, rows, asked.cursor, is_whole=source.cursor is None or since is None)


def _select(database: Asking, found: Relation, asked: Span) -> str:
    """Only the fields that are needed, each as text."""
    dialect = database.dialect
    texts = [f"{dialect.text(f'q.{dialect.quoted(f)}', kind)} AS {dialect.quoted(f)}" for f, kind in found.types.items()]
    where = f" WHERE {asked.condition}" if asked.condition else ""
    return f"SELECT {', '.join(texts)} FROM {found.text}{where}"  # noqa: S608 - names are quoted, the cursor is a number or a time


def _written(batches: Iterator[pa.RecordBatch], fields: list[str], file: BinaryIO) -> int:
    """The same rows give the same bytes: a table that has not changed is known by them."""
    schema, rows = pa.schema([(f, pa.string()) for f in fields]), 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.rename_columns(fields).cast(schema))
            rows += batch.num_rows
    return rows


def _name(source: Database, now: datetime) -> str:
    return label(f"{source.connection}.{source.table or 'query'}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.parquet")
