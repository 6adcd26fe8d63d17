"""What happened to a dataset: its versions, and the runs that made or failed to make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tianfu.catalogue.addresses import dataset_page, diff_page
from tianfu.catalogue.corrections.ledger import loading_runs
from tianfu.catalogue.registry import Registry, UnknownDataset
from tianfu.catalogue.terms import STATES, title_of
from tianfu.catalogue.versions.changed import is_breaking
from tianfu.catalogue.versions.made import made_by, marks, notes, notes_inside
from tianfu.catalogue.views import Link, RunLine, VersionRow
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Decision, Run, Text, Version
from tianfu.model.reader import ReaderKind
from tianfu.model.values import Act

VERSIONS_MOST = 20


@dataclass(frozen=True, slots=True)
class Sight:
    """What the onlooker gets of a dataset's history besides its counts.

    `rows`: names of delivered files, for whoever named one may have named a person, and comparisons. `inside`: reasons and names, for those
    who answer for the data. `corrected` are the runs that took corrections.
    """

    rows: bool = True
    inside: bool = False
    corrected: Collection[str] = ()


def sight_of(visit: Visit, dataset: Dataset, decision: Decision, *, at_the_machine: bool = False) -> Sight:
    """The operator, the steward's own unit, and whoever sits at the machine itself are inside."""
    ours = visit.reader.kind is ReaderKind.operator or dataset.steward in visit.reader.units
    return Sight(decision.allowed, ours or at_the_machine, loading_runs(visit.store, dataset.id))


def version_rows(versions: Sequence[Version], registry: Registry, sight: Sight, *, most: int = VERSIONS_MOST) -> tuple[VersionRow, ...]:
    """The newest first."""
    newest = sorted(versions, key=lambda v: -v.number)
    older = [*newest[1:], None]
    return tuple(_row(v, o, registry, sight, current=v is newest[0]) for v, o in zip(newest[:most], older, strict=False))


def _row(version: Version, older: Version | None, registry: Registry, sight: Sight, *, current: bool) -> VersionRow:
    counts = version.counts if version.act is Act.load else {}  # a deletion reads nothing
    act, made = made_by(version, corrected=version.run in sight.corrected)
    readable = sight.rows and older is not None and not (version.expired_at or older.expired_at)
    return VersionRow(
        number=version.number,
        at=version.at,
        rows=version.rows,
        inserted=version.inserted,
        deleted=version.deleted,
        read=counts.get("read", 0),
        accepted=counts.get("accepted", 0),
        flagged=counts.get("flagged", 0),
        quarantined=counts.get("quarantined", 0),
        bytes=version.bytes,
        total=version.quality.total,
        grade=version.quality.grade,
        from_=made_from(version.inputs, registry) if sight.rows and version.act is Act.load else (),
        current=current,
        act=act,
        made=made,
        marks=marks(version, current=current),
        notes=notes(version),
        inside=notes_inside(version) if sight.inside else (),
        updated=version.updated,
        unchanged=version.unchanged,
        restored=version.restored,
        compacted_at=version.compacted_at,
        expired_at=version.expired_at,
        kept=bool(version.pinned_by),
        changes=version.changes,
        breaking=is_breaking(version.changes),
        compare=diff_page(version.dataset, older.number, version.number) if readable and older else None,
    )


def made_from(inputs: Mapping[str, int], registry: Registry) -> tuple[str, ...]:
    """Files by their names; datasets with the version that was read."""
    known = {d.id for d in registry.datasets()}
    return tuple(f"{name} v{number}" if name in known else name for name, number in inputs.items())


def run_lines(runs: Sequence[Run], registry: Registry) -> tuple[RunLine, ...]:
    """Runs in the order in which they come; those of datasets that are no longer declared are left out."""
    found = ((r, _declared(r.dataset, registry)) for r in runs)
    return tuple(_line(r, d) for r, d in found if d is not None)


def _declared(dataset_id: str, registry: Registry) -> Dataset | None:
    try:
        return registry.dataset(dataset_id)
    except UnknownDataset:
        return None


def _line(run: Run, dataset: Dataset) -> RunLine:
    word, tone = STATES.get(run.state, (Text(zh=run.state), "plain"))
    link = Link(dataset_page(dataset.id), title_of(dataset))
    return RunLine(link, run.started_at, run.state, word, tone, run.counts.read, run.seconds)
