"""Summaries: the numbers that anybody gets who counts again; of plain columns only; within rows and quotas of a grant."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tianfu.model import Refused
from tianfu.model.declaration import declare_dataset
from tianfu.model.grant import Under
from tianfu.store import BadQuestion, Group, Measure, Store, Summarised, Summary, Where

from .gated import HEALTH, HRSS, PUBLIC, READING, TODAY, filled, grant, put

METERS = declare_dataset(
    """
title: 电表
steward: dept.commerce
source: {channel: upload}
key: [n]
columns:
  - {name: n, element: count, title: 序号}
  - {name: g0, element: text, title: 组}
  - {name: area, element: area, title: 行政区划}
  - {name: at, element: instant, title: 时刻}
  - {name: day, element: date, title: 日期}
  - {name: value, element: number, title: 读数}
  - {name: cost, element: money, title: 费用}
  - {name: on, element: boolean, title: 通电}
sharing: {to_departments: always, to_public: always}
""",
    "meters.yaml",
    "demo.meters",
)
START = datetime(2023, 12, 30, 13, tzinfo=UTC)
ODD = (math.nan, math.inf, -math.inf, None)
ROWS: list[dict[str, Any]] = [
    {
        "n": n,
        "g0": [None, "甲", "乙", "丙"][n % 4],
        "area": ["510107001", "510104002", "511402003"][n % 3],
        "at": START + timedelta(hours=7 * n),
        "day": date(2023, 12, 30) + timedelta(days=n),
        "value": ODD[n // 5 % 4] if n % 5 == 0 else n * 0.1,
        "cost": None if n % 11 == 0 else n * 100,
        "on": n % 2 == 0,
    }
    for n in range(200)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("summary") / "home") as store:
        put(store, METERS, ROWS)
        yield store


def summed(store: Store, *groups: Group, of: tuple[Measure, ...] = (), dataset: str = "demo.meters", **more: Any) -> Summarised:
    reader = more.pop("reader", PUBLIC)
    return store.summarise(dataset, reader, READING, Summary(groups, of, **more), today=TODAY)


def gathered(by: Callable[[dict[str, Any]], Any], column: str) -> dict[Any, list[Any]]:
    """Real values by group, in plain Python."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in ROWS:
        value = row[column]
        real = value is not None and not (isinstance(value, float) and not math.isfinite(value))
        found[by(row)] += [value] if real else []
    return found


def month_in_china(row: dict[str, Any]) -> date:
    local = row["at"] + timedelta(hours=8)
    return date(local.year, local.month, 1)


def test_each_measure_is_what_anybody_counts(store: Store) -> None:
    measures = (
        Measure("mean", "value"),
        Measure("sum", "value"),
        Measure("min", "value"),
        Measure("max", "value"),
        Measure("count", "value"),
    )
    answer = summed(store, Group("at", "month"), of=measures)
    expected = gathered(month_in_china, "value")
    assert [r["g0"] for r in answer.rows.to_pylist()] == sorted(expected)
    for row in answer.rows.to_pylist():
        values = expected[row["g0"]]
        said = (math.fsum(values) / len(values), math.fsum(values), min(values), max(values), len(values))
        assert [row[f"m{n}"] for n in range(5)] == pytest.approx(said)
    assert sum(answer.rows["n"].to_pylist()) == len(ROWS)
    assert (answer.whole, answer.version) == (True, 1)


def test_arrow_agrees_on_two_groups(store: Store) -> None:
    answer = summed(store, Group("g0"), Group("on"), of=(Measure("sum", "cost"), Measure("max", "n")))
    table = pa.Table.from_pylist(ROWS)
    again = table.group_by(["g0", "on"]).aggregate([("cost", "sum"), ("n", "max"), ("n", "count")])
    ordered = again.sort_by([("g0", "ascending"), ("on", "ascending")])
    assert [float(v) for v in answer.rows["m0"].to_pylist()] == ordered["cost_sum"].to_pylist()
    assert answer.rows["m1"].to_pylist() == ordered["n_max"].to_pylist()
    assert answer.rows["g0"].to_pylist()[-1:] == [None]
    assert pc.sum(answer.rows["n"]).as_py() == len(ROWS)


@pytest.mark.parametrize("every", ["hour", "day", "month", "quarter", "year"])
def test_instants_are_gathered_in_chinas_time(store: Store, every: Any) -> None:
    def period(row: dict[str, Any]) -> Any:
        local = row["at"] + timedelta(hours=8)
        if every == "hour":
            return row["at"].replace(minute=0)
        month = {"day": local.month, "month": local.month, "quarter": (local.month - 1) // 3 * 3 + 1, "year": 1}[every]
        return date(local.year, month, local.day if every == "day" else 1)

    answer = summed(store, Group("at", every))
    assert answer.rows["g0"].to_pylist() == sorted({period(r) for r in ROWS})


def test_days_and_heads_of_codes_make_groups(store: Store) -> None:
    by_quarter = summed(store, Group("day", "quarter")).rows
    assert by_quarter["g0"].to_pylist()[:3] == [date(2023, 10, 1), date(2024, 1, 1), date(2024, 4, 1)]
    by_city = summed(store, Group("area", head=4)).rows
    assert dict(zip(by_city["g0"].to_pylist(), by_city["n"].to_pylist(), strict=True)) == {"5101": 134, "5114": 66}


def test_conditions_hold_and_an_empty_answer_is_empty(store: Store) -> None:
    wanted = [r for r in ROWS if r["value"] is not None and math.isfinite(r["value"]) and r["value"] >= 10]
    answer = summed(store, Group("g0"), filters=(Where("value", "gte", "10"), Where("value", "lt", "1000")))
    assert sum(answer.rows["n"].to_pylist()) == len(wanted)
    assert summed(store, Group("day", "year"), filters=(Where("n", "gt", "9999"),)).rows.num_rows == 0


def test_beyond_the_limit_groups_are_left_out_and_it_says_so(store: Store) -> None:
    cut = summed(store, Group("n"), limit=50)
    assert (cut.rows.num_rows, cut.whole, cut.rows["g0"].to_pylist()) == (50, False, list(range(50)))
    assert summed(store, Group("n"), limit=200).whole


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (Summary((Group("vlaue"),)), "did you mean 'value'"),
        (Summary((Group("day", "hour"),)), "no hours"),
        (Summary((Group("g0", "month"),)), "no dates"),
        (Summary((Group("day", "week"),)), "No period"),  # type: ignore[arg-type]  # as an address may write it
        (Summary((Group("value", head=2),)), "first characters"),
        (Summary((Group("g0", head=99),)), "first characters"),
        (Summary((Group("day"),), (Measure("mean", "g0"),)), "no numbers"),
        (Summary((Group("day"),), (Measure("sum", "day"),)), "no numbers"),
        (Summary((Group("day"),), (Measure("median", "value"),)), "No measure"),  # type: ignore[arg-type]
        (Summary((Group("day"),), (Measure("mean"),)), "needs a column"),
        (Summary(()), "one or two"),
        (Summary((Group("n"), Group("on"), Group("g0"))), "one or two"),
        (Summary((Group("n"),), limit=10_001), "limit"),
        (Summary((Group("n"),), filters=(Where("value", "gte", "viel"),)), "expected a number"),
    ],
)
def test_wrong_questions_are_told(store: Store, summary: Summary, said: str) -> None:
    with pytest.raises(BadQuestion, match=said):
        store.summarise("demo.meters", PUBLIC, READING, summary, today=TODAY)


@pytest.mark.parametrize("column", ["owner", "inside"])
def test_masked_and_hidden_columns_give_no_number(store: Store, column: str) -> None:
    questions = [
        Summary((Group(column),)),
        Summary((Group(column, head=1),)),
        Summary((Group("day", "month"),), (Measure("count", column),)),
        Summary((Group("day", "month"),), (Measure("max", column),)),
        Summary((Group("day", "month"),), filters=(Where(column, "eq", "王五"),)),
    ]
    for summary in questions:
        with pytest.raises(BadQuestion, match=r"masked|may see"):
            store.summarise("demo.sales", PUBLIC, READING, summary, today=TODAY)


def test_without_a_way_in_there_is_no_number(store: Store) -> None:
    with pytest.raises(Refused):
        summed(store, Group("area"), dataset="demo.people")


def test_a_grant_gives_its_rows_only_and_answers_are_not_mixed_up(store: Store) -> None:
    everything = summed(store, Group("area"), dataset="demo.people", reader=HRSS)
    assert everything.rows["g0"].to_pylist() == ["510100", "510700"]
    store.grants.record(grant(rows=(Under(filter="under", column="area", area="510700"),)))
    part = summed(store, Group("area"), of=(Measure("sum", "amount"),), dataset="demo.people", reader=HEALTH)
    assert part.rows.to_pylist() == [{"g0": "510700", "m0": 6.0, "n": 2}]
    assert summed(store, Group("area"), dataset="demo.people", reader=HRSS).rows == everything.rows


def test_groups_count_against_a_quota_cached_or_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    with filled(tmp_path_factory.mktemp("quota") / "home") as store:
        store.grants.record(grant(quota_rows=5))
        for _ in range(2):
            assert summed(store, Group("area"), dataset="demo.people", reader=HEALTH).rows.num_rows == 2
        with pytest.raises(Refused, match="额度"):
            summed(store, Group("area"), dataset="demo.people", reader=HEALTH)


def test_the_journal_has_columns_and_never_values(store: Store) -> None:
    before = len(store.journal.events())
    for _ in range(2):
        summed(store, Group("day", "month"), of=(Measure("mean", "value"),), filters=(Where("g0", "eq", "秘密"),))
    found = store.journal.events()[before:]
    assert [e.verb for e in found] == ["summary", "summary"]
    assert found[0].detail["columns"] == "day:month,mean:value"
    assert found[0].detail["asked"] == "g0.eq"
    assert "秘密" not in str(found)
