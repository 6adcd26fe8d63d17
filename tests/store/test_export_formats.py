"""Files for download, read back by other people's programs: each gives the rows that the API gives."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import fastexcel
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tianfu.collect.contents import Content
from tianfu.collect.workbooks import Workbook
from tianfu.model import Files, Origin
from tianfu.model.declaration import declare_dataset
from tianfu.store import BadQuestion, NoPlaces, PageQuery, Store, Where
from tianfu.store.export_order import is_straight
from tianfu.store.export_text import LEADS

from .gated import PUBLIC, READING, SHOPS, TODAY, filled, put
from .test_export import CELLS, TEXTS, body, cells

PLACES = declare_dataset(
    """
title: 站点
steward: dept.culture
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code,      title: "编号 \\"'<&"}
  - {name: lon,  element: longitude, title: 经度}
  - {name: lat,  element: latitude,  title: 纬度}
sharing: {to_departments: always, to_public: always}
""",
    "places.yaml",
    "demo.places",
)
STATIONS = [
    {"code": "01", "lon": 104.06, "lat": 30.67},
    {"code": "02", "lon": None, "lat": 30.0},
    {"code": "03", "lon": float("nan"), "lat": 1.0},
    {"code": "04", "lon": -0.5, "lat": -30.0},
]
NOTES = declare_dataset(
    """
title: 备注
steward: dept.culture
source: {channel: upload}
key: [id]
columns:
  - {name: id,   element: count, title: 编号}
  - {name: note, element: text,  title: 备注}
sharing: {to_departments: always, to_public: always}
""",
    "notes.yaml",
    "demo.notes",
)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(
    ["_x0041_", "_x005F_", "\r\n", " a ", "&amp;", "]]>", "\ufffe", "\x00", "00123", "=1", "'", "NaN", "null", "1e5", "\ufeff"]
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("formats") / "home") as store:
        put(store, CELLS, cells())
        put(store, PLACES, STATIONS)
        yield store


def page(store: Store, dataset: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(store.page(dataset, PUBLIC, READING, PageQuery(limit=1000, **more), today=TODAY).body)["rows"]
    return found


def sheet(content: bytes) -> list[dict[str, Any]]:
    """By the reader that most people have in Python."""
    names, *rows = openpyxl.load_workbook(io.BytesIO(content))["数据"].iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


# -- JSON


@pytest.mark.parametrize("dataset", ["demo.cells", "demo.sales", "demo.places"])
def test_the_document_says_what_it_is_and_holds_the_rows_of_pages(store: Store, dataset: str) -> None:
    document = json.loads(body(store, dataset, "json"))
    whole = json.loads(store.page(dataset, PUBLIC, READING, PageQuery(limit=1000), today=TODAY).body)
    assert [document[n] for n in ("dataset", "version", "as_of", "rows")] == [whole[n] for n in ("dataset", "version", "as_of", "rows")]
    assert [c["name"] for c in document["columns"]] == list(whole["rows"][0])


def test_columns_have_titles_and_units_whatever_stands_in_them(store: Store) -> None:
    assert json.loads(body(store, "demo.places", "json"))["columns"] == [
        {"name": "code", "title": "编号 \"'<&", "unit": None},
        {"name": "lon", "title": "经度", "unit": "°"},
        {"name": "lat", "title": "纬度", "unit": "°"},
    ]


def test_a_document_without_rows_is_one_too(store: Store) -> None:
    nothing = PageQuery(filters=(Where("code", "eq", "99"),))
    assert json.loads(body(store, "demo.places", "json", query=nothing))["rows"] == []
    assert json.loads(body(store, "demo.places", "geojson", query=nothing))["features"] == []
    assert sheet(body(store, "demo.places", "xlsx", query=nothing)) == []


# -- GeoJSON


def test_points_have_longitude_first_and_rows_without_a_place_no_geometry(store: Store) -> None:
    found = json.loads(body(store, "demo.places", "geojson"))
    assert (found["type"], {f["type"] for f in found["features"]}) == ("FeatureCollection", {"Feature"})
    point = {"type": "Point", "coordinates": [104.06, 30.67]}
    assert [f["geometry"] for f in found["features"]] == [point, None, None, {"type": "Point", "coordinates": [-0.5, -30.0]}]
    assert [f["properties"] for f in found["features"]] == page(store, "demo.places")


def test_points_stay_points_when_their_columns_are_not_asked_for(store: Store) -> None:
    (feature, *_) = json.loads(body(store, "demo.places", "geojson", query=PageQuery(columns=("code",))))["features"]
    assert (feature["properties"], feature["geometry"]["coordinates"]) == ({"code": "01"}, [104.06, 30.67])


def test_what_has_no_places_has_no_geojson(store: Store) -> None:
    with pytest.raises(NoPlaces, match="没有可公开显示的经度"):
        body(store, "demo.sales", "geojson")


# -- workbooks


def test_every_cell_of_a_workbook_is_what_the_api_says(store: Store) -> None:
    for asked, got in zip(page(store, "demo.cells"), sheet(body(store, "demo.cells", "xlsx")), strict=True):
        at = datetime.fromisoformat(asked["at"]).replace(tzinfo=None) if asked["at"] else None
        day = datetime.fromisoformat(asked["day"]) if asked["day"] else None
        text = asked["text"] if asked["text"] != "\x01" else "_x0001_"  # as written; only some readers turn it back
        assert got == {**asked, "text": text, "at": at, "day": day}


def test_formulas_codes_and_long_digits_are_text_and_never_computed(store: Store) -> None:
    content = body(store, "demo.cells", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))["数据"]
    assert {c.data_type for c in book["B"][1:] if c.value is not None} == {"s"}
    assert [t or "" for t in fastexcel.read_excel(content).load_sheet(0).to_arrow()["text"].to_pylist()] == TEXTS
    assert {c["code"] for c in sheet(body(store, "demo.places", "xlsx"))} == {"01", "02", "03", "04"}


def test_days_and_times_have_a_form_that_people_here_read(store: Store) -> None:
    row = openpyxl.load_workbook(io.BytesIO(body(store, "demo.cells", "xlsx")))["数据"][3]
    assert [c.number_format.replace("\\", "") for c in row[5:]] == ["yyyy-mm-dd hh:mm:ss.000", "yyyy-mm-dd"]


def test_what_a_spreadsheet_would_not_hold_exactly_is_text(store: Store) -> None:
    odd = CELLS.model_copy(update={"id": "demo.odd"})
    rows = [
        {"id": 999_999_999_999_999, "money": Decimal("12345678901.2345"), "at": datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)},
        {"id": -(2**63), "money": Decimal("-99999999999999.9999"), "at": datetime(1899, 12, 31, tzinfo=UTC), "day": date(1900, 2, 28)},
    ]
    put(store, odd, rows)
    second, first = sheet(body(store, "demo.odd", "xlsx"))
    assert (first["id"], first["money"]) == (999_999_999_999_999, 12345678901.2345)
    assert first["at"] == "2026-01-01T08:00:00.000001+08:00"
    assert (second["id"], second["money"], second["at"], second["day"]) == (
        "-9223372036854775808",
        "-99999999999999.9999",
        "1899-12-31T08:00:00+08:00",
        "1900-02-28",
    )


def test_the_second_sheet_says_where_the_rows_are_from(store: Store) -> None:
    query = PageQuery(filters=(Where("visits", "gte", "400"), Where("name", "ne", "<\x01&>")))
    about = openpyxl.load_workbook(io.BytesIO(body(store, "demo.sales", "xlsx", query=query)))["来源"]
    lines = [[c for c in row if c is not None] for row in about.iter_rows(values_only=True)]
    assert lines[0] == ["数据集", "门店", "demo.sales"]
    assert lines[4] == ["筛选条件", "visits.gte=400；name.ne=<_x0001_&>"]
    assert ["sales", "销售额", ""] in lines


def test_a_workbook_of_ours_is_a_delivery_that_the_platform_reads_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"
    path.write_bytes(body(store, "demo.sales", "xlsx"))
    dataset = store.dataset("demo.sales")
    shown = dataset.model_copy(update={"columns": tuple(c for c in dataset.columns if c.name != "inside")})
    source = shown.sources[0]
    assert isinstance(source, Files)
    batches = Workbook.of(Content(path, path.name), source).records(shown, Origin(1, "", path.name, 0, datetime.now(UTC)))
    rows = [row for data, _ in batches for row in data.to_pylist()]
    assert [r["shop"] for r in rows] == [s["shop"] for s in SHOPS]
    assert [r["name"] for r in rows] == [s["name"] for s in SHOPS]
    assert [float(r["sales"]) if r["sales"] else None for r in rows] == [s["sales"] for s in SHOPS]
    assert [r["day"][:10] for r in rows] == [str(s["day"]) for s in SHOPS]


def test_a_text_that_fits_no_cell_is_refused_before_the_first_byte(store: Store) -> None:
    put(store, CELLS.model_copy(update={"id": "demo.long"}), [{"id": 1, "text": "长" * 32_767}, {"id": 2, "text": "𠀀" * 16_384}])
    with pytest.raises(BadQuestion, match="32,768"):
        store.export("demo.long", PUBLIC, READING, PageQuery(), "xlsx", today=TODAY)
    fits = PageQuery(filters=(Where("id", "eq", "1"),))
    assert sheet(body(store, "demo.long", "xlsx", query=fits))[0]["text"] == "长" * 32_767


def test_the_same_workbook_has_the_same_bytes_when_it_is_made_again(store: Store) -> None:
    first = body(store, "demo.sales", "xlsx")
    for path in store.home.exports.rglob("*.xlsx"):
        path.unlink()
    assert body(store, "demo.sales", "xlsx") == first


# -- any text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(anything | st.none(), min_size=1, max_size=12))
def test_any_text_comes_back_as_it_was(store: Store, texts: list[str | None]) -> None:
    put(store, NOTES, [{"id": n, "note": t} for n, t in enumerate(texts)], f"run-{texts!r}"[:200])
    assert [r["note"] for r in json.loads(body(store, "demo.notes", "json"))["rows"]] == texts
    assert [json.loads(line)["note"] for line in body(store, "demo.notes", "ndjson").split(b"\n")[:-1]] == texts
    tamed = ["" if t is None else f"'{t}" if t[:1] in LEADS and t else t for t in texts]
    text = body(store, "demo.notes", "csv").decode("utf-8-sig")
    assert [row["note"] for row in csv.DictReader(io.StringIO(text, newline=""))] == tamed
    if not any("\x00" in t or "\r" in t for t in tamed):  # pandas knows neither in quoted cells
        frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False, engine="python", lineterminator=None)
        assert list(frame["note"]) == tamed
    read = fastexcel.read_excel(body(store, "demo.notes", "xlsx")).load_sheet(0, dtypes={"note": "string"}).to_arrow()
    kept = [
        (t or "").replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for t in texts
    ]  # Excel turns these back, this reader does not
    assert [t or "" for t in read["note"].to_pylist()] == kept


# -- order


def test_a_long_list_of_values_loses_no_order(home: Path) -> None:
    """The engine makes a join of it, which gives rows in any order: neither files nor pages may follow it."""
    unkeyed = NOTES.model_copy(update={"id": "demo.unkeyed", "key": ()})
    wanted = Where("note", "in", ",".join("abcdefgh"))
    with filled(home) as store:
        put(store, unkeyed, [{"id": n, "note": "abcdefghijklmnop"[n * 7 % 16]} for n in range(150_000)])
        rows = list(csv.DictReader(io.StringIO(body(store, "demo.unkeyed", query=PageQuery(filters=(wanted,))).decode("utf-8-sig"))))
        ids = [int(r["id"]) for r in rows]
        assert ids == [n for n in range(150_000) if n * 7 % 16 < 8]
        paged = page(store, "demo.unkeyed", filters=(wanted,))
        assert [r["id"] for r in paged] == ids[:1000]
        with store.engine.session() as cursor:
            seen = store.gate.gated(store.gate.admit("demo.unkeyed", PUBLIC, READING, today=TODAY)).sql
            assert is_straight(cursor, f"SELECT * FROM ({seen}) WHERE note = ?", ["a"])
            assert not is_straight(cursor, f"SELECT * FROM ({seen}) WHERE note IN ({','.join('?' * 8)})", list("abcdefgh"))


def test_rows_that_do_not_lie_in_order_are_sorted(store: Store) -> None:
    put(
        store,
        NOTES.model_copy(update={"id": "demo.mixed", "key": ("note", "id")}),
        [{"id": n % 7, "note": "cab"[n % 3]} for n in range(21)],
    )
    rows = [(r["note"], r["id"]) for r in json.loads(body(store, "demo.mixed", "json"))["rows"]]
    assert rows == sorted(rows) == [(r["note"], r["id"]) for r in page(store, "demo.mixed")]
