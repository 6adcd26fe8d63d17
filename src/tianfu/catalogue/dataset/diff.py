"""The page that sets two versions side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tianfu.catalogue.addresses import diff_json, diff_page
from tianfu.catalogue.cards import card
from tianfu.catalogue.cells import reader_of
from tianfu.catalogue.crumbs import crumbs
from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.catalogue.versions.changed import between
from tianfu.catalogue.versions.comparing import compared, in_text, pair, too_few
from tianfu.catalogue.versions.views import DiffFound, DiffLine, DiffView
from tianfu.catalogue.views import Cell, Link, PreviewColumn
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Dataset, Decision, Refused, Text, Version
from tianfu.standards import element
from tianfu.store import ExpiredVersion, QueryFailed, UnknownVersion

if TYPE_CHECKING:
    from tianfu.store.diff import Diff, DiffRow

COMPARISON = Text(zh="版本比较", en="Comparison of versions")


def diff_view(visit: Visit, dataset: Dataset, before: int | None, after: int | None) -> tuple[DiffView, int]:
    """The page and its status. Without leave to read, it says why and compares nothing."""
    decision, versions = visit.decide(dataset), visit.store.versions(dataset.id)
    numbers = pair(versions, before, after)
    found, problem, status = _answered(visit, dataset, numbers) if decision.allowed else (None, None, 403)
    shown = card(visit.store, visit.registry, dataset)
    first, last = numbers or (before, after)
    view = DiffView(
        card=shown,
        crumbs=crumbs(visit, shown, Link("", COMPARISON, current=True)),
        allowed=decision.allowed,
        reasons=decision.reasons,
        before=first,
        after=last,
        choices=tuple((v.number, v.at) for v in sorted(versions, key=lambda v: -v.number) if v.expired_at is None),
        back=diff_page(dataset.id, last, first) if found and first and last and first != last else None,
        as_json=diff_json(dataset.id, first, last) if found and first and last else None,
        problem=problem,
        changes=tuple((c.text, c.effect) for c in between(versions, first, last)) if found and first and last else (),
        found=_found(dataset, decision, versions, found) if found else None,
    )
    return view, status


def _answered(visit: Visit, dataset: Dataset, numbers: tuple[int, int] | None) -> tuple["Diff | None", Text | None, int]:
    try:
        if numbers is None:
            raise too_few(dataset)
        return compared(visit, dataset, *numbers), None, 200
    except ExpiredVersion as error:
        return None, error.text, 410
    except UnknownVersion as error:
        return None, error.text, 404
    except QueryFailed as error:
        return None, error.text, 400
    except Refused as error:  # a quota that does not suffice
        return None, error.decision.reasons[0], 403


def _found(dataset: Dataset, decision: Decision, versions: Sequence[Version], diff: "Diff") -> DiffFound:
    columns = _columns(dataset, diff)
    titles = {c.name: Text(zh=c.title, en=c.title_en) for c in dataset.columns}
    moments = {v.number: v.at for v in versions}
    return DiffFound(
        times=(moments[diff.before], moments[diff.after]),
        by_key=diff.by_key,
        added=diff.added,
        removed=diff.removed,
        changed=diff.changed,
        by_column=tuple((titles.get(n, Text(zh=n)), n, k) for n, k in sorted(diff.by_column.items(), key=lambda p: -p[1]) if k),
        columns_added=tuple((titles.get(n, Text(zh=n)), n) for n in diff.columns_added),
        columns_removed=tuple((titles.get(n, Text(zh=n)), n) for n in diff.columns_removed),
        columns=tuple(_heading(c, decision) for c in columns),
        lines=tuple(line for r in diff.rows for line in _lines(r, columns, decision, diff)),
        shown=len(diff.rows),
    )


def _columns(dataset: Dataset, diff: "Diff") -> list[Column]:
    """Those that the rows hold, in declared order: of changed rows the key and what changed."""
    held = {n for r in diff.rows for side in (r.key, r.before, r.after) for n in side}
    return [c for c in dataset.columns if c.name in held]


def _heading(column: Column, decision: Decision) -> PreviewColumn:
    return PreviewColumn(
        name=column.name,
        title=Text(zh=column.title, en=column.title_en),
        unit=unit_of(column),
        numeric=element(column.element).type in NUMERIC,
        masked=column.name in decision.masks,
        sort="",
        sort_href=None,
    )


def _lines(row: "DiffRow", columns: Sequence[Column], decision: Decision, diff: "Diff") -> list[DiffLine]:
    """One line for a row that is on one side only, two for one that changed."""
    sides = {"added": ("after",), "removed": ("before",), "changed": ("before", "after")}[row.what]
    return [
        DiffLine(
            what=row.what,
            side="before" if side == "before" else "after",
            version=diff.before if side == "before" else diff.after,
            cells=tuple(_cell(row, side, c, decision) for c in columns),
            first=i == 0,
        )
        for i, side in enumerate(sides)
    ]


def _cell(row: "DiffRow", side: str, column: Column, decision: Decision) -> tuple[Cell | None, bool]:
    """The value, and whether it is what differs; None where it is the same on both sides and is not told."""
    values = row.before if side == "before" else row.after
    read = reader_of(column, masked=column.name in decision.masks)
    if row.what != "changed":
        return read(in_text(values.get(column.name))), False
    if column.name in values:
        return read(in_text(values[column.name])), True
    return (read(in_text(row.key[column.name])), False) if column.name in row.key else (None, False)
