"""What is wrong with declared charts: columns of the wrong kind, too many series, personal columns, limits without an edition."""

import re
from collections.abc import Iterator, Mapping

from tianfu.model import Access, Chart, Column, Dataset, Document, Problem
from tianfu.model.chart import SPLIT_MOST
from tianfu.protect.decide import OPEN_LEVEL
from tianfu.standards import element, elements
from tianfu.store.page_query import OPS
from tianfu.store.typed import BadQuestion, value_from

from .cells import codes_of
from .charts.findings import PLACEHOLDERS, unknown_places
from .charts.spec import chart_pairs
from .terms import NUMERIC

TIMES = ("date", "instant")
EDITION = re.compile(r"(19|20)[0-9]{2}")
KINDS: Mapping[str, str] = {
    "text": "string",
    "integer": "int64",
    "number": "double",
    "decimal": "decimal128(18, 4)",
    "boolean": "bool",
    "date": "date32[day]",
    "instant": "timestamp[us, tz=UTC]",
}


def chart_words(dataset: Dataset, document: Document) -> Iterator[Problem]:
    """All problems of all charts, each at its line."""
    columns = {c.name: c for c in dataset.columns}
    if any(c.element not in elements() for c in dataset.columns):
        return  # told already, and nothing is known of the columns
    seen: set[object] = set()
    for n, chart in enumerate(dataset.charts):
        for part, said in [*_axis(chart, columns), *_measure(chart, columns), *_open(chart, columns, dataset), *_words(chart, columns)]:
            yield Problem(document.file, document.line(("charts", n, part)), f"charts.{n}.{part}: {said}")
        same = (chart_pairs(chart), tuple(sorted(chart.where.items())))
        if same in seen:
            yield Problem(document.file, document.line(("charts", n)), f"charts.{n}: is there twice")
        seen.add(same)


Said = Iterator[tuple[str, str]]


def _axis(chart: Chart, columns: Mapping[str, Column]) -> Said:
    kind = element(columns[chart.x].element).type
    if chart.every and kind not in TIMES:
        yield "every", f"'{chart.x}' holds no dates or instants: leave 'every' out"
    if chart.every == "hour" and kind == "date":
        yield "every", f"'{chart.x}' holds days: there are no hours in it"
    if chart.kind == "map" and element(columns[chart.x].element).check != "area":
        yield "x", f"a map needs codes of areas; '{chart.x}' is of the element '{columns[chart.x].element}'"
    if chart.kind == "line" and kind in ("text", "boolean"):
        yield "kind", f"a line needs an order; '{chart.x}' holds {kind}: draw bars"
    if chart.split is None:
        return
    split = element(columns[chart.split].element)
    if split.type not in ("text", "boolean"):
        yield "split", f"'{chart.split}' holds values of type {split.type}: too many series; split by a column of few names"
    codes = codes_of(columns[chart.split])
    if codes is not None and len(codes.entries) > SPLIT_MOST:
        yield "split", f"'{chart.split}' has {len(codes.entries)} codes; a chart has at most {SPLIT_MOST} series"


def _measure(chart: Chart, columns: Mapping[str, Column]) -> Said:
    if chart.y and not chart.counts and element(columns[chart.y].element).type not in NUMERIC:
        yield "y", f"'{chart.y}' holds {element(columns[chart.y].element).type}, no numbers: count it ('of: count') or measure another"
    if chart.limits and chart.counts:
        yield "limits", "records are counted: a limit line says nothing of them"
    for n, limit in enumerate(chart.limits):
        if not EDITION.search(limit.standard):
            yield "limits", f"limit {n + 1} ('{limit.title}') must name its standard and edition, such as GB 3095-2026"


def _open(chart: Chart, columns: Mapping[str, Column], dataset: Dataset) -> Said:
    for name in chart.columns:
        part = next((p for p in ("x", "y", "split") if getattr(chart, p) == name), "where")
        column = columns[name]
        level = column.level or element(column.element).level
        if element(column.element).mask:
            yield part, f"'{name}' is about persons and is shown masked: nothing is drawn of it"
        elif level > OPEN_LEVEL and dataset.sharing.to_public is Access.always:
            yield part, f"'{name}' is of level {level}: the public sees up to level {OPEN_LEVEL}, and would see no chart"


def _words(chart: Chart, columns: Mapping[str, Column]) -> Said:
    for part in ("title", "title_en"):
        for place in unknown_places(getattr(chart, part)):
            yield part, f"'{{{place}}}' means nothing; there are {', '.join(f'{{{p}}}' for p in PLACEHOLDERS)}"
    for named, value in chart.where.items():
        name, _, op = named.partition(".")
        if (op or "eq") not in OPS:
            yield "where", f"there is no operator '{op}'; there are {', '.join(OPS)}"
        elif op not in ("contains", "under", "isnull"):
            try:
                for text in value.split(",") if op == "in" else [value]:
                    value_from(text, KINDS[element(columns[name].element).type], name)
            except BadQuestion as error:
                yield "where", error.text.en
