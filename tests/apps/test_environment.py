"""Air quality by HJ 633-2012 and HJ 633-2026, GB 3095 and GB/T 8170: the published numbers, reproduced from the pack's figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.blocks.dated import by_edition
from tianfu.blocks.limits import grade, index, segments
from tianfu.catalogue import load_packs
from tianfu.catalogue.examples import schema_of
from tianfu.catalogue.figures import figure_table
from tianfu.catalogue.prose.written import written
from tianfu.model.page import ChartBlock

BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 1)


@cache
def figure(name: str) -> Any:
    return ibis.memtable(figure_table(load_packs().packs["environment"].figures[name]))


def indices(asked: Sequence[tuple[str, float, date]]) -> list[int | None]:
    """The index of each (substance, concentration, day)."""
    table = pa.table(
        {
            "n": pa.array(range(len(asked)), pa.int64()),
            "substance": pa.array([a[0] for a in asked], pa.string()),
            "concentration": pa.array([a[1] for a in asked], pa.float64()),
            "date": pa.array([a[2] for a in asked], pa.date32()),
        }
    )
    names = sorted({a[0] for a in asked})
    pieces = segments(figure("iaqi_breakpoints"), figure("iaqi_above"), names, index="iaqi")
    found = index(ibis.memtable(table), pieces, day="date", substance="substance", concentration="concentration")
    rows = found.order_by("n").to_pyarrow().to_pylist()
    assert [r["n"] for r in rows] == list(range(len(asked))), "an index is given once for each value"
    return [r["index"] for r in rows]


def standard(shared: Path) -> dict[str, Any]:
    text = (shared / "standards" / "air_quality.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_every_vector_of_the_standards_is_reproduced_by_both_editions(shared: Path) -> None:
    vectors = standard(shared)["vectors"]
    asked = [(name.lower(), float(value), day) for name, value, _, _ in vectors for day in (BEFORE, AFTER)]
    wanted = [v for _, _, old, new in vectors for v in (old, new)]
    assert indices(asked) == wanted


def test_the_break_points_are_those_of_the_standards(shared: Path) -> None:
    told = standard(shared)
    figures = load_packs().packs["environment"].figures["iaqi_breakpoints"]
    old, new = (figures[d].value for d in sorted(figures))
    wanted = {k.lower(): v for k, v in told["breakpoints_2012"].items()}
    changed = {k.lower(): v for k, v in told["breakpoints_2026_changes"].items()}
    assert old == {"iaqi": told["iaqi"], **wanted}
    assert new == {"iaqi": told["iaqi"], **wanted, **changed}


def test_at_a_break_point_the_index_is_the_one_of_the_table(shared: Path) -> None:
    told = standard(shared)
    tables = [(BEFORE, told["breakpoints_2012"]), (AFTER, told["breakpoints_2012"] | told["breakpoints_2026_changes"])]
    cases = [(n.lower(), float(c), day, i) for day, t in tables for n, row in t.items() for c, i in zip(row, told["iaqi"], strict=False)]
    assert indices([c[:3] for c in cases]) == [c[3] for c in cases]


CO = [0, 2, 4, 14, 24, 36, 48, 60]
IAQI = [0, 50, 100, 150, 200, 300, 400, 500]


def co_by_hand(value: Decimal) -> int:
    """The formula of the standard in decimal arithmetic."""
    for low, high, i_low, i_high in zip(CO, CO[1:], IAQI, IAQI[1:], strict=False):
        if value <= high:
            exact = Decimal(i_high - i_low) * (value - low) / Decimal(high - low) + i_low
            return int(exact.to_integral_value(ROUND_CEILING))
    return 500


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 620), min_size=50, max_size=200))
def test_the_ceiling_is_exact_for_tenths(tenths: list[int]) -> None:
    values = [Decimal(t) / 10 for t in tenths]
    assert indices([("co_24h", float(v), AFTER) for v in values]) == [co_by_hand(v) for v in values]


CATEGORIES = {
    "优": (0, 50),
    "良": (51, 100),
    "轻度污染": (101, 150),
    "中度污染": (151, 200),
    "重度污染": (201, 300),
    "严重污染": (301, 500),
}


@pytest.mark.parametrize(("aqi", "category"), [*((n, c) for c, ends in CATEGORIES.items() for n in ends), (None, None)])
def test_an_index_has_its_category(aqi: int | None, category: str | None) -> None:
    rows = ibis.memtable(pa.table({"date": pa.array([AFTER]), "index": pa.array([aqi], pa.int64())}))
    assert grade(rows, figure("aqi_classes"), day="date", index="index").to_pyarrow()["category"].to_pylist() == [category]


@pytest.mark.parametrize(
    ("day", "limit", "source"),
    [
        (date(2013, 1, 1), 75, "GB 3095-2012"),
        (date(2026, 2, 28), 75, "GB 3095-2012"),
        (date(2026, 3, 1), 60, "GB 3095-2026（过渡期）"),
        (date(2030, 12, 31), 60, "GB 3095-2026（过渡期）"),
        (date(2031, 1, 1), 50, "GB 3095-2026"),
    ],
)
def test_the_limit_is_the_one_of_the_day(day: date, limit: float, source: str) -> None:
    rows = ibis.memtable(pa.table({"date": pa.array([day])}))
    found = by_edition(rows, figure("pm25_daily_limits"), day="date", edition="edition").to_pyarrow().to_pylist()
    assert [(r["class2"], r["edition"]) for r in found] == [(limit, source)]


def days(per_month: Mapping[int, int]) -> list[dict[str, Any]]:
    """So many judged days of each month of 2015."""
    return [
        {"station": "caotangsi", "date": date(2015, month, day), "pm25": 35.0, "valid": True}
        for month, count in per_month.items()
        for day in range(1, count + 1)
    ]


JUST = dict.fromkeys(range(1, 13), 27) | {1: 28, 2: 25, 5: 28}
"""324 days: 27 of each month, 25 of February, and two more."""


@pytest.mark.parametrize(
    ("per_month", "valid", "within", "reason"),
    [
        (JUST, True, True, None),
        (JUST | {5: 27}, False, None, "参加评价 323 天，少于 324 天"),
        (JUST | {2: 24, 3: 28}, False, None, "有 1 个月参加评价的天数不足"),
        (JUST | {3: 26, 5: 31}, False, None, "有 1 个月参加评价的天数不足"),
        ({m: n for m, n in JUST.items() if m != 7} | {1: 31, 3: 31, 5: 31, 8: 31, 10: 31, 12: 31, 4: 30, 6: 30}, False, None, None),
    ],
    ids=["just enough", "a day too few", "February too short", "March too short", "a month is missing"],
)
def test_a_year_is_judged_with_324_days_and_27_of_each_month(
    per_month: Mapping[int, int], valid: bool, within: bool | None, reason: str | None
) -> None:
    registry = load_packs()
    rows, schema = days(per_month), schema_of(registry.dataset("environment.air_daily"))
    given = pa.Table.from_pylist([{n: r.get(n) for n in schema.names} for r in rows], schema)
    call = {"air_daily": ibis.memtable(given)} | {name: figure(name) for name in ("pm25_stations", "valid_year", "pm25_yearly_limits")}
    found = registry.analysis("environment.air_yearly")(**call).to_pyarrow().to_pylist()
    assert [(r["place"], r["days"], r["valid"], r["within_limit"]) for r in found] == [("草堂寺", len(rows), valid, within)]
    assert reason is None or found[0]["reason"] == reason


def test_limits_that_pages_write_are_those_of_the_pack() -> None:
    pack = load_packs().packs["environment"]
    dated = {d.source: d.value["class2"] for d in pack.figures["pm25_yearly_limits"].values()}
    for name in ("air", "air.en"):
        drawn = [p.block for p in written(pack.pages[name], name).blocks if isinstance(p.block, ChartBlock) and p.block.limits]
        assert [{limit.standard: limit.value for limit in block.limits} for block in drawn] == [dated]
    daily = {d.source: d.value["class2"] for d in pack.figures["pm25_daily_limits"].values()}
    for source, value in daily.items():
        row = next(line for line in pack.pages["air"].splitlines() if line.startswith(f"| {source} |"))
        assert [cell.strip() for cell in row.split("|")][3:5] == [str(value), str(dated[source])]


def test_the_new_edition_gives_more_from_37_to_114_and_the_same_elsewhere() -> None:
    """What the page says in words."""
    values = range(501)
    asked = [("pm25_24h", float(v), day) for v in values for day in (BEFORE, AFTER)]
    found = indices(asked)
    pairs = list(zip(found[::2], found[1::2], strict=True))
    assert [v for v in values if pairs[v][0] != pairs[v][1]] == list(range(37, 115))
    assert all(int(new or 0) > int(old or 0) for old, new in pairs[37:115])
