"""Changed declarations as readers meet them: between two versions, and the warning when the newest rows broke with the old."""

from collections.abc import Collection, Sequence
from typing import Any

from tianfu.catalogue.addresses import diff_page
from tianfu.catalogue.views import Broke
from tianfu.model import Version
from tianfu.model.change import Change
from tianfu.model.values import Act

BREAKING = "breaking"


def is_breaking(changes: Sequence[Change]) -> bool:
    return any(c.effect == BREAKING for c in changes)


def between(versions: Sequence[Version], before: int, after: int) -> tuple[Change, ...]:
    """What declarations came to say otherwise after the older of the two, oldest first."""
    low, high = sorted((before, after))
    return tuple(c for v in sorted(versions, key=lambda v: v.number) if low < v.number <= high for c in v.changes)


def broke(versions: Sequence[Version], corrected: Collection[str]) -> Broke | None:
    """The breaking change that the newest rows came with. Deletions and corrections since do not take it back, a restoration does."""
    newest = sorted(versions, key=lambda v: -v.number)
    found = next((v for v in newest if v.act is not Act.delete and v.run not in corrected), None)
    if found is None or not is_breaking(found.changes):
        return None
    older = next((v for v in newest if v.number < found.number and v.expired_at is None), None)
    changes = tuple(c for c in found.changes if c.effect == BREAKING)
    return Broke(
        version=found.number,
        at=found.at,
        changes=tuple(c.text for c in changes),
        older=older.number if older else None,
        older_at=older.at if older else None,
        compare=diff_page(found.dataset, older.number, found.number) if older else None,
    )


def for_machines(change: Change) -> dict[str, Any]:
    return {"kind": change.kind, "column": change.column or None, "effect": change.effect, "zh": change.text.zh, "en": change.text.en}
