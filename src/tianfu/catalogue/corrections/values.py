"""Problem rows by record, and the fields that each was delivered with."""

import json
from collections.abc import Sequence

from tianfu.model import Dataset, Severity

from .findings import Finding


def fields_of(dataset: Dataset) -> tuple[str, ...]:
    """The fields that a corrected record has: those that columns read, after whatever shapes the source has."""
    return tuple(dict.fromkeys(c.field for c in dataset.columns))


def values_of(dataset: Dataset, raw: str | None) -> dict[str, str]:
    """The record's fields as delivered; empty where it could not be divided. Set rules keep typed values under names of columns."""
    try:
        found = json.loads(raw or "")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    names = {c.field: c.name for c in dataset.columns}
    return {f: str(v) for f in fields_of(dataset) if (v := found.get(f, found.get(names[f]))) is not None}


def by_record(found: Sequence[Finding]) -> dict[tuple[str, int, int], list[Finding]]:
    """Quarantined records with all their findings, in their order."""
    records: dict[tuple[str, int, int], list[Finding]] = {f.key: [] for f in found if f.severity is Severity.quarantine}
    for each in found:
        if each.key in records:
            records[each.key].append(each)
    return dict(sorted(records.items(), key=lambda item: item[0][1:]))
