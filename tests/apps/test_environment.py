"""Air quality by HJ 633-2012 and HJ 633-2026, GB 3095 and GB/T 8170: the published numbers, reproduced from the pack's figures."""

from collections.abc import Sequence
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
from tianfu.catalogue.figures import figure_table

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
