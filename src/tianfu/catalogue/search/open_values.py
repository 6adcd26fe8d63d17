"""What anybody may know of a dataset's values: what the gate shows the public plainly and as a whole, and nothing else.

A value that the gate hides, masks or shows to some only finds nothing, counts nowhere and names no region.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tianfu.model import Column, Dataset, Decision, Version
from tianfu.standards import code_list, element

AREAS, AREA = "areas", "area"
VALUES_MOST = 400
VALUE_MOST = 120


@dataclass(frozen=True, slots=True)
class OpenValues:
    """Frequent values and the titles of codes, as text; prefectures by their codes."""

    text: str = ""
    regions: tuple[str, ...] = ()


def open_values(dataset: Dataset, version: Version | None, decision: Decision) -> OpenValues:
    """What the decision on the public leaves of the profile's frequent values."""
    if version is None or not decision.allowed or decision.rows:
        return OpenValues()
    shown = [(c, v) for c in dataset.columns if c.name in decision.columns for v in _frequent(c, version)]
    texts = dict.fromkeys(t for c, value in shown for t in _said(c, value))
    areas = [value[:6] for c, value in shown if _codes(c) == AREAS]
    return OpenValues(" ".join(list(texts)[:VALUES_MOST]), prefectures(areas))


def prefectures(areas: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The prefectures that areas lie in; the province as a whole is none.

    >>> prefectures(["510107", "510100", "510000", "510724"])
    ('510100', '510700')
    """
    return tuple(dict.fromkeys(f"{a[:4]}00" for a in areas if len(a) == 6 and a.isdigit() and a[2:4] != "00"))


def _frequent(column: Column, version: Version) -> list[str]:
    """The most frequent values of a text column; bars of numbers are no values."""
    profile = version.column(column.name)
    if profile is None or element(column.element).type != "text":
        return []
    return [b.low for b in profile.bins if b.low and not b.high]


def _said(column: Column, value: str) -> Iterator[str]:
    """A value, and its title where it is a code; towns and villages begin with the code of their county."""
    yield value[:VALUE_MOST]
    codes = _codes(column)
    code = code_list(codes).entries.get(value[:6] if codes == AREAS else value) if codes else None
    if code is not None:
        yield from (t for t in (code.title, code.title_en) if t)


def _codes(column: Column) -> str | None:
    meaning = element(column.element)
    return AREAS if meaning.check == AREA else meaning.codes
