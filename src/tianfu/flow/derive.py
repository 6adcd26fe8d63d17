"""A derived dataset: the pack's analysis over tables opened under the pack's own reader, checked and stored like any other."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from tianfu.catalogue import Parameter, Registry
from tianfu.catalogue.calling import arguments
from tianfu.govern import plan
from tianfu.model import DERIVATION, Batch, Mode, Report, Run, Text, Version, service

from .grants import ensure_grants
from .run import PATIENCE_SECONDS, Attempt

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from tianfu.store import Store

BATCH_ROWS = 100_000


class MissingInput(LookupError):
    """A dataset that is computed from has no data yet. Load it first."""

    def __init__(self, dataset: str, missing: tuple[str, ...]) -> None:
        self.text = Text(
            zh=f"{dataset} 无法计算：{'、'.join(missing)} 还没有数据，请先装载",
            en=f"{dataset} cannot be computed: {', '.join(missing)} has no data yet; load it first",
        )
        super().__init__(self.text.en)


def derive(store: "Store", registry: Registry, dataset_id: str, *, now: datetime, report: Report | None = None) -> Run:
    """The run that computed the dataset, `unchanged` when neither an input nor the declaration or analysis has changed.

    Raises MissingInput when an input has no data, Refused when the pack's grant was revoked, Busy when another run holds the dataset.
    """
    dataset, pack = registry.dataset(dataset_id), registry.pack_of(dataset_id)
    attempt = Attempt(store, dataset, registry.hash(dataset_id), now, report)
    ensure_grants(store, registry, pack, now=now)
    with store.lock(dataset_id, wait_seconds=PATIENCE_SECONDS):
        inputs = _inputs(store, registry, dataset_id)
        last = store.last_load(dataset_id)
        if last is not None and last.inputs == inputs and last.declaration == attempt.declaration:
            return attempt.unchanged(last, "no input has a new version")
        done = attempt.recorded(lambda run: _computed(attempt, registry, run, inputs))
    store.profile(dataset_id)
    return done


def _computed(attempt: Attempt, registry: Registry, run: Run, inputs: dict[str, int]) -> Version:
    dataset = attempt.dataset
    pack = registry.pack_of(dataset.id)
    attempt.tell("fetch")
    checks = plan(dataset, today=attempt.today, custom=registry.custom_rules(dataset.id), typed=True)

    def table(parameter: Parameter) -> "ir.Table | pa.Table":
        opened = attempt.store.read(parameter.of, service(pack.name), DERIVATION, today=attempt.today, at=inputs[parameter.of])
        if pack.in_tree and not parameter.arrow:
            return opened.table
        rows = opened.table.to_pyarrow()
        return rows if parameter.arrow else ibis.memtable(rows)

    result = registry.analysis(dataset.id)(**arguments(registry.parameters(dataset.id), pack, table, attempt.today))
    return attempt.brought_in(run, checks, _batches(result, checks.schema), mode=Mode.replace, inputs=lambda _: inputs)


def _inputs(store: "Store", registry: Registry, dataset_id: str) -> dict[str, int]:
    versions = {i: store.version(i) for i in registry.inputs(dataset_id)}
    if missing := tuple(i for i, v in versions.items() if v is None):
        raise MissingInput(dataset_id, missing)
    return {i: v.number for i, v in versions.items() if v}


def _batches(result: "ir.Table | pa.Table", schema: pa.Schema) -> Iterator[Batch]:
    """Typed batches in the declared schema, numbered from 1: a derived row has no raw file."""
    parts = result.to_batches(BATCH_ROWS) if isinstance(result, pa.Table) else result.to_pyarrow_batches(chunk_size=BATCH_ROWS)
    first = 1
    for part in parts:
        rows = pa.Table.from_batches([part]).select(schema.names).cast(schema)
        numbers = pa.array(range(first, first + rows.num_rows), pa.int64())
        first += rows.num_rows
        yield Batch(rows.append_column("_record", numbers), origin=None, typed=True)
