"""The files that a view can be taken along as."""

from dataclasses import dataclass
from functools import partial

from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Decision, Text
from tianfu.store import Format, PageQuery


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, its name, and what it is good for."""

    format: Format
    name: str
    note: Text


KINDS: tuple[Kind, ...] = (
    Kind("csv", "CSV", Text(zh="UTF-8，Excel 可直接打开", en="UTF-8, opens in Excel")),
    Kind("xlsx", "XLSX", Text(zh="Excel 工作簿，附来源说明", en="Excel workbook, with its source")),
    Kind("json", "JSON", Text(zh="一个文档，含数据项说明", en="one document, with what the columns mean")),
    Kind("ndjson", "NDJSON", Text(zh="每行一个 JSON 对象", en="one JSON object per line")),
    Kind("parquet", "Parquet", Text(zh="列式，带类型，适合分析", en="columnar, typed, for analysis")),
    Kind("geojson", "GeoJSON", Text(zh="经纬度点，可在地图软件中打开", en="points, for maps")),
)
FORMATS: dict[str, Format] = {k.format: k.format for k in KINDS}


def kinds_of(dataset: Dataset, decision: Decision) -> tuple[Kind, ...]:
    """The formats that there are of what a reader sees: a map only where one pair of longitude and latitude is shown as it is."""
    places = [sum(c.element == e and c.name in decision.columns for c in dataset.columns) for e in ("longitude", "latitude")]
    return tuple(k for k in KINDS if k.format != "geojson" or places == [1, 1])


def sizes(visit: Visit, dataset: Dataset, query: PageQuery) -> dict[str, int]:
    """The sizes of those files of a view that somebody took before."""
    size = partial(visit.store.exports.size, dataset.id, visit.reader, visit.purpose, query, today=visit.today)
    found = {name: size(kind) for name, kind in FORMATS.items()}
    return {name: known for name, known in found.items() if known is not None}
