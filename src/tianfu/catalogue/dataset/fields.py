"""Data items of a dataset. Statistics are shown of what the reader sees plainly, and only where all rows are seen."""

from typing import Literal

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.cells import codes_of, shown, worded
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.terms import KINDS, NUMERIC, unit_of
from tianfu.catalogue.views import Bar, FieldRow, Link
from tianfu.model import Bin, Column, ColumnProfile, Dataset, Decision, Text, Version
from tianfu.standards import Element, element, levels

BARS_MOST = 12
UNGROUPED = ("year",)
"""Elements whose numbers are names."""


def field_rows(registry: Registry, dataset: Dataset, version: Version | None, decision: Decision) -> tuple[FieldRow, ...]:
    """A row per column, in declared order."""
    return tuple(_row(registry, dataset, c, version, decision) for c in dataset.columns)


def _row(registry: Registry, dataset: Dataset, column: Column, version: Version | None, decision: Decision) -> FieldRow:
    meaning = element(column.element)
    level = column.level or meaning.level
    seen = _seen(column, decision)
    open_ = seen == "plain" and decision.allowed and not decision.rows
    profile = version.column(column.name) if version and open_ else None
    bars = _bars(column, profile, meaning)
    low, high = (profile.minimum, profile.maximum) if profile else (None, None)
    return FieldRow(
        name=column.name,
        title=Text(zh=column.title, en=column.title_en),
        description=Text(zh=column.description) if column.description else Text(zh=meaning.description, en=meaning.description_en),
        element=column.element,
        element_title=Text(zh=meaning.title, en=meaning.title_en),
        kind=KINDS[meaning.type],
        unit=unit_of(column),
        standard=meaning.standard,
        level=level,
        level_title=levels()[str(level)].title,
        code_list=_code_list(registry, column),
        key=column.name in dataset.key,
        required=column.required or column.name in dataset.key,
        seen=seen,
        nulls=profile.nulls if profile else None,
        null_percent=_share(profile.nulls, version.rows) if profile and version else None,
        distinct=profile.distinct if profile else None,
        distinct_exact=bool(profile and profile.distinct_exact),
        minimum=_bound(low, meaning),
        maximum=_bound(high, meaning),
        ends=(_end(low, meaning), _end(high, meaning)),
        ordered=bool(profile and any(b.high for b in profile.bins)),
        bars=bars,
    )


def _seen(column: Column, decision: Decision) -> Literal["plain", "masked", "hidden"]:
    if column.name in decision.columns:
        return "plain"
    return "masked" if column.name in decision.masks else "hidden"


def _bars(column: Column, profile: ColumnProfile | None, meaning: Element) -> tuple[Bar, ...]:
    """Of ranges all bars, of values the most frequent."""
    bins = profile.bins if profile else ()
    some = bins if any(b.high for b in bins) else bins[:BARS_MOST]
    highest = max((b.count for b in some), default=0)
    return tuple(Bar(_label(column, b, meaning), b.count, b.count / highest if highest else 0.0) for b in some)


def _label(column: Column, found: Bin, meaning: Element) -> Text:
    if found.high:
        return Text(zh=f"{_end(found.low, meaning)} – {_end(found.high, meaning)}")
    return worded(column, found.low)


def _bound(value: str | None, meaning: Element) -> str:
    """Large numbers with all their digits instead of an exponent."""
    if value is None:
        return ""
    if meaning.type in ("number", "decimal", "integer") and "e" in value.lower():
        return shown(float(f"{float(value):.6g}"))
    return shown(value, instant=meaning.type == "instant")


def _end(value: str | None, meaning: Element) -> str:
    """The bound as people read it: thousands apart, but not those of years.

    >>> _end("-1234567.2", element("number")), _end("-0.5", element("number")), _end("2026", element("year")), _end("1234", element("text"))
    ('-1,234,567.2', '-0.5', '2026', '1234')
    """
    text = _bound(value, meaning)
    if meaning.type not in NUMERIC or meaning.name in UNGROUPED:
        return text
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isdigit() and not rest.strip("0123456789") else text


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _code_list(registry: Registry, column: Column) -> Link | None:
    """The dataset that holds the code list, if a pack publishes it."""
    codes = codes_of(column)
    if codes is None:
        return None
    found = next((d for d in registry.datasets() if d.kind == "codes" and d.name == codes.name), None)
    return Link(dataset_page(found.id), Text(zh=codes.title, en=codes.title_en)) if found else None
