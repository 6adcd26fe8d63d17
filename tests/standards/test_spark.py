"""The same expressions over Spark Connect give the same verdicts as on DuckDB."""

from collections.abc import Iterator

import ibis
import pytest
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from . import judge as duck

ELEMENTS = ("credit_code", "citizen_id", "number", "integer", "instant", "date", "plate", "area", "bank_card", "phone", "sex", "longitude")
TEXTS = (
    *(None, "", "91350100M000100Y43", "91350211M0000XUF46", "91310115MA1G4L1WXK", "９１350100m000100y43 ", "9.14403E+17", "D2143569X"),
    *("11010519491231002X", "11010519490231002X", "110105491231002", "810000199408230021", "110105194912310000", "11010519491231002x"),
    *("1.5", "nan", "inf", "1_000", "1e3", "-9999", "<0.02", "1,200", "12mg", " -3 ", "12.0", "9223372036854775808", "104.06", "30.6", "0"),
    *(
        "2024-03-01",
        "2024/3/1",
        "2024年3月1日",
        "20240301",
        "2024-02-30",
        "2024-03-01 08:00:00",
        "2024-03-01T08:00:00-05:00",
        "2024/3/1 8:00",
    ),
    *(
        "川A12345",
        "川AD1234",
        "川I12345",
        "510104",
        "513425",
        "5101",
        "成都市",
        "6222021234567894",
        "6222021234567890",
        "028-86112233",
        "男",
        "3",
    ),
)


@pytest.fixture(scope="module")
def spark() -> Iterator[ibis.BaseBackend]:
    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    session.createDataFrame(list(enumerate(TEXTS)), "at long, text string").createOrReplaceTempView("delivered")
    yield ibis.pyspark.connect(session)
    session.stop()
    server.stop()


@pytest.mark.parametrize("name", ELEMENTS)
def test_verdicts_agree(name: str, spark: ibis.BaseBackend) -> None:
    judged = duck.judgement(name, spark.table("delivered")).drop("value")
    found = spark.to_pyarrow(judged).to_pylist()
    expected = [{k: v for k, v in row.items() if k != "value"} for row in duck.run(name, TEXTS)]
    assert found == expected


@pytest.mark.parametrize("name", ["instant", "date", "number"])
def test_values_agree(name: str, spark: ibis.BaseBackend) -> None:
    judged = duck.judgement(name, spark.table("delivered"))
    values = judged.filter(judged.value.notnull()).select("at", "value").order_by("at")
    expected = [(r["at"], r["value"]) for r in duck.run(name, TEXTS) if r["value"] is not None]
    assert [(r["at"], r["value"]) for r in spark.to_pyarrow(values).to_pylist()] == expected
