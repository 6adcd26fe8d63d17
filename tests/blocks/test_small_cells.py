"""Counts that are published tell nothing about fewer people than the least group."""

from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.blocks.small_cells import grid, protected

LEAST = 10


def published(*counts: int) -> list[tuple[int | None, str | None]]:
    """What becomes of the cells of one county, in their order."""
    cells = ibis.memtable(pa.table({"county": ["A"] * len(counts), "band": list(range(len(counts))), "people": list(counts)}))
    least = ibis.memtable(pa.table({"value": [float(LEAST)]}))
    rows: list[dict[str, Any]] = protected(cells, least, group=["county"], order=["band"]).to_pyarrow().to_pylist()
    return [(r["people"], r["withheld"]) for r in sorted(rows, key=lambda r: r["band"])]


def test_cells_of_the_least_size_are_published() -> None:
    assert published(10, 25) == [(10, None), (25, None)]


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert published(3, 40, 25) == [(None, "少于最小人数"), (40, None), (None, "防止反推")]


def test_two_small_cells_that_are_many_together_need_no_third() -> None:
    assert published(6, 7, 25) == [(None, "少于最小人数"), (None, "少于最小人数"), (25, None)]


def test_two_small_cells_that_are_few_together_do() -> None:
    assert published(1, 2, 25) == [(None, "少于最小人数"), (None, "少于最小人数"), (None, "防止反推")]


def test_a_cell_that_nobody_is_in_is_withheld_like_any_small_one() -> None:
    assert published(0, 12, 30) == [(None, "少于最小人数"), (None, "防止反推"), (30, None)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_a_total_less_what_is_published_never_tells_of_fewer_than_the_least(counts: list[int]) -> None:
    shown = published(*counts)
    hidden = sum(counts) - sum(n for n, _ in shown if n is not None)
    assert all(n is None or n >= LEAST for n, _ in shown)
    assert hidden >= LEAST or all(n is None for n, _ in shown) or hidden == 0 == sum(w is not None for _, w in shown)


def test_every_combination_has_a_cell() -> None:
    people = ibis.memtable(pa.table({"county": ["A", "A", "B"], "sex": ["1", "2", "1"]}))
    cells = {(r["county"], r["sex"]): r["people"] for r in grid(people, ["county", "sex"]).to_pyarrow().to_pylist()}
    assert cells == {("A", "1"): 1, ("A", "2"): 1, ("B", "1"): 1, ("B", "2"): 0}
