"""A map for machines: JSON and CSV of what is drawn, with all digits."""

import csv
import io
from typing import Any

from tianfu.catalogue.charts.described import BOM, both, number
from tianfu.catalogue.spreadsheets import harmless

from .views import MapView


def map_json(view: MapView) -> dict[str, Any]:
    """The map with its words in both languages; a value of null is no data."""
    return {
        "dataset": view.dataset.href.rpartition("/")[2],
        "version": view.version,
        "as_of": view.as_of,
        "map": dict(view.pairs),
        "title": both(view.title),
        "measure": both(view.measure),
        "unit": both(view.unit),
        "areas": [{"code": a.code, "name": both(a.name), "value": a.value, "class": a.step or None, "records": a.rows} for a in view.areas],
        "points": [{"name": p.name, "longitude": p.longitude, "latitude": p.latitude} for p in view.points],
        "classes": list(view.classes),
        "datum": view.datum or None,
        "boundary": both(view.boundary) if view.boundary else None,
        "conditions": [both(c) for c in view.conditions],
        "steward": both(view.steward),
        "note": both(view.note),
        "page": view.page,
    }


def map_csv(view: MapView) -> str:
    """A line per area, or per point; no data is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if view.points:
        writer.writerow(("名称", "经度", "纬度"))
        writer.writerows((harmless(p.name), number(p.longitude), number(p.latitude)) for p in view.points)
    else:
        unit = f"（{view.unit.zh}）" if view.unit.zh else ""
        writer.writerow(("区划代码", "市（州）", f"{harmless(view.measure.zh)}{unit}", "记录数"))
        writer.writerows((a.code, a.name.zh, number(a.value), a.rows) for a in view.areas)
    return BOM + out.getvalue()
