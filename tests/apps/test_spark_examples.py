"""Worked examples on a Spark Connect server: what they expect holds on both engines."""

from collections.abc import Iterator
from typing import Any

import ibis
import pyarrow as pa
import pytest
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from tianfu.catalogue import load_packs
from tianfu.catalogue.examples import given_rows, read_examples, typed_row
from tianfu.catalogue.figures import figure_table

TYPES = {"int64": "bigint", "double": "double", "date32[day]": "date", "timestamp[us, tz=UTC]": "timestamp", "bool": "boolean"}
DATASETS = (
    "tourism.visitors_daily",
    "tourism.visitors_conflicts",
    "codes.classifications",
    "codes.county_names_check",
    "population.base",
    "population.conflicts",
    "population.by_county",
    "environment.air_yearly",
    "environment.air_editions",
    "environment.air_index_editions",
    "environment.air_by_month",
    "environment.air_by_hour",
)


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    session.stop()
    server.stop()


@pytest.mark.parametrize("dataset_id", DATASETS)
def test_the_first_example_of_each_dataset_holds_on_spark(dataset_id: str, session: SparkSession) -> None:
    registry = load_packs()
    pack, dataset = registry.pack_of(dataset_id), registry.dataset(dataset_id)
    example = read_examples(pack.examples[dataset.name], dataset.name)[0][1]
    call: dict[str, Any] = {p.name: example.today for p in registry.parameters(dataset_id) if p.kind == "today"}
    for p in registry.parameters(dataset_id):
        if p.kind == "figure":
            call[p.name] = table(session, p.name, figure_table(pack.figures[p.of]))
        elif p.kind == "dataset":
            call[p.name] = table(session, p.name, given_rows(registry.dataset(p.of), example.given.get(p.name, [])))
    found = ibis.pyspark.connect(session).to_pyarrow(registry.analysis(dataset_id)(**call)).to_pylist()
    wanted = [typed_row(dataset, row) for row in example.expect]
    key = [k for k in dataset.key if all(k in row for row in wanted)]
    pairs = list(zip(in_order(wanted, key), in_order(found, key), strict=True))
    assert [{n: row[n] for n in want} for want, row in pairs] == [want for want, _ in pairs]


def table(session: SparkSession, name: str, rows: pa.Table) -> Any:
    schema = ", ".join(f"`{f.name}` {TYPES.get(str(f.type), 'string')}" for f in rows.schema)
    session.createDataFrame([tuple(r.values()) for r in rows.to_pylist()], schema=schema).createOrReplaceTempView(name)
    return ibis.table(ibis.Schema.from_pyarrow(rows.schema), name=name)


def in_order(rows: list[dict[str, Any]], key: list[str]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda r: [str(r[k]) for k in key])
