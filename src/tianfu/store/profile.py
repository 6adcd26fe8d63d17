"""What is known of each column's content: at the load from the writer's statistics, later by a second look that counts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

from tianfu.model import ColumnProfile, Dataset, Part
from tianfu.standards import element

from .footers import stats_of_files
from .parts import value_of

if TYPE_CHECKING:
    import pyarrow as pa

    from .engine import Engine

CHINA = timezone(timedelta(hours=8))
PERSONAL_LEVEL = 3
"""From this level on, a profile holds counts only: a bound or a frequent value may be one person's."""

Stats = tuple[object, object, int]


def light_profile(
    dataset: Dataset, schema: "pa.Schema", parts: Iterable[Part], before: Sequence[ColumnProfile] = ()
) -> tuple[ColumnProfile, ...]:
    """Bounds and missing values of each column, from the statistics of `parts` and of the version that they are added to."""
    shown = {c.name: not is_personal(dataset, c.name) for c in dataset.columns}
    found = {c.name: [p.stats[c.name] for p in parts if c.name in p.stats] for c in dataset.columns}
    for old in before:
        if old.name in found:
            kind = schema.field(old.name).type
            bounds = [None if text is None else value_of(text, kind) for text in (old.minimum, old.maximum)]
            found[old.name].append((bounds[0], bounds[1], old.nulls))
    return tuple(_column(name, stats, shown=shown[name]) for name, stats in found.items())


def profile_of_files(engine: "Engine", dataset: Dataset, schema: "pa.Schema", files: Sequence[str]) -> tuple[ColumnProfile, ...]:
    """The same of whole files, from their footers: after rows have been replaced or removed, bounds may be narrower."""
    with engine.session() as cursor:
        stats = stats_of_files(cursor, files, {c.name: schema.field(c.name).type for c in dataset.columns if c.name in schema.names})
    shown = {c.name: not is_personal(dataset, c.name) for c in dataset.columns}
    return tuple(_column(name, found, shown=shown[name]) for name, found in stats.items())


def is_personal(dataset: Dataset, name: str) -> bool:
    """Whether no value of the column may be shown in a profile."""
    column = dataset.column(name)
    meaning = element(column.element)
    return (column.level or meaning.level) >= PERSONAL_LEVEL or meaning.mask is not None


def _column(name: str, stats: Sequence[Stats], *, shown: bool) -> ColumnProfile:
    lows = [s[0] for s in stats if s[0] is not None] if shown else []
    highs = [s[1] for s in stats if s[1] is not None] if shown else []
    return ColumnProfile(
        name=name,
        nulls=sum(s[2] for s in stats),
        minimum=text_of(min(lows)) if lows else None,  # type: ignore[type-var]  # values of one column compare
        maximum=text_of(max(highs)) if highs else None,  # type: ignore[type-var]
    )


def text_of(value: object) -> str:
    """A value as pages and APIs write it: instants with +08:00, decimals without empty digits."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
