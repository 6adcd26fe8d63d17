"""The same analyses on a Spark Connect server: what DuckDB computes of the air, Spark computes too."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from tianfu.catalogue import Parameter, load_packs
from tianfu.catalogue.calling import arguments
from tianfu.catalogue.examples import given_rows
from tianfu.catalogue.figures import figure_table

START = datetime(2026, 2, 27, 16, tzinfo=UTC)
SPARK_TYPES = {"int64": "bigint", "double": "double", "date32[day]": "date", "timestamp[us, tz=UTC]": "timestamp", "bool": "boolean"}


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    session.stop()
    server.stop()


def hours(schema: pa.Schema) -> pa.Table:
    """Three days on either side of the change of editions, two stations, waves of every pollutant with holes in them."""
    rows = [
        {"station": s, "at": START + timedelta(hours=h)}
        | {n: value(n, s, h) for n in ("pm25", "pm10", "so2", "no2", "co", "o3") if n in schema.names}
        for s in ("A", "B")
        for h in range(72)
    ]
    return pa.Table.from_pylist([{n: r.get(n) for n in schema.names} for r in rows], schema)


def value(name: str, station: str, hour: int) -> float | None:
    if (hour * 7 + len(name) + ord(station)) % 11 == 0 or (station == "B" and name == "no2" and hour < 24):
        return None
    top = {"co": 3.0, "o3": 1000.0}.get(name, 200.0)
    return round(top * (1.1 + math.sin(hour / 5 + len(name))) / 2, 1)


@pytest.mark.parametrize("dataset_id", ["environment.air_daily", "environment.air_quality_daily"])
def test_both_engines_compute_the_same_days(dataset_id: str, session: SparkSession) -> None:
    registry = load_packs()
    pack, parameters = registry.pack_of(dataset_id), registry.parameters(dataset_id)
    given = {p.name: table(registry, p) for p in parameters}
    analysis = registry.analysis(dataset_id)
    here = analysis(**arguments(parameters, pack, lambda p: ibis.memtable(given[p.name]), date(2026, 11, 24)))
    for name, rows in given.items():
        schema = ", ".join(f"`{f.name}` {SPARK_TYPES.get(str(f.type), 'string')}" for f in rows.schema)
        session.createDataFrame([tuple(r.values()) for r in rows.to_pylist()], schema=schema).createOrReplaceTempView(name)
    there = analysis(**{n: ibis.table(ibis.Schema.from_pyarrow(t.schema), name=n) for n, t in given.items()})
    found = in_order(ibis.pyspark.connect(session).to_pyarrow(there))
    wanted = in_order(here.to_pyarrow())
    assert len(wanted) == 6
    assert {r["edition"] for r in wanted if r["aqi"] is not None} == {"HJ 633-2012", "HJ 633-2026"}
    assert found == wanted


def table(registry: Any, parameter: Parameter) -> pa.Table:
    if parameter.kind == "figure":
        return figure_table(registry.packs["environment"].figures[parameter.of])
    return hours(given_rows(registry.dataset(parameter.of), []).schema)


def in_order(rows: pa.Table) -> list[dict[str, Any]]:
    return sorted(rows.to_pylist(), key=lambda r: (r["station"], r["date"]))
