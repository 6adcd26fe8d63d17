"""How each format is written: one statement of the engine, which makes and orders the text with all its threads.

What stands in a file depends on the version, on what the gate leaves, on the question and on EDITION. Raise that when the same question
gives other bytes than before: files that were kept are then made anew.
"""

# ruff: noqa: S608 - column names are declared ones and quoted, values are bound

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import orjson

from tianfu.model import Dataset, Text, Version
from tianfu.standards import element

from .cursors import Ordering
from .engine import Engine, literal, quoted
from .export_book import LARGE, Book, write_book
from .export_order import in_order
from .export_sheet import CELL_MOST, ROWS_MOST, longest, sheet_row
from .export_text import csv_cells, json_object, json_value
from .failures import full_disk_explained
from .gated import Gated
from .making import Stop, Write
from .typed import BadQuestion, family_of

if TYPE_CHECKING:
    import duckdb

EDITION = 2
Format = Literal["csv", "ndjson", "json", "parquet", "xlsx", "geojson"]
MEDIA: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
TEXTUAL = ("csv", "ndjson", "json", "geojson")
CHINA = timezone(timedelta(hours=8))
WIDTHS = {"date": 12, "instant": 20, "boolean": 8}
LINES = "FORMAT csv, HEADER false, DELIMITER '', QUOTE '', ESCAPE '', USE_TMP_FILE false"


NO_ROOM = Text(
    zh="磁盘空间不足，文件没有生成完整；数据不受影响。请联系管理员，或增加筛选条件后重试。",
    en="No space left, so the file is not complete; no data are affected. Tell the operator, or filter further and try again.",
)


class NoPlaces(BadQuestion):
    """The dataset has no places that could be drawn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked question: of which rows, which columns (name -> Arrow type), in which order. `conditions`: as somebody may read them."""

    dataset: Dataset
    version: Version
    seen: Gated
    columns: dict[str, str]
    where: str
    values: tuple[object, ...]
    ordering: Ordering
    conditions: str
    marked: bool
    """Whether CSV is led by the sign of UTF-8."""


def writing(engine: Engine, asked: Asked, fmt: str) -> Write:
    """What writes the file."""

    def write(path: Path, stop: Stop) -> int:
        with engine.session() as cursor, full_disk_explained(path, NO_ROOM), stop.halting(cursor.interrupt):
            names = ", ".join(map(quoted, _needed(asked, fmt)))
            rows = f"SELECT {names} FROM {in_order(cursor, asked.seen, asked.where, asked.values, asked.ordering)}"
            return WRITERS[fmt](cursor, asked, rows, path)

    return write


def _needed(asked: Asked, fmt: str) -> list[str]:
    places = point_columns(asked.dataset, asked.seen) if fmt == "geojson" else None
    return list(dict.fromkeys([*asked.columns, *(places or ())]))


def _copy(cursor: "duckdb.DuckDBPyConnection", select: str, path: Path, options: str, values: Sequence[object]) -> int:
    found = cursor.execute(f"COPY ({select}) TO {literal(str(path))} ({options})", list(values)).fetchone()
    return int(found[0]) if found else 0


def _csv(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    options = "FORMAT csv, HEADER true, NEW_LINE '\r\n', USE_TMP_FILE false"
    return _copy(cursor, f"SELECT {csv_cells(asked.columns, mark=asked.marked)} FROM ({rows})", path, options, asked.values)


def _ndjson(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    return _copy(cursor, f"SELECT {json_object(asked.columns)} FROM ({rows})", path, LINES, asked.values)


def _json(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    head = _joined({**_origin(asked), "columns": said_of(asked)}, "rows")
    return _copy(cursor, f"SELECT {json_object(asked.columns)} FROM ({rows})", path, _between(head, "\n]}\n"), asked.values)


def _geojson(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    """RFC 7946: longitude first; a row without a place keeps its properties and has no geometry."""
    x, y = (json_value(quoted(n), asked.seen.columns[n]) for n in point_columns(asked.dataset, asked.seen) or ())
    point = f"to_json({{'type': 'Point', 'coordinates': [to_json({x}), to_json({y})]}})"
    properties = json_object(asked.columns)
    feature = f"CASE WHEN ({x}) IS NULL OR ({y}) IS NULL THEN NULL::JSON ELSE {point} END"
    select = f"SELECT to_json({{'type': 'Feature', 'geometry': {feature}, 'properties': {properties}}}) FROM ({rows})"
    head = _joined({"type": "FeatureCollection", **_origin(asked)}, "features")
    return _copy(cursor, select, path, _between(head, "\n]}\n"), asked.values)


def _parquet(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    about = f"{{dataset: {literal(asked.version.dataset)}, version: {literal(str(asked.version.number))}}}"
    return _copy(cursor, rows, path, f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {about}, USE_TMP_FILE false", asked.values)


def _xlsx(cursor: "duckdb.DuckDBPyConnection", asked: Asked, rows: str, path: Path) -> int:
    numbered = f"SELECT *, (1 + row_number() OVER ())::VARCHAR AS _n FROM ({rows})"
    select = f"SELECT {sheet_row(asked.columns)} FROM ({numbered})"
    return write_book(path, _book(asked), lambda pipe: _copy(cursor, select, pipe, LINES, asked.values))


Writer = Callable[["duckdb.DuckDBPyConnection", Asked, str, Path], int]
WRITERS: dict[str, Writer] = {"csv": _csv, "ndjson": _ndjson, "json": _json, "parquet": _parquet, "xlsx": _xlsx, "geojson": _geojson}


def _between(head: str, tail: str) -> str:
    return f"{LINES}, NEW_LINE ',\n', PREFIX {literal(head)}, SUFFIX {literal(tail)}"


def _joined(members: dict[str, object], name: str) -> str:
    """The beginning of a JSON object, up to the opening of its last member, a list."""
    return f"{orjson.dumps(members).decode()[:-1]},{orjson.dumps(name).decode()}:[\n"


def _origin(asked: Asked) -> dict[str, object]:
    as_of = asked.version.at.astimezone(CHINA).isoformat(timespec="seconds")
    return {"dataset": asked.version.dataset, "version": asked.version.number, "as_of": as_of}


def said_of(asked: Asked) -> list[dict[str, str | None]]:
    """What the columns mean: name, title, unit."""
    columns = [asked.dataset.column(n) for n in asked.columns]
    return [{"name": c.name, "title": c.title, "unit": c.unit or element(c.element).unit} for c in columns]


def _book(asked: Asked) -> Book:
    said = said_of(asked)
    origin = _origin(asked)
    about = [
        ("数据集", asked.dataset.title, str(origin["dataset"])),
        ("版本", f"第 {asked.version.number} 版", str(origin["as_of"])),
        ("提供部门", asked.dataset.steward),
        ("许可协议", asked.dataset.licence),
        ("筛选条件", asked.conditions or "无"),
        ("",),
        ("数据项", "名称", "单位"),
        *((str(c["name"]), str(c["title"]), c["unit"] or "") for c in said),
    ]
    widths = tuple(max(WIDTHS.get(family_of(k), 14), min(len(n) + 2, 40)) for n, k in asked.columns.items())
    large = asked.version.rows * len(asked.columns) * 80 + 12 * asked.version.bytes > LARGE
    return Book(tuple(asked.columns), widths, tuple(about), large)


def point_columns(dataset: Dataset, seen: Gated) -> tuple[str, str] | None:
    """The columns of longitude and latitude, where both are shown as they are; None where there are none, or several."""
    found = [[c.name for c in dataset.columns if c.element == e and c.name in seen.plain] for e in ("longitude", "latitude")]
    return (found[0][0], found[1][0]) if len(found[0]) == len(found[1]) == 1 else None


def refuse_unfit(engine: Engine, asked: Asked, fmt: str, rows: Callable[[], int]) -> None:
    """BadQuestion for what the format cannot hold; NoPlaces for a map of what has none."""
    if fmt == "geojson" and point_columns(asked.dataset, asked.seen) is None:
        zh = f"“{asked.dataset.title}”没有可公开显示的经度、纬度数据项，不能生成 GeoJSON；其他格式可用。"
        en = f"{asked.dataset.id} has no longitude and latitude that are shown as they are, so there is no GeoJSON; take another format."
        raise NoPlaces(Text(zh=zh, en=en))
    if fmt != "xlsx":
        return
    if (found := rows()) > ROWS_MOST:
        zh = f"Excel 工作表最多 {ROWS_MOST:,} 行数据，现有 {found:,} 行：请增加筛选条件，或下载 CSV、Parquet。"
        en = f"A worksheet holds {ROWS_MOST:,} rows and these are {found:,}: filter further, or take CSV or Parquet."
        raise BadQuestion(Text(zh=zh, en=en))
    sql = f"SELECT {longest(asked.columns)} FROM ({asked.seen.sql}){asked.where}"
    units = engine.cursor().execute(sql, list(asked.values)).fetchone()
    if units and units[0] > CELL_MOST:
        zh = f"Excel 单元格最多 {CELL_MOST:,} 个字符，最长的文本有 {units[0]:,} 个：请只选需要的数据项，或下载 CSV、Parquet。"
        en = f"A cell holds {CELL_MOST:,} characters and the longest text has {units[0]:,}: choose other columns, or take CSV or Parquet."
        raise BadQuestion(Text(zh=zh, en=en))
