"""Masks on the engine: what a reader sees of a personal value can never be one."""

from datetime import UTC, date, datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.protect.masks import MASKS, mask

ENGINE = ibis.duckdb.connect()


def masked(name: str, values: list[Any], kind: pa.DataType | None = None) -> list[Any]:
    table = ibis.memtable(pa.table({"n": range(len(values)), "v": pa.array(values, kind or pa.string())}))
    shown: list[Any] = ENGINE.to_pyarrow(table.select(table.n, v=mask(name, table.v)).order_by("n"))["v"].to_pylist()
    return shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("name", "张三丰", "张**"),
        ("name", "张三", "张*"),
        ("name", "张", "*"),
        ("name", "欧阳修远", "欧**"),
        ("name", "扎西顿珠", "扎**"),
        ("name", "阿依古丽·买买提", "阿**"),
        ("name", "བསྟན་འཛིན", "བ**"),
        ("name", "ꀉꑙ", "ꀉ*"),
        ("name", "𠮷田", "𠮷*"),
        ("name", "Ruth Bader", "R**"),
        ("id_no", "51010119800101123X", "5****************X"),
        ("id_no", "510101800101123", "5*************3"),
        ("id_no", "510101", "******"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "02887654321", "028****4321"),
        ("phone", "87654321", "******21"),
        ("phone", "110", "***"),
        ("plate", "川A12345", "川A****5"),
        ("plate", "川AD12345", "川A*****5"),
        ("plate", "川A1", "***"),
        ("card", "6222020200112233445", "***************3445"),
        ("card", "12345678901", "***********"),
        ("address", "四川省成都市武侯区人民南路四段27号", "四川省成都市武侯区***"),
        ("address", "凉山彝族自治州昭觉县新城镇", "凉山彝族自治州昭觉县***"),
        ("address", "四川天府新区华阳街道", "四川天府新区***"),
        ("address", "某处", "***"),
        ("address", "", ""),
        ("year", "1980-01-01", "1980"),
        ("year", "80年1月", "*****"),
        ("middle", "li.wei@example.cn", "li*************cn"),
        ("middle", "abc", "***"),
        ("hide", "x", "***"),
    ],
)
def test_a_value_looks_like_this(name: str, value: str, shown: str) -> None:
    assert masked(name, [value]) == [shown]


@pytest.mark.parametrize("name", sorted(MASKS))
def test_missing_stays_missing_except_where_its_absence_would_tell(name: str) -> None:
    assert masked(name, [None]) == (["***"] if name == "hide" else [None])


@pytest.mark.parametrize("name", sorted(set(MASKS) - {"address", "year"}))
@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="*\x00"), min_size=1, max_size=24), min_size=1, max_size=30))
def test_a_masked_text_is_never_the_text(name: str, values: list[str]) -> None:
    for value, shown in zip(values, masked(name, values), strict=True):
        assert "*" in shown
        assert value not in shown


def test_whole_numbers_are_masked_as_text_and_hidden_ones_are_missing() -> None:
    assert masked("phone", [13812345678], pa.int64()) == ["138****5678"]
    assert masked("hide", [1, None], pa.int64()) == [None, None]
    assert masked("hide", [date(2026, 1, 1)], pa.date32()) == [None]


def test_of_days_and_instants_the_year_is_left() -> None:
    assert masked("year", [date(1980, 5, 1), None], pa.date32()) == ["1980", None]
    assert masked("year", [datetime(1980, 5, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")) == ["1980"]


def test_an_unknown_mask_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="id_no"):
        mask("idno", ibis.literal("x"))
