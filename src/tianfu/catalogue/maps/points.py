"""Records that have a place. Longitude and latitude must be shown plainly: a masked place is no place."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Refused, Text
from tianfu.standards import element
from tianfu.store import BadQuestion, PageQuery, Where
from tianfu.store.page_query import LIMIT_MOST

from .asking import LONGITUDE, place_columns
from .views import MapPoint

POINTS_MOST = 2000
NAMES = ("place_name", "name_text", "firm_name")
NAME_MOST = 60


def datum() -> str:
    """What coordinates refer to where a dataset says nothing else."""
    return element(LONGITUDE).standard


def points_of(visit: Visit, dataset: Dataset, conditions: Sequence[Where]) -> tuple[MapPoint, ...]:
    """The points under the conditions. BadQuestion where there are none or too many, or where places are not shown plainly."""
    decision = visit.decide(dataset)
    if not decision.allowed:
        raise Refused(dataset.id, decision)
    places = place_columns(dataset)
    if places is None or not {c.name for c in places} <= set(decision.columns):
        raise BadQuestion(Text(zh="经度和纬度对您不是直接显示的，不能画点。", en="Longitude and latitude are not shown to you plainly."))
    longitude, latitude = (c.name for c in places)
    asked = (*conditions, Where(longitude, "isnull", "false"), Where(latitude, "isnull", "false"))
    _counted(visit, dataset, asked)
    name = _name_of(dataset, decision.columns)
    columns = tuple(dict.fromkeys((longitude, latitude, *((name,) if name else ()))))
    return tuple(
        MapPoint(str(row.get(name, ""))[:NAME_MOST], float(row[longitude]), float(row[latitude]))
        for row in _rows(visit, dataset, asked, columns)
    )


def _counted(visit: Visit, dataset: Dataset, asked: tuple[Where, ...]) -> None:
    count = visit.store.count(dataset.id, visit.reader, visit.purpose, asked, today=visit.today)
    if count == 0:
        raise BadQuestion(Text(zh="没有符合条件的点。", en="There are no points under these conditions."))
    if count > POINTS_MOST:
        zh = f"符合条件的点有 {count:,} 个，最多画 {POINTS_MOST:,} 个：请加条件，如选一个市（州）或一段时间。"
        en = f"{count:,} points are too many to draw (at most {POINTS_MOST:,}): add a condition, such as a division or a period."
        raise BadQuestion(Text(zh=zh, en=en))


def _rows(visit: Visit, dataset: Dataset, asked: tuple[Where, ...], columns: tuple[str, ...]) -> list[Mapping[str, Any]]:
    """All of them, page by page."""
    rows: list[Mapping[str, Any]] = []
    after: str | None = None
    while len(rows) <= POINTS_MOST:
        query = PageQuery(asked, limit=LIMIT_MOST, columns=columns, after=after)
        answer = json.loads(visit.store.page(dataset.id, visit.reader, visit.purpose, query, today=visit.today).body)
        rows += answer["rows"]
        after = answer.get("next")
        if not after:
            break
    return rows


def _name_of(dataset: Dataset, plain: Sequence[str]) -> str:
    """The column that people know a record by."""
    named = [c for c in dataset.columns if c.name in plain and c.element in NAMES]
    ranked = sorted(named, key=lambda c: NAMES.index(c.element))
    return ranked[0].name if ranked else next((k for k in dataset.key if k in plain), "")
