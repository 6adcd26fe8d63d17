"""Fields are joined, turned into rows, set and cut as declared; what cannot be read stays as it came."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.collect.shapes import shaped
from tianfu.model import Constant, Instant, Split, Unpivot

Shape = Instant | Unpivot | Constant | Split


def after(shape: Shape, **columns: list[str]) -> dict[str, list[str]]:
    batch = pa.RecordBatch.from_pydict({n: pa.array(v, pa.string()) for n, v in columns.items()})
    found: dict[str, list[str]] = shaped(batch, (shape,)).to_pydict()
    return found


def test_parts_of_a_time_are_joined_with_the_offset_of_the_zone() -> None:
    shape = Instant(shape="instant", fields=("y", "m", "d", "h"), into="at")
    found = after(
        shape, y=["2010", "1988", "2010", "", "NA"], m=["1", "7", "2", "", "1"], d=["2", "1", "30", "", "1"], h=["3", "0", "9", "", "0"]
    )
    assert found["at"] == ["2010-01-02T03:00:00+08:00", "1988-07-01T00:00:00+09:00", "2010-02-30T09:00:00+08:00", "", "00NA-01-01T00:00:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01 08:00", "2026-03-01T08:00+08:00"),
        ("2026-03-01T08:00:30", "2026-03-01T08:00:30+08:00"),
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z"),
        ("2026-03-01 08:00:00-05:00", "2026-03-01 08:00:00-05:00"),
        ("2026-02-30 08:00", "2026-02-30T08:00+08:00"),
        ("2026-03-01", "2026-03-01"),
        ("", ""),
        ("昨天", "昨天"),
    ],
)
def test_one_field_is_read_as_iso_8601(text: str, expected: str) -> None:
    assert after(Instant(shape="instant", fields=("t",), into="at"), t=[text])["at"] == [expected]


def test_one_field_is_read_by_its_format_and_kept_where_it_does_not_fit() -> None:
    shape = Instant(shape="instant", fields=("t",), into="t", format="%d/%m/%Y %H:%M", zone="Europe/Berlin")
    found = after(shape, t=["31/12/2025 23:15", "01/07/2025 00:00", "30/02/2025 00:00", "1/7/2025 0:00", "2025-01-01", ""])["t"]
    assert found == [
        "2025-12-31T23:15:00+01:00",
        "2025-07-01T00:00:00+02:00",
        "30/02/2025 00:00",
        "2025-07-01T00:00:00+02:00",
        "2025-01-01",
        "",
    ]


def test_columns_become_rows_beside_each_other() -> None:
    shape = Unpivot(shape="unpivot", columns={"x": "甲", "y": "乙"}, name="station", value="pm25")
    found = after(shape, day=["1", "2"], x=["10", "20"], y=["", "21"])
    assert found == {"day": ["1", "1", "2", "2"], "station": ["甲", "乙", "甲", "乙"], "pm25": ["10", "", "20", "21"]}


def test_a_constant_stands_in_every_row_and_a_field_is_cut() -> None:
    assert after(Constant(shape="constant", into="area", value="510107"), a=["1", "2"])["area"] == ["510107", "510107"]
    found = after(Split(shape="split", field="p", separator="-", into=("p", "q")), p=["1-2-3", "4", ""])
    assert found == {"p": ["1", "4", ""], "q": ["2-3", "", ""]}


def test_no_rows_stay_no_rows() -> None:
    shapes: tuple[Shape, ...] = (
        Instant(shape="instant", fields=("a", "b"), into="at"),
        Split(shape="split", field="a", separator="-", into=("p", "q")),
        Unpivot(shape="unpivot", columns={"p": "p", "q": "q"}, name="n", value="v"),
    )
    empty = pa.RecordBatch.from_pylist([], pa.schema([("a", pa.string()), ("b", pa.string())]))
    assert shaped(empty, shapes).num_rows == 0


@given(st.lists(st.text(max_size=6), min_size=1, max_size=20))
def test_splitting_and_joining_gives_the_text_again(texts: list[str]) -> None:
    found = after(Split(shape="split", field="t", separator="-", into=("a", "b")), t=texts)
    joined = [f"{a}-{b}" if "-" in t else a for a, b, t in zip(found["a"], found["b"], texts, strict=True)]
    assert joined == texts
