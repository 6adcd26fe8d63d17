"""Whether a mounted dataset has what the entry promises: each item (信息项) is looked for among the columns. Pure."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from tianfu.model import Dataset, Entry, EntryItem

from .record import folded


@dataclass(frozen=True, slots=True)
class Coverage:
    """An item and the column that stands for it; None where there is none."""

    item: EntryItem
    column: str | None


def coverage(entry: Entry, dataset: Dataset) -> tuple[Coverage, ...]:
    """Every item of the entry. A column stands for one item; elements without a meaning of their own (text, date) prove nothing."""
    left = {c.name: c for c in dataset.columns}
    found: dict[str, str] = {}
    for item in entry.items:
        same = next((n for n, c in left.items() if _plain(c.title) == _plain(item.title)), None)
        if same:
            found[item.title] = same
            del left[same]
    for item in entry.items:
        if item.title in found or not item.element or item.element in _vague():
            continue
        kin = next((n for n, c in left.items() if c.element == item.element), None)
        if kin:
            found[item.title] = kin
            del left[kin]
    return tuple(Coverage(i, found.get(i.title)) for i in entry.items)


def missing(entry: Entry, dataset: Dataset) -> tuple[EntryItem, ...]:
    """The items that no column of the dataset stands for."""
    return tuple(c.item for c in coverage(entry, dataset) if c.column is None)


def _plain(title: str) -> str:
    return "".join(c for c in folded(title) if c.isalnum())


@cache
def _vague() -> frozenset[str]:
    """Elements that say no more than a type."""
    return frozenset(yaml.safe_load(files("tianfu.standards").joinpath("elements", "generic.yaml").read_text("utf-8")))
