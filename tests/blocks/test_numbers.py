"""Rounding by GB/T 8170-2008: to the nearest, an exact half to the even neighbour."""

from decimal import ROUND_HALF_EVEN, Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.blocks.numbers import half_even


def rounded(values: list[float | None], digits: int) -> list[float | None]:
    table = ibis.memtable(pa.table({"x": pa.array(values, pa.float64())}))
    found: list[float | None] = table.select(y=half_even(table.x, digits)).to_pyarrow()["y"].to_pylist()
    return found


def test_halves_go_to_the_even_neighbour() -> None:
    assert rounded([0.5, 1.5, 2.5, 35.5, 36.5, -1.5, -2.5], 0) == [0, 2, 2, 36, 36, -2, -2]


def test_no_value_stays_no_value() -> None:
    assert rounded([None], 0) == [None]


@pytest.mark.parametrize("digits", [0, 1, 2])
@settings(max_examples=5, deadline=None)
@given(values=st.lists(st.decimals(0, 5000, places=3), min_size=50, max_size=200))
def test_it_agrees_with_decimal_arithmetic(digits: int, values: list[Decimal]) -> None:
    wanted = [float(v.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)) for v in values]
    assert rounded([float(v) for v in values], digits) == wanted


def test_a_mean_of_tenths_that_is_a_half_is_one() -> None:
    tenths = [0.1] * 5 + [0.2] * 5
    assert rounded([sum(tenths) / len(tenths) * 10], 0) == [2.0]
