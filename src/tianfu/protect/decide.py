"""The one decision: whether and how a reader sees a dataset. Pure: no clock, no store; reasons are never empty.

Ways in are looked at one by one, each makes an offer or says why not: running the installation, being the steward, each grant, the open
door. Offers never combine: a union of rows and columns is no rectangle. The widest wins: most columns shown plainly, then most columns,
then all rows before some, then no quota before a quota.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tianfu.model import Access, Dataset, Decision, Grant, Purpose, Reader, ReaderKind, RowFilter, Text
from tianfu.model.reader import CORRECTION

from . import reasons

OPEN_LEVEL = 2
"""Up to this level the public sees values plainly."""
MASKED_LEVEL = 3
"""Up to this level the public sees values masked; above, not at all."""
GENERAL_LEVEL = 4
"""GB/T 43697: levels above are important and core data; a grant covers them only where it names the column."""
HIDE = "hide"
BY_OPEN_FIELD = "by_open_field"
"""The mask of a problem row's value for the public: that of the field it came from; see `tianfu.store.problem_masks`."""
PLAIN_OF_PROBLEMS = ("run", "record", "outcome", "field", "check", "cause")


@dataclass(frozen=True, slots=True)
class Offer:
    """One way in: what it would show."""

    reason: Text
    columns: tuple[str, ...]
    masks: Mapping[str, str]
    rows: tuple[RowFilter, ...] = ()
    grant: str | None = None
    quota_rows: int | None = None

    @property
    def width(self) -> tuple[int, int, bool, bool]:
        return len(self.columns), len(self.masks), not self.rows, self.quota_rows is None


def decide(
    reader: Reader,
    purpose: Purpose,
    dataset: Dataset,
    levels: Mapping[str, int],
    masks: Mapping[str, str],
    grants: Sequence[Grant],
    today: date,
    *,
    named: str | None = None,
) -> Decision:
    """What the reader sees. `levels` has every column; `masks` those that are about a person; `named`: the one grant to be used."""
    held = [g for g in grants if _names(g, reader, dataset)]
    if named is not None:
        return _by_named(named, held, purpose, dataset, levels, masks, today)
    offers: list[Offer] = []
    against: list[Text] = []
    for found in _ways(reader, purpose, dataset, levels, masks, held, today):
        if isinstance(found, Offer):
            offers.append(found)
        else:
            against.append(found)
    if not offers:
        return Decision(allowed=False, reasons=(*against, *_help(reader, dataset)))
    best = max(offers, key=lambda o: o.width)
    others = [o.grant for o in offers if o.grant and o is not best]
    return _allowed(best, levels, others)


def _by_named(
    named: str,
    held: Sequence[Grant],
    purpose: Purpose,
    dataset: Dataset,
    levels: Mapping[str, int],
    masks: Mapping[str, str],
    today: date,
) -> Decision:
    found = [_by_grant(g, purpose, dataset, levels, masks, today) for g in held if g.id == named]
    if not found:
        return Decision(allowed=False, reasons=(reasons.no_such_grant(named, dataset),))
    offer = found[0]
    return _allowed(offer, levels, ()) if isinstance(offer, Offer) else Decision(allowed=False, reasons=(offer,))


def _allowed(offer: Offer, levels: Mapping[str, int], others: Sequence[str]) -> Decision:
    hidden = [c for c in levels if c not in offer.columns and c not in offer.masks]
    said = [offer.reason]
    said += [reasons.masked(list(offer.masks))] if offer.masks else []
    said += [reasons.hidden(hidden)] if hidden else []
    said += [reasons.filtered()] if offer.rows else []
    said += [reasons.other_grants(others)] if others else []
    return Decision(
        allowed=True,
        reasons=tuple(said),
        columns=offer.columns,
        masks=dict(offer.masks),
        rows=offer.rows,
        grant=offer.grant,
        quota_rows=offer.quota_rows,
    )


def _ways(
    reader: Reader,
    purpose: Purpose,
    dataset: Dataset,
    levels: Mapping[str, int],
    masks: Mapping[str, str],
    held: Sequence[Grant],
    today: date,
) -> Iterator[Offer | Text]:
    if dataset.kind == "problems" and purpose.code == CORRECTION.code and _delivers(reader, dataset):
        yield _everything(reasons.mending(), levels, {})
    if reader.kind is ReaderKind.operator:
        yield _everything(reasons.operator(), levels, masks)
    if reader.kind is ReaderKind.staff and dataset.steward in reader.units:
        yield _everything(reasons.steward(dataset), levels, masks)
    if dataset.kind == "problems":
        if dataset.sharing.to_public is Access.always:
            yield _open_problems()
        return
    for grant in held:
        yield _by_grant(grant, purpose, dataset, levels, masks, today)
    yield _open_door(dataset, levels, masks)


def _open_problems() -> Offer:
    """What failed and why, the value masked by its field; never the raw record."""
    return Offer(reasons.problems_are_open(), PLAIN_OF_PROBLEMS, {"value": BY_OPEN_FIELD})


def _delivers(reader: Reader, dataset: Dataset) -> bool:
    """Whether the reader stands on the side that delivered the rows and may put them right."""
    return reader.kind is ReaderKind.operator or (reader.kind is ReaderKind.staff and dataset.steward in reader.units)


def _everything(reason: Text, levels: Mapping[str, int], masks: Mapping[str, str]) -> Offer:
    return Offer(reason, tuple(c for c in levels if c not in masks), dict(masks))


def _names(grant: Grant, reader: Reader, dataset: Dataset) -> bool:
    """Whether the grant is about this dataset and this reader."""
    return grant.dataset == dataset.id and grant.reader in (reader.id, "*", *(f"unit:{u}" for u in reader.units))


def _by_grant(
    grant: Grant, purpose: Purpose, dataset: Dataset, levels: Mapping[str, int], masks: Mapping[str, str], today: date
) -> Offer | Text:
    if dataset.kind == "problems":
        return reasons.problems_are_not_shared(dataset)
    if today < grant.valid_from:
        return reasons.not_yet(grant)
    if grant.valid_to is not None and today > grant.valid_to:
        return reasons.ended(grant)
    if grant.purposes and purpose.code not in grant.purposes:
        return reasons.other_purpose(grant, purpose)
    if _closed(grant, dataset):
        return reasons.closed_door(grant, dataset)
    shown = [c for c in levels if _covers(grant, c, levels[c])]
    veiled = {c: masks.get(c, HIDE) for c in shown if _veiled(grant, c, levels[c], masks)}
    if unknown := [r.column for r in grant.rows if r.column not in levels]:
        return reasons.filter_is_gone(grant, unknown)
    if not shown:
        return reasons.no_column_left(grant)
    plain = tuple(c for c in shown if c not in veiled)
    return Offer(reasons.granted(grant), plain, veiled, grant.rows, grant.id, grant.quota_rows)


def _covers(grant: Grant, column: str, level: int) -> bool:
    named = column in grant.columns
    if grant.columns and not named:
        return False
    if grant.door == "open":
        return level <= MASKED_LEVEL
    return level <= GENERAL_LEVEL or named


def _veiled(grant: Grant, column: str, level: int, masks: Mapping[str, str]) -> bool:
    if column in grant.unmasked:
        return False
    return column in masks or (grant.door == "open" and level > OPEN_LEVEL)


def _closed(grant: Grant, dataset: Dataset) -> bool:
    """A door that the law closes stays closed. A pack that computes with its own data passes through none."""
    if grant.reader == f"app:{dataset.pack}":
        return False
    doors = {"share": dataset.sharing.to_departments, "open": dataset.sharing.to_public, "use": dataset.sharing.to_operation}
    return doors[grant.door] is Access.never


def _open_door(dataset: Dataset, levels: Mapping[str, int], masks: Mapping[str, str]) -> Offer | Text:
    if dataset.sharing.to_public is not Access.always:
        return reasons.not_open(dataset)
    shown = [c for c in levels if levels[c] <= MASKED_LEVEL]
    veiled = {c: masks.get(c, HIDE) for c in shown if c in masks or levels[c] > OPEN_LEVEL}
    if not shown:
        return reasons.nothing_open(dataset)
    return Offer(reasons.is_open(), tuple(c for c in shown if c not in veiled), veiled)


def _help(reader: Reader, dataset: Dataset) -> Iterator[Text]:
    """Which door would help."""
    if dataset.kind == "problems":
        yield reasons.problems_are_not_shared(dataset)
    elif reader.kind is ReaderKind.staff:
        yield reasons.ask_to_share(dataset)
    elif reader.kind is ReaderKind.service:
        yield reasons.declare_reads(reader, dataset)
    else:
        yield reasons.ask_to_open(dataset)
