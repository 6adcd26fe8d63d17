"""A chart for machines: JSON and CSV of the numbers that are drawn, with all their digits."""

import csv
import io
from typing import Any

from tianfu.catalogue.spreadsheets import harmless
from tianfu.model import Text

from .views import ChartView

BOM = "\ufeff"


def chart_json(view: ChartView) -> dict[str, Any]:
    """The chart with its words in both languages; `values` stand in the order of `places`."""
    return {
        "dataset": view.dataset.href.rpartition("/")[2],
        "version": view.version,
        "as_of": view.as_of,
        "chart": dict(view.pairs),
        "kind": view.kind,
        "title": both(view.title),
        "measure": both(view.measure),
        "unit": both(view.unit),
        "axis": both(view.axis),
        "period": list(view.period) if view.period else None,
        "places": list(view.places),
        "labels": [both(x) for x in view.labels],
        "series": [{"name": both(s.name), "values": list(s.values)} for s in view.series],
        "limits": [{"value": x.value, **both(x.text)} for x in view.limits],
        "conditions": [both(c) for c in view.conditions],
        "steward": both(view.steward),
        "note": both(view.note),
        "page": view.page,
    }


def chart_csv(view: ChartView) -> str:
    """A line per place: its name for machines, its label, and a column per series; a gap is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    labelled = any(label.zh != place for label, place in zip(view.labels, view.places, strict=True))
    head = [view.axis.zh, f"{view.axis.zh}（名称）"] if labelled else [view.axis.zh]
    unit = f"（{view.unit.zh}）" if view.unit.zh else ""
    writer.writerow([harmless(c) for c in [*head, *(f"{s.name.zh}{unit}" for s in view.series)]])
    for n, place in enumerate(view.places):
        named = [place, view.labels[n].zh] if labelled else [place]
        writer.writerow([*map(harmless, named), *(number(s.values[n]) for s in view.series)])
    return BOM + out.getvalue()


def number(value: float | None) -> str:
    """All digits, none too many.

    >>> number(3.0), number(0.1), number(None)
    ('3', '0.1', '')
    """
    return "" if value is None else repr(value).removesuffix(".0")


def both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}
