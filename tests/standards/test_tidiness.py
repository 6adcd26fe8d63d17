"""A column that is taken as written is one that no normalisation would change."""

from functools import cache

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.standards import element, elements, expressions
from tianfu.standards.tidiness import KEPT, tidy

NAMES = [n for n, e in elements().items() if e.normalise]
PIECES = [
    "0",
    "12",
    "7.0",
    "-",
    "N",
    "n",
    "川",
    "９",
    " ",
    "\t",
    "\x0b",
    "\u3000",
    "(",
    "%",
    "/",
    "2024-03-01",
    "08:00:00",
    "+86",
    "T",
    ".",
]
TEXTS = st.lists(st.one_of(st.none(), st.lists(st.sampled_from(PIECES), max_size=4).map("".join)), min_size=1, max_size=6)


def told(name: str, texts: list[str | None]) -> list[bool] | None:
    found = tidy(element(name), pa.chunked_array([pa.array(texts, pa.string())]))
    return None if found is None else found.to_pylist()


@cache
def engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@cache
def sql(name: str) -> str:
    table = ibis.table({"at": "int64", "text": "string"}, name="delivered")
    return str(
        ibis.to_sql(table.select("at", "text", said=expressions.normalise(element(name), table.text)).order_by("at"), dialect="duckdb")
    )


def normalised(name: str, texts: list[str | None]) -> list[str | None]:
    engine().register("delivered", pa.table({"at": range(len(texts)), "text": pa.array(texts, pa.string())}))
    return [row[2] for row in engine().execute(sql(name)).fetchall()]


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(NAMES), texts=TEXTS)
def test_what_is_taken_as_written_is_not_changed(name: str, texts: list[str | None]) -> None:
    proven = told(name, texts)
    if proven is not None:
        said = normalised(name, texts)
        assert all(said[n] == texts[n] for n, taken in enumerate(proven) if taken and texts[n] is not None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("code", "N0001"),
        ("date", "2024-03-01"),
        ("instant", "2024-03-01 08:00:00"),
        ("money", "12.50"),
        ("mobile", "13800000000"),
        ("area", "510104"),
    ],
)
def test_clean_columns_are_taken_as_written_but_for_empty_texts(name: str, text: str) -> None:
    assert told(name, [text, "", text]) == [True, False, True]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("code", " N1"),
        ("code", "N1\n"),
        ("code", "Ｎ1"),
        ("date", "2024/3/1"),
        ("date", "20240301"),
        ("count", "7.0"),
        ("humidity", "7%"),
        ("mobile", "+8613800000000"),
        ("mobile", "138-0000-0000"),
        ("industry", "a"),
    ],
)
def test_one_text_that_wants_mending_makes_the_column_one_to_look_at(name: str, text: str) -> None:
    assert not any(told(name, ["510104", text, "1"]) or [])


def test_normalisations_that_look_into_lists_are_never_foreseen() -> None:
    assert "notation" not in KEPT
    assert told("sex", ["1"]) is None


def test_a_slice_is_told_by_its_own_texts() -> None:
    whole = pa.array([" x", "ab", "cd", " y"], pa.string())
    found = tidy(element("code"), pa.chunked_array([whole.slice(1, 2)]))
    assert found is not None
    assert found.to_pylist() == [True, True]
