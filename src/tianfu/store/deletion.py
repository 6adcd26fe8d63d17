"""Rows that leave a table: by condition or by key, for a person's right to erasure or after a wrong delivery.

The files that hold them are written again without them. They stay in older versions until those expire, and in problem rows.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tianfu.model import Dataset, Mode, Part, Text, Version
from tianfu.model.values import Act

from . import delta
from .acts import attempt_at, balanced, following, journalled, recorded, run_of
from .engine import literal, quoted, sql_type
from .gate import scrubbed
from .gated import Gated
from .landing import size_after
from .page_query import Condition, Where, conditions
from .paging import asked
from .profile import profile_of_files
from .rewriting import Rewriting, by_file, left_out, places_of
from .typed import BadQuestion

if TYPE_CHECKING:
    from .journal import Journal
    from .shelves import Shelves

KEYS = "_keys"
AT_ONCE = 2


def matching(shelves: "Shelves", dataset: Dataset, filters: tuple[Where, ...], keys: pa.Table | None) -> pa.Table:
    """`file` and `row` of the rows of the newest version that meet all conditions and, if keys are given, have one of them.

    BadQuestion without any condition, for unknown columns and for values that do not fit.
    """
    if not filters and keys is None:
        raise BadQuestion(Text(zh="请至少给出一个条件或主键清单。", en="Give at least one condition, or a list of keys."))
    schema = shelves.schema(dataset.id)
    types = {c.name: str(schema.field(c.name).type) for c in dataset.columns if c.name in schema.names}
    every = Gated("", types, frozenset(types), (), all_rows=True, placed="")
    having = conditions(filters, dataset, every)
    files = shelves.files(dataset.id)
    if not files:
        return pa.table({"file": pa.array([], pa.int64()), "row": pa.array([], pa.int64())})
    tables = {} if keys is None else {KEYS: keys}
    with shelves.engine.session(tables) as cursor:
        return places_of(cursor, files, "", _rest(dataset, schema, having, keys), [v for c in having for v in c.values])


def _rest(dataset: Dataset, schema: pa.Schema, having: Sequence[Condition], keys: pa.Table | None) -> str:
    where = f"WHERE {' AND '.join(c.sql for c in having)}" if having else ""
    if keys is None:
        return where
    if not dataset.key or set(keys.column_names) != set(dataset.key):
        named = ", ".join(dataset.key) or "-"
        raise BadQuestion(Text(zh=f"主键清单的列应为：{named}。", en=f"A list of keys has the columns {named}."))
    equal = (f"o.{quoted(n)} = TRY_CAST(n.{quoted(n)} AS {sql_type(schema.field(n).type)})" for n in dataset.key)
    return f"SEMI JOIN {KEYS} n ON {' AND '.join(equal)} {where}"


def delete(
    shelves: "Shelves",
    journal: "Journal",
    dataset: Dataset,
    filters: tuple[Where, ...],
    keys: pa.Table | None,
    *,
    reason: str,
    by: str,
) -> Version:
    """The version without the rows; the one that is there if nothing matches. The caller holds the lock."""
    found = matching(shelves, dataset, filters, keys)
    before = shelves.records.at(dataset.id)
    if not found.num_rows:
        return before
    with run_of(shelves, dataset.id) as run, attempt_at(shelves, dataset.id) as attempt:
        version = following(before, Act.delete, run=run, reason=scrubbed(reason), by=by)
        journalled(journal, version, rows=found.num_rows, asked=asked_by(filters, keys))
        return _without(shelves, dataset, version, found, attempt)


def asked_by(filters: tuple[Where, ...], keys: pa.Table | None) -> str:
    """Columns and operators of the conditions, never values."""
    return ",".join([*([asked(filters)] if filters else []), *([] if keys is None else ["keys"])])


def forget_runs(shelves: "Shelves", problems_id: str, runs: Sequence[str]) -> int:
    """How many problem rows of these runs were there. They go together with the last version of what they were found in."""
    dataset = shelves.dataset(problems_id)
    listed = ", ".join(literal(r) for r in runs)
    with shelves.engine.session() as cursor:
        found = places_of(cursor, shelves.files(problems_id), "", f"WHERE o.run IN ({listed})")
    if found.num_rows:
        before = shelves.records.at(problems_id)
        with attempt_at(shelves, problems_id) as attempt:
            version = following(before, Act.delete, run=before.run, reason="", by="")
            _without(shelves, dataset, version, found, attempt)
    return int(found.num_rows)


def _without(shelves: "Shelves", dataset: Dataset, version: Version, found: pa.Table, attempt: str) -> Version:
    before = shelves.records.at(dataset.id)
    folder, files, schema = shelves.home.table(dataset.id), shelves.files(dataset.id), shelves.schema(dataset.id)
    rewriting = Rewriting.at(shelves.engine, folder, attempt, schema)

    def rest(one: tuple[int, pa.Table]) -> Part | None:
        name = Path(files[one[0]]).name
        left = left_out(rewriting.read([name]), one[1]["row"].to_numpy())
        return rewriting.write(left, like=name) if left.num_rows else None

    groups = list(by_file(found))
    with ThreadPoolExecutor(AT_ONCE) as workers:
        parts = [p for p in workers.map(rest, groups) if p is not None]
    without = [Path(files[number]).name for number, _ in groups]
    after = [f for f in files if Path(f).name not in without] + [str(folder / p.path) for p in parts]
    counted = {
        "rows": before.rows - found.num_rows,
        "deleted": found.num_rows,
        "bytes": size_after(folder, before, parts, without),
        "profile": profile_of_files(shelves.engine, dataset, schema, after),
    }
    return recorded(
        shelves,
        balanced(shelves, version.model_copy(update=counted), before, after),
        lambda record: delta.commit(folder, parts, schema, Mode.append, record, without=without),
        attempt,
    )
