"""Entries that name their parents: how deep they stand, and whether codes fit."""

from typing import Any

import ibis
import pyarrow as pa
import pytest

from tianfu.blocks.trees import continues, depths, filled, with_parent_code, within

ENTRIES = pa.table({"n": [1, 2, 3, 4], "up": [None, 1, 2, 9], "code": ["A", "1", "11", "7"]})


def computed(expression: Any) -> Any:
    return ibis.duckdb.connect().to_pyarrow(expression).as_py()


def test_depth_counts_the_steps_to_the_top_and_a_parent_that_does_not_exist_is_none() -> None:
    found = depths(ibis.memtable(ENTRIES), number="n", parent="up", deepest=4).to_pyarrow().to_pylist()
    assert {r["n"]: r["depth"] for r in found} == {1: 1, 2: 2, 3: 3, 4: 1}


def test_entries_in_a_circle_stand_at_the_deepest() -> None:
    circle = ibis.memtable(pa.table({"n": [1, 2], "up": [2, 1]}))
    assert depths(circle, number="n", parent="up", deepest=3).to_pyarrow()["depth"].to_pylist() == [3, 3]


def test_the_parent_is_known_by_its_code() -> None:
    found = with_parent_code(ibis.memtable(ENTRIES), number="n", parent="up", code="code").to_pyarrow().to_pylist()
    assert {r["n"]: r["parent"] for r in found} == {1: None, 2: "A", 3: "1", 4: None}


@pytest.mark.parametrize(("code", "width", "whole"), [("1", 2, "01"), ("111", 4, "0111"), ("1110", 3, "1110"), ("A", 2, "A")])
def test_leading_zeros_come_back_and_nothing_is_cut(code: str, width: int, whole: str) -> None:
    assert computed(filled(ibis.literal(code), ibis.literal(width))) == whole


@pytest.mark.parametrize(
    ("code", "parent", "fits"),
    [("510101", "510100", True), ("510201", "510100", False), ("510100", "510000", True), ("01.020", "01", True), ("510000", None, True)],
)
def test_a_code_continues_its_parents(code: str, parent: str | None, fits: bool) -> None:
    assert computed(continues(ibis.literal(code), ibis.literal(parent, type="string"))) is fits


@pytest.mark.parametrize(
    ("code", "parent", "fits"),
    [("A07", "A00/09", True), ("A10", "A00/09", False), ("B07", "A00/09", False), ("A00/09", "A", True), ("A", None, True)],
)
def test_a_code_lies_in_its_parents_range(code: str, parent: str | None, fits: bool) -> None:
    assert computed(within(ibis.literal(code), ibis.literal(parent, type="string"))) is fits
