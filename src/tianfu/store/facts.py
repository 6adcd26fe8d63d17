"""What the decision needs to know of a dataset's columns: their levels, and which are about a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tianfu.model import Column, Dataset
from tianfu.protect import BY_OPEN_FIELD
from tianfu.protect.decide import MASKED_LEVEL, OPEN_LEVEL
from tianfu.standards import element

BY_FIELD = "by_field"
BY_RECORD = "by_record"
OF_PROBLEMS = (BY_FIELD, BY_OPEN_FIELD, BY_RECORD)
"""Masks of problem rows: a value takes the mask of the field it came from, a raw record those of all its fields."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`levels` in declared order; `masks` of columns about a person; `fields`: of problem rows, field of the owner -> its mask."""

    dataset: Dataset
    levels: Mapping[str, int]
    masks: Mapping[str, str]
    fields: Mapping[str, str]
    shown: tuple[str, ...] = ()
    """Of problem rows: fields of the owner that are not about a person, as the raw record calls them."""
    plain: tuple[str, ...] = ()
    """The same, and as their columns are called."""
    veiled: tuple[str, ...] = ()
    """Of those, what the public sees as asterisks only."""
    closed: tuple[str, ...] = ()
    """Of all fields of the owner, what the public does not see at all."""


def facts_of(dataset: Dataset, owner: Dataset | None = None) -> Facts:
    """The facts; `owner` is the dataset that problem rows are about."""
    levels = {c.name: c.level or element(c.element).level for c in dataset.columns}
    masks = masks_of(dataset)
    if owner is None:
        return Facts(dataset, levels, masks, {})
    personal = masks_of(owner)
    fields = {name: personal[c.name] for c in owner.columns if c.name in personal for name in (c.name, c.field)}
    owned = facts_of(owner).levels
    plain = [c for c in owner.columns if c.name not in personal]
    return Facts(
        dataset,
        levels,
        {"value": BY_FIELD, "raw": BY_RECORD} if personal else {},
        fields,
        shown=tuple(dict.fromkeys(c.field for c in plain)),
        plain=_names(plain),
        veiled=_names(c for c in plain if owned[c.name] > OPEN_LEVEL),
        closed=_names(c for c in owner.columns if owned[c.name] > MASKED_LEVEL),
    )


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    """What problem rows may call these columns."""
    return tuple(dict.fromkeys(n for c in columns for n in (c.name, c.field)))


def masks_of(dataset: Dataset) -> dict[str, str]:
    """Column -> mask, for columns whose element is about a person."""
    found = {c.name: element(c.element).mask for c in dataset.columns}
    return {name: mask for name, mask in found.items() if mask is not None}
